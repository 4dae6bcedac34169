"""Meetings of the network: their plan, agenda and people, and what came of them."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from services.networks.tables.base import Base
from shared.database.types import Key, Moment, PersonId


class Meeting(Base):
    """`version` counts the changes of the plan, `minutes_version` those of the minutes; `minutes_at`: first written."""

    __tablename__ = "meetings"

    id: Mapped[Key]
    title: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text, default="planned")
    informal: Mapped[bool]
    starts_at: Mapped[Moment] = mapped_column(index=True)
    ends_at: Mapped[Moment]
    delivery: Mapped[str] = mapped_column(Text)
    place: Mapped[str | None] = mapped_column(Text)
    link: Mapped[str | None] = mapped_column(Text)
    author_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    version: Mapped[int] = mapped_column(default=1)
    minutes: Mapped[str | None] = mapped_column(Text)
    minutes_by: Mapped[UUID | None] = mapped_column(Uuid)
    minutes_at: Mapped[Moment | None] = mapped_column(index=True)
    minutes_version: Mapped[int] = mapped_column(default=0)
    decisions: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)


class MeetingPerson(Base):
    """What a member answered, and whether they were there."""

    __tablename__ = "meeting_people"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(primary_key=True)
    reply: Mapped[str | None] = mapped_column(Text)
    present: Mapped[bool | None]


class AgendaItem(Base):
    __tablename__ = "agenda_items"

    id: Mapped[Key]
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    minutes: Mapped[int | None]
    author_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    initiative_id: Mapped[UUID | None] = mapped_column(ForeignKey("initiatives.id"), index=True)

    __table_args__ = (Index("ix_agenda_items_meeting_id_position", "meeting_id", "position"),)


class MeetingAction(Base):
    """What somebody is going to do, shown at the next meetings until it is done."""

    __tablename__ = "meeting_actions"

    id: Mapped[Key]
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    due_on: Mapped[date | None]
    done_at: Mapped[Moment | None]
