"""How people come in besides being invited: what is open, who registered or was nominated, which partners there are."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.tables.base import Base
from shared.database.types import Key, Moment, PersonId


class Opening(Base):
    """A group or an introduction that was opened for registration once; `places` are those of an introduction."""

    __tablename__ = "openings"

    edition_id: Mapped[Key]
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programmes.id"))
    code: Mapped[str] = mapped_column(Text, unique=True)
    way: Mapped[str] = mapped_column(Text)
    open: Mapped[bool]
    closes_on: Mapped[date | None]
    places: Mapped[int | None]
    language: Mapped[str] = mapped_column(Text)
    about: Mapped[str | None] = mapped_column(Text)


class Registration(Base):
    """Of a person for an edition: held or asked until it is confirmed or lapses; left when the person did.

    `pair_id`: shared by two who were nominated together.
    """

    __tablename__ = "registrations"
    __table_args__ = (
        Index("ix_registrations_until", "until", postgresql_where=text("state IN ('held', 'asked')")),
        Index("ix_registrations_partner_id", "edition_id", "partner_id"),
    )

    edition_id: Mapped[Key]
    person_id: Mapped[PersonId] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programmes.id"))
    way: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    until: Mapped[Moment | None]
    partner_id: Mapped[UUID | None]
    pair_id: Mapped[UUID | None]


class Partner(Base):
    """What is known here of a partner organisation of municipalities. `ready`: willing and able."""

    __tablename__ = "partners"

    id: Mapped[Key]
    programme_id: Mapped[UUID] = mapped_column(index=True)
    contact_id: Mapped[UUID | None] = mapped_column(index=True)
    ready: Mapped[bool]


class PartnerCode(Base):
    """With which a partner nominates for a group."""

    __tablename__ = "partner_codes"

    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id"), primary_key=True)
    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partners.id"), primary_key=True)
    code: Mapped[str] = mapped_column(Text, unique=True)
