"""Thank-yous to those who were at a session."""

from uuid import UUID

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.tables.base import Base
from shared.database.types import Key, Moment, PersonId


class ThankYouDraft(Base):
    """What everybody who was at the session is going to read, as far as somebody wrote it."""

    __tablename__ = "thank_you_drafts"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)


class ThankYou(Base):
    """To somebody who was recorded as present. `text` is what they read: null until it is sent."""

    __tablename__ = "thank_yous"
    __table_args__ = (UniqueConstraint("session_id", "person_id"),)

    id: Mapped[Key]
    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"))
    person_id: Mapped[PersonId]
    line: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str | None] = mapped_column(Text)
    sent_at: Mapped[Moment | None]
    sent_by: Mapped[UUID | None]
