"""Who may read results, as others announced it."""

from uuid import UUID

from sqlalchemy import Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.feedback.tables.base import Base
from shared.database.types import PersonId


class Coordinator(Base):
    """Who runs a programme, as municipalities announced it last."""

    __tablename__ = "coordinators"

    programme_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(primary_key=True)


class Group(Base):
    """Of which programme a group is, as trainings announced it."""

    __tablename__ = "groups"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    programme_id: Mapped[UUID] = mapped_column(Uuid)


class Trainer(Base):
    """Who gives a group's course, as trainings announced it last."""

    __tablename__ = "trainers"

    group_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(primary_key=True)
