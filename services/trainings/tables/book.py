"""The session book besides the record: what is planned, who is there, what was treated, how the record changed."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Identity, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.tables.base import Base
from shared.database.types import Moment, PersonId


class Agenda(Base):
    """What a trainer means to do in a session. `version` grows with every save."""

    __tablename__ = "agendas"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), primary_key=True)
    version: Mapped[int]
    lines: Mapped[list[str]] = mapped_column(ARRAY(Text))
    techniques: Mapped[list[str]] = mapped_column(ARRAY(Text))


class CheckInDesk(Base):
    """Where people say that they are there. The code hangs on the wall; who types it in time is told the id."""

    __tablename__ = "check_in_desks"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), unique=True)
    code: Mapped[str] = mapped_column(Text, unique=True)


class CheckIn(Base):
    """Somebody is there, by their own word or by the trainer's. The record has the last word."""

    __tablename__ = "check_ins"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(primary_key=True)
    checked_in_at: Mapped[Moment]


class Apology(Base):
    """Somebody has said that they can't come. Why is not asked."""

    __tablename__ = "apologies"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(primary_key=True)


class Treatment(Base):
    """A question was treated, or taken up again, in a session or outside of one; `number` is the order."""

    __tablename__ = "treatments"

    number: Mapped[int] = mapped_column(Identity(), primary_key=True)
    question_id: Mapped[UUID] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"), index=True)
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("sessions.id"))
    treated: Mapped[bool]


class EarlierRecord(Base):
    """A record as it was before it was corrected, attendance aside."""

    __tablename__ = "earlier_records"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    recorded_at: Mapped[Moment | None]
    recorded_by: Mapped[UUID | None]
    techniques: Mapped[list[str]] = mapped_column(ARRAY(Text))
    covered: Mapped[list[str]] = mapped_column(ARRAY(Text))
    notes: Mapped[str | None] = mapped_column(Text)
    insights: Mapped[str | None] = mapped_column(Text)
    agreements: Mapped[str | None] = mapped_column(Text)
    follow_ups: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)


class AttendanceChange(Base):
    """What the save that made `version` of the record changed for one person."""

    __tablename__ = "attendance_changes"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(primary_key=True)
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
