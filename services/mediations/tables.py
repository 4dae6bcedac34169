"""Mediations. What a mediator writes is here as it came, sealed; only codes, numbers and dates can be read."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Identity, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.database import metadata
from shared.database.merging import MergeColumns
from shared.database.types import Key, PersonId


class Base(DeclarativeBase):
    metadata = metadata()


class Mediator(Base):
    """Who has the role now, as identity says."""

    __tablename__ = "mediators"

    person_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)


class Mediation(Base):
    """`mediator_id`: who was asked, and from `accepted_on` on who does it. `techniques`: of all sessions, for the
    figures. `reminded_on`: when its mediator was told last that it waits. When it is destroyed only codes
    and dates are left."""

    __tablename__ = "mediations"

    id: Mapped[Key]
    number: Mapped[int] = mapped_column(Identity(always=False))
    stage: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str | None] = mapped_column(Text)
    opened_on: Mapped[date]
    opened_by: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    active_on: Mapped[date]
    mediator_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    accepted_on: Mapped[date | None]
    referred_from: Mapped[str | None] = mapped_column(Text)
    answered_on: Mapped[date | None]
    referred_to: Mapped[str | None] = mapped_column(Text)
    heard_on: Mapped[date | None]
    confidential_on: Mapped[date | None]
    verdict: Mapped[str | None] = mapped_column(Text)
    suitability: Mapped[str | None] = mapped_column(Text)
    techniques: Mapped[list[str]] = mapped_column(ARRAY(Text))
    closed_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    reminded_on: Mapped[date | None]
    destroyed_on: Mapped[date | None]


class Refusing(Base):
    """Who said no to a mediation, whatever the reason."""

    __tablename__ = "refusing"

    mediation_id: Mapped[UUID] = mapped_column(ForeignKey("mediations.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(primary_key=True)


class Entry(Base):
    """`content` is sealed with the key of the mediation."""

    __tablename__ = "entries"

    id: Mapped[Key]
    mediation_id: Mapped[UUID] = mapped_column(ForeignKey("mediations.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(Text)
    party_id: Mapped[UUID | None] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"), index=True)
    happened_on: Mapped[date | None]
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    techniques: Mapped[list[str]] = mapped_column(ARRAY(Text))
    content: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)


class Merge(MergeColumns, Base):
    """What was moved when two records of one person were merged."""

    __tablename__ = "merges"


# The store of keys. It is backed up apart from everything else, and only as it is now: `deploy/backups/keys.py`.


class MediatorKey(Base):
    """A mediator's key, wrapped by the passphrase and by the printed code."""

    __tablename__ = "mediator_keys"

    person_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    by_passphrase: Mapped[str] = mapped_column(Text)
    by_recovery: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)


class MediationKey(Base):
    """The key of a mediation, wrapped by its mediator's. When it goes, nobody reads the mediation any more."""

    __tablename__ = "mediation_keys"

    mediation_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    wrapped: Mapped[str] = mapped_column(Text)


class Destruction(Base):
    """Whatever backup is restored: what stands here is destroyed once more."""

    __tablename__ = "destructions"

    mediation_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    destroyed_on: Mapped[date]
