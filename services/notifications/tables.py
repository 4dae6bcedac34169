from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.database import metadata
from shared.database.merging import MergeColumns
from shared.database.types import Key, Moment, PersonId


class Base(DeclarativeBase):
    metadata = metadata()


class Mail(Base):
    """A mail to one person, without anything that it will say.

    `about_id`: the session, group, survey, post, certificate, thank-you, report back or programme, or the bundle of
    what is told at once.
    `role`: what the person is there. `cause_id`: the event that asked for the mail, and asks only once.
    `partner_id`: whose nominations it is about. `reason`: why it is not sent yet, or never will be. `kept`: it went to
    the mail folder.
    """

    __tablename__ = "mails"
    __table_args__ = (
        UniqueConstraint("cause_id", "kind", "person_id"),
        Index("ix_mails_due_at", "due_at", postgresql_where=text("state = 'queued'")),
    )

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(Text)
    person_id: Mapped[PersonId]
    about_id: Mapped[UUID | None]
    role: Mapped[str | None] = mapped_column(Text)
    cause_id: Mapped[UUID | None]
    partner_id: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(Text, default="queued")
    attempts: Mapped[int] = mapped_column(default=0)
    queued_at: Mapped[Moment]
    due_at: Mapped[Moment]
    sent_at: Mapped[Moment | None]
    reason: Mapped[str | None] = mapped_column(Text)
    kept: Mapped[bool] = mapped_column(default=False)


class Session(Base):
    """What it takes to know whom a change of a session concerns. `group_id` is null for an introduction."""

    __tablename__ = "sessions"

    id: Mapped[Key]
    group_id: Mapped[UUID | None] = mapped_column(index=True)
    starts_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    revision: Mapped[int]
    cancelled: Mapped[bool] = mapped_column(default=False)


class Intervision(Base):
    """What it takes to remind who takes part, and to tell them of a change."""

    __tablename__ = "intervisions"

    id: Mapped[Key]
    starts_at: Mapped[Moment] = mapped_column(index=True)
    ends_at: Mapped[Moment]
    revision: Mapped[int]
    cancelled: Mapped[bool] = mapped_column(default=False)


class PersonConcerned(Base):
    """A person in a group, in an intervision or, for an introduction, in a session. `role`: invited, enrolled, waiting,
    trainer, at_intervision."""

    __tablename__ = "people_concerned"

    about_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(Text)


class Hold(Base):
    """From `held_at` to `released_at` no mail leaves; one at a time. `taken_at`: of the backup from which the city was
    restored. Whoever works at a terminal is nobody here. `discarded`: how many mails never left because of it."""

    __tablename__ = "holds"
    __table_args__ = (UniqueConstraint("released_at", postgresql_nulls_not_distinct=True),)

    id: Mapped[Key]
    held_at: Mapped[Moment]
    held_by: Mapped[UUID | None]
    taken_at: Mapped[Moment | None]
    released_at: Mapped[Moment | None]
    released_by: Mapped[UUID | None]
    discarded: Mapped[int] = mapped_column(default=0)


class News(Base):
    """Something that people read of in their next digest: how many of a kind, and where.

    Of a programme its coordinators do, of a group its trainers; of neither, the members of the network.
    """

    __tablename__ = "news"

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(Text)
    programme_id: Mapped[UUID | None]
    group_id: Mapped[UUID | None]
    session_id: Mapped[UUID | None]
    meeting_id: Mapped[UUID | None]
    number: Mapped[int]
    happened_at: Mapped[Moment] = mapped_column(index=True)
    cause_id: Mapped[UUID | None] = mapped_column(unique=True)


class Reader(Base):
    """Who chose a rhythm or has had a digest. `digested_at`: up to when they have been told."""

    __tablename__ = "readers"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    rhythm: Mapped[str] = mapped_column(Text, default="daily")
    digested_at: Mapped[Moment | None]


class Bundle(Base):
    """What one mail tells at once. `items`: kind, number, and ids of group, session, meeting; nothing else."""

    __tablename__ = "bundles"

    id: Mapped[Key]
    person_id: Mapped[PersonId]
    items: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)


class Day(Base):
    """A day that has begun: its reminders and digests are queued. `questions`: how many were open in each group."""

    __tablename__ = "days"

    day: Mapped[date] = mapped_column(primary_key=True)
    begun_at: Mapped[Moment]
    questions: Mapped[dict[str, int]] = mapped_column(JSONB)


class Merge(MergeColumns, Base):
    """What was moved when two records of one person were merged."""

    __tablename__ = "merges"
