from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, Uuid, false, text
from sqlalchemy.orm import Mapped, mapped_column

from services.feedback.tables.base import Base
from shared.database.types import Key, Moment, PersonId


class Survey(Base):
    """`answers` stays null until it closes, and for good when there were fewer than five. `received` is how many there
    were, which nobody is told. `turn`: the how-manieth of its programme and wave that closed. `closes_at`: when the
    course begins, of a survey before it. `reminds_on`: null once everybody was reminded, or when nobody will be."""

    __tablename__ = "surveys"

    id: Mapped[Key]
    group_id: Mapped[UUID] = mapped_column(Uuid)
    wave: Mapped[str] = mapped_column(Text, server_default="t1")
    programme_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    state: Mapped[str] = mapped_column(Text, default="open")
    questions_version: Mapped[int]
    opened_on: Mapped[date]
    closes_on: Mapped[date]
    closes_at: Mapped[Moment | None]
    reminds_on: Mapped[date | None]
    invited: Mapped[int] = mapped_column(default=0)
    answers: Mapped[int | None]
    closed_on: Mapped[date | None]
    received: Mapped[int | None]
    turn: Mapped[int | None]
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"), index=True)
    comments_read: Mapped[bool] = mapped_column(default=False, server_default=false())

    __table_args__ = (
        UniqueConstraint("group_id", "wave"),
        Index("ix_surveys_open_closes_on", "closes_on", postgresql_where=text("state = 'open'")),
    )


class Invitation(Base):
    """Who was asked. Nothing leads from here to a link or an answer."""

    __tablename__ = "invitations"

    survey_id: Mapped[UUID] = mapped_column(ForeignKey("surveys.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(primary_key=True)
    withdrawn: Mapped[bool] = mapped_column(default=False)
