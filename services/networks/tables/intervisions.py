"""Intervision. Of the case there is nothing here: it is told in the room, and no request can hold it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, Integer, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from services.networks.tables.base import Base
from shared.database.types import Key, Moment, PersonId


class Intervision(Base):
    """`revision`: of the plan; `version`: of what the screens in the room show. `minutes`: of each step, with its
    extensions; `step` is counted from 0, null until it begins. `learning_question` and `lesson`: the case-bringer's."""

    __tablename__ = "intervisions"

    id: Mapped[Key]
    method: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text, default="planned")
    starts_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    place: Mapped[str | None] = mapped_column(Text)
    link: Mapped[str | None] = mapped_column(Text)
    planned_by: Mapped[UUID | None]
    revision: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    minutes: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    step: Mapped[int | None]
    step_began_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    learning_question: Mapped[str | None] = mapped_column(Text)
    lesson: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (Index("ix_intervisions_state_starts_at_id", "state", "starts_at", "id"),)


class AtIntervision(Base):
    """Somebody who takes part. `role`: the one that they took or handed on; null leaves it to whose turn it is, and is
    settled for all when it begins. `came`: null until then."""

    __tablename__ = "at_intervision"

    intervision_id: Mapped[UUID] = mapped_column(ForeignKey("intervisions.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(primary_key=True)
    joined_at: Mapped[Moment]
    role: Mapped[str | None] = mapped_column(Text)
    came: Mapped[bool | None]
