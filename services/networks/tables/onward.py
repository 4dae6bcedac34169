from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.networks.tables.base import Base
from shared.database.types import Key, Moment, PersonId


class OnwardTraining(Base):
    """A training that a member gave. `trainer_id` is null when they were removed; what they reached stays counted."""

    __tablename__ = "onward_trainings"

    id: Mapped[Key]
    trainer_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    held_on: Mapped[date]
    setting: Mapped[str] = mapped_column(Text)
    people: Mapped[int]
    recorded_at: Mapped[Moment]


class Trainee(Base):
    """A member whom the trainer named: asked, or agreed. Who says no, now or later, has no row."""

    __tablename__ = "trainees"

    training_id: Mapped[UUID] = mapped_column(ForeignKey("onward_trainings.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(Text)
