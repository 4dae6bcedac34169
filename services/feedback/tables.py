from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, LargeBinary, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.database import metadata
from shared.database.types import Key, PersonId


class Base(DeclarativeBase):
    metadata = metadata()


class Coordinator(Base):
    """Who runs a programme, as municipalities announced it last."""

    __tablename__ = "coordinators"

    programme_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(primary_key=True)


class Trainer(Base):
    """Who gives a group's course, as trainings announced it last."""

    __tablename__ = "trainers"

    group_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(primary_key=True)


class Survey(Base):
    """`answers` stays null until it closes, and for good when there were fewer than five."""

    __tablename__ = "surveys"

    id: Mapped[Key]
    group_id: Mapped[UUID] = mapped_column(Uuid, unique=True)
    programme_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    state: Mapped[str] = mapped_column(Text, default="open")
    questions_version: Mapped[int]
    opened_on: Mapped[date]
    closes_on: Mapped[date]
    invited: Mapped[int] = mapped_column(default=0)
    answers: Mapped[int | None]

    __table_args__ = (Index("ix_surveys_open_closes_on", "closes_on", postgresql_where=text("state = 'open'")),)


class Invitation(Base):
    """Who was asked. Nothing leads from here to a link or an answer."""

    __tablename__ = "invitations"

    survey_id: Mapped[UUID] = mapped_column(ForeignKey("surveys.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(primary_key=True)
    withdrawn: Mapped[bool] = mapped_column(default=False)


class Link(Base):
    """A right to answer once, which belongs to nobody. Only the hash of its secret is kept."""

    __tablename__ = "links"

    hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    survey_id: Mapped[UUID] = mapped_column(ForeignKey("surveys.id", ondelete="CASCADE"), index=True)
    used: Mapped[bool] = mapped_column(default=False)


class Answer(Base):
    """One answer to one question. What the same person answered elsewhere can't be told."""

    __tablename__ = "answers"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    survey_id: Mapped[UUID] = mapped_column(ForeignKey("surveys.id", ondelete="CASCADE"), index=True)
    question: Mapped[str] = mapped_column(Text)
    value: Mapped[Any] = mapped_column(JSONB)
