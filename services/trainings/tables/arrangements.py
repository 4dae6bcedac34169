"""What belongs to one session besides its plan, and who does what in it."""

from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, Index, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.tables.base import Base
from shared.database.types import Moment, PersonId


class Arrangements(Base):
    """There is one as soon as something was saved. The last three texts are deleted when the session is over.
    `reading`: chapters of the handbook, which knows them.

    `version` grows with every save, that of the roles included.
    """

    __tablename__ = "arrangements"
    __table_args__ = (
        Index(
            "ix_arrangements_to_delete",
            "session_id",
            postgresql_where=text("rooms IS NOT NULL OR catering IS NOT NULL OR access_needs IS NOT NULL"),
        ),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), primary_key=True)
    version: Mapped[int] = mapped_column(default=0)
    language: Mapped[str | None] = mapped_column(Text)
    interpreter: Mapped[str] = mapped_column(Text, default="none")
    interpreter_language: Mapped[str | None] = mapped_column(Text)
    time_zone: Mapped[str | None] = mapped_column(Text)
    deleted_at: Mapped[Moment | None]
    reading: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), server_default=text("'{}'"), default=list)
    rooms: Mapped[str | None] = mapped_column(Text)
    catering: Mapped[str | None] = mapped_column(Text)
    access_needs: Mapped[str | None] = mapped_column(Text)


class SessionRole(Base):
    """Of a session without any, the trainers of its group give it; recording the session writes that down."""

    __tablename__ = "session_roles"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(Text)
    observed_id: Mapped[UUID | None] = mapped_column(index=True)
