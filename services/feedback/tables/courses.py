"""What it takes to know when a group is asked and whom: ids and dates, as trainings announced them last."""

from uuid import UUID

from sqlalchemy import Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.feedback.tables.base import Base
from shared.database.types import Key, Moment, PersonId


class CourseSession(Base):
    """A training day or a deepening half-day; a group has one of each at a time."""

    __tablename__ = "course_sessions"

    id: Mapped[Key]
    group_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    programme_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    kind: Mapped[str] = mapped_column(Text)
    starts_at: Mapped[Moment] = mapped_column(index=True)
    revision: Mapped[int]
    cancelled: Mapped[bool] = mapped_column(default=False)


class Participant(Base):
    """`has_place`: now. `completed`: both parts of the course."""

    __tablename__ = "participants"

    group_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(primary_key=True)
    has_place: Mapped[bool] = mapped_column(default=False)
    completed: Mapped[bool] = mapped_column(default=False)


class SessionTechnique(Base):
    """What was worked with in a session of a course, as its record says."""

    __tablename__ = "session_techniques"

    session_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    technique: Mapped[str] = mapped_column(Text, primary_key=True)
    group_id: Mapped[UUID] = mapped_column(Uuid, index=True)
