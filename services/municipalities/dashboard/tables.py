"""What the dashboard knows, by the events that told it. No foreign keys: events of two things come in any order."""

from datetime import date
from uuid import UUID

from sqlalchemy import ARRAY, Index, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.municipalities.tables import Base
from shared.database.types import Moment, PersonId


class Progress(Base):
    """A person reached a step of the programme in a session or group (`source_id`; else the programme itself).

    One person may reach a step in several places and is counted once. `withdrew` and `left_network` tell of a place or
    a membership that ended. When a person is erased, what is past stays under a random id, which is `gone`.
    """

    __tablename__ = "dashboard_progress"
    __table_args__ = (Index("ix_dashboard_progress_source_id_step", "source_id", "step"),)

    # In this order the primary key's index gives the people of a step sorted: they are counted as they come.
    programme_id: Mapped[UUID] = mapped_column(primary_key=True)
    step: Mapped[str] = mapped_column(Text, primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(primary_key=True)
    source_id: Mapped[UUID] = mapped_column(primary_key=True)


class Funnel(Base):
    """How many people reached each part of the funnel: counted anew from `Progress` whenever that changes."""

    __tablename__ = "dashboard_funnel"

    programme_id: Mapped[UUID] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(Text, primary_key=True)
    people: Mapped[int] = mapped_column(default=0)


class Session(Base):
    """Null is what no event has told yet: `revision` of the plan, `record_version` of the attendance."""

    __tablename__ = "dashboard_sessions"

    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID] = mapped_column(index=True)
    group_id: Mapped[UUID | None]
    kind: Mapped[str] = mapped_column(Text)
    starts_at: Mapped[Moment | None]
    ends_at: Mapped[Moment | None]
    revision: Mapped[int | None]
    cancelled: Mapped[bool] = mapped_column(default=False)
    invited: Mapped[int] = mapped_column(default=0)
    record_version: Mapped[int | None]
    present: Mapped[int | None]
    absent: Mapped[int | None]


class Group(Base):
    __tablename__ = "dashboard_groups"

    group_id: Mapped[UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID] = mapped_column(index=True)
    places: Mapped[int]
    trainer_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    enrolled: Mapped[int] = mapped_column(default=0)
    waiting: Mapped[int] = mapped_column(default=0)
    completed: Mapped[int] = mapped_column(default=0)


class Survey(Base):
    """`answers` is known when it has closed, and stays null under five."""

    __tablename__ = "dashboard_surveys"

    survey_id: Mapped[UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID] = mapped_column(index=True)
    group_id: Mapped[UUID]
    wave: Mapped[str] = mapped_column(Text, server_default="t1")
    closes_on: Mapped[date | None]
    closed: Mapped[bool] = mapped_column(default=False)
    invited: Mapped[int] = mapped_column(default=0)
    answers: Mapped[int | None]


class Past(Base):
    """What was given before it was kept here, by counts of a file: apart from the people of `Progress`."""

    __tablename__ = "dashboard_past"

    programme_id: Mapped[UUID] = mapped_column(primary_key=True)
    introductions: Mapped[int]
    courses: Mapped[int]
    invited: Mapped[int]
    introduced: Mapped[int]
    registered: Mapped[int]
    attended: Mapped[int]
    completed: Mapped[int]


class Erased(Base):
    """People who were erased: an event about them that arrives late adds nothing."""

    __tablename__ = "dashboard_erased"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)


class Merged(Base):
    """Two records of one person: they count as one. Their progress stays under the ids that it came with, so that
    events may arrive in any order and a merge can be undone."""

    __tablename__ = "dashboard_merged"

    dropped_id: Mapped[UUID] = mapped_column(primary_key=True)
    kept_id: Mapped[UUID] = mapped_column(index=True)


# The whole read model, for whoever empties it to apply all events anew.
TABLES = (Progress, Funnel, Session, Group, Survey, Past, Erased, Merged)
