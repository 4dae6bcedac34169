from datetime import date
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.database import metadata
from shared.database.merging import MergeColumns
from shared.database.types import Key, Moment, PersonId


class Base(DeclarativeBase):
    metadata = metadata()


class Area(Base):
    """A neighbourhood or wider area of the city, and its tile on the map if somebody gave it one."""

    __tablename__ = "areas"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(Text, unique=True)
    tile_column: Mapped[int | None]
    tile_row: Mapped[int | None]


class Programme(Base):
    """A draft until it is registered. What a draft lacks is null or empty. `example`: what it was started from."""

    __tablename__ = "programmes"

    id: Mapped[Key]
    state: Mapped[str] = mapped_column(Text, default="draft")
    example: Mapped[str | None] = mapped_column(Text)
    name: Mapped[str | None] = mapped_column(Text)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    initiating_domain: Mapped[str | None] = mapped_column(Text)
    trigger: Mapped[str | None] = mapped_column(Text)
    area_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), default=list)
    vision: Mapped[str | None] = mapped_column(Text)
    sectors: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    decision_maker_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), default=list)
    street_level_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), default=list)
    sdgs: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}", default=list)
    started_at: Mapped[Moment]
    registered_at: Mapped[Moment | None]
    version: Mapped[int] = mapped_column(default=1)


class Coordinator(Base):
    """The municipal officials who run a programme."""

    __tablename__ = "coordinators"

    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programmes.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(primary_key=True)


class Partner(Base):
    """An organisation that may nominate people. The contact is a person of identity."""

    __tablename__ = "partners"
    __table_args__ = (UniqueConstraint("programme_id", "name"),)

    id: Mapped[Key]
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programmes.id"))
    name: Mapped[str] = mapped_column(Text)
    contact_id: Mapped[UUID | None] = mapped_column(index=True)
    willing: Mapped[bool]
    able: Mapped[bool]
    version: Mapped[int] = mapped_column(default=1)


class Merge(MergeColumns, Base):
    """What was moved when two records of one person were merged."""

    __tablename__ = "merges"


class BeneficiaryCount(Base):
    """So many people of a kind in a period. Counts only: who they are is known nowhere."""

    __tablename__ = "beneficiary_counts"

    id: Mapped[Key]
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programmes.id"), index=True)
    beneficiary: Mapped[str] = mapped_column(Text)
    people: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
