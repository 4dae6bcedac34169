"""The path of a trainer: where somebody stands, what was decided, proposed and noted."""

from datetime import date
from uuid import UUID

from sqlalchemy import Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.tables.base import Base
from shared.database.types import Key, PersonId


class Trainer(Base):
    """Somebody on the path. `version` grows with every decision; `since` is null before the first."""

    __tablename__ = "trainers"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(Text)
    since: Mapped[date | None]
    expires_on: Mapped[date | None]
    languages: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    version: Mapped[int] = mapped_column(default=0)


class PathDecision(Base):
    """Never changed: the latest says where somebody stands, the others how they came there."""

    __tablename__ = "path_decisions"

    id: Mapped[Key]
    person_id: Mapped[PersonId]
    state: Mapped[str] = mapped_column(Text)
    decided_on: Mapped[date]
    decided_by: Mapped[UUID | None] = mapped_column(index=True)
    expires_on: Mapped[date | None]
    reason: Mapped[str | None] = mapped_column(Text)


class PathProposal(Base):
    """A mentor's, until a coordinator decides."""

    __tablename__ = "path_proposals"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(Text)
    proposed_by: Mapped[UUID | None] = mapped_column(index=True)
    proposed_on: Mapped[date]


class PathNote(Base):
    """That somebody fulfilled a requirement which no session shows."""

    __tablename__ = "path_notes"
    __table_args__ = (UniqueConstraint("person_id", "requirement", "on"),)

    id: Mapped[Key]
    person_id: Mapped[UUID]
    requirement: Mapped[str] = mapped_column(Text)
    on: Mapped[date]
    noted_by: Mapped[UUID | None] = mapped_column(index=True)
