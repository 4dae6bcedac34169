"""Sessions, who is invited, what was recorded."""

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.tables.base import Base
from shared.database.types import Key, Moment, PersonId


class Session(Base):
    """An introduction, a training day or a deepening half-day. `version` grows with the plan."""

    __tablename__ = "sessions"
    __table_args__ = (
        Index("ix_sessions_programme_id_starts_at", "programme_id", "starts_at"),
        Index("ix_sessions_to_come", "starts_at", postgresql_where=text("state IN ('planned', 'open')")),
        Index(
            "uq_sessions_group_id_kind",
            "group_id",
            "kind",
            unique=True,
            postgresql_where=text("group_id IS NOT NULL AND state <> 'cancelled'"),
        ),
    )

    id: Mapped[Key]
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programmes.id"))
    group_id: Mapped[UUID | None] = mapped_column(ForeignKey("groups.id"), index=True)
    kind: Mapped[str] = mapped_column(Text)
    title: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text, default="planned")
    starts_at: Mapped[Moment] = mapped_column(index=True)
    ends_at: Mapped[Moment]
    delivery: Mapped[str] = mapped_column(Text)
    place: Mapped[str | None] = mapped_column(Text)
    link: Mapped[str | None] = mapped_column(Text)
    area_id: Mapped[UUID | None]
    version: Mapped[int] = mapped_column(default=1)


class Record(Base):
    """What was recorded of a session, attendance aside. There is one for every session, empty at version 0.

    `covered`: the lines of the agenda that were got to, as they read then.
    """

    __tablename__ = "records"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), primary_key=True)
    version: Mapped[int] = mapped_column(default=0)
    recorded_at: Mapped[Moment | None]
    recorded_by: Mapped[UUID | None]
    ground_rules: Mapped[str | None] = mapped_column(Text)
    ground_rules_agreed_at: Mapped[Moment | None]
    techniques: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    notes: Mapped[str | None] = mapped_column(Text)
    follow_ups: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    covered: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"), default=list)
    insights: Mapped[str | None] = mapped_column(Text)
    agreements: Mapped[str | None] = mapped_column(Text)


class Invitation(Base):
    """To an introduction."""

    __tablename__ = "invitations"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(primary_key=True)


class Attendance(Base):
    """Present, absent or excused. Somebody without a row is not recorded yet."""

    __tablename__ = "attendances"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(Text)
