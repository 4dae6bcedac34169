"""Programmes as far as they matter here, groups, who is in them and who completed the course."""

from uuid import UUID

from sqlalchemy import ForeignKey, Identity, Index, Text, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.tables.base import Base
from shared.database.types import Key, PersonId


class Programme(Base):
    """What is known here of a programme of municipalities: who may act for it."""

    __tablename__ = "programmes"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    coordinator_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))


class Group(Base):
    """`version` grows when its name or places change."""

    __tablename__ = "groups"
    __table_args__ = (Index("ix_groups_trainer_ids", "trainer_ids", postgresql_using="gin"),)

    id: Mapped[Key]
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programmes.id"), index=True)
    name: Mapped[str] = mapped_column(Text)
    places: Mapped[int]
    places_reason: Mapped[str | None] = mapped_column(Text)
    trainer_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    question_code: Mapped[str] = mapped_column(Text, unique=True)
    version: Mapped[int] = mapped_column(default=1)


class Enrolment(Base):
    """Enrolled or waiting. `number` is the order in which people came."""

    __tablename__ = "enrolments"
    __table_args__ = (UniqueConstraint("programme_id", "person_id"),)

    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id"), primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programmes.id"))
    state: Mapped[str] = mapped_column(Text)
    number: Mapped[int] = mapped_column(Identity())


class Completion(Base):
    """Who completed the course with this group: what was announced, and is announced again only when it changes."""

    __tablename__ = "completions"

    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id"), primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(primary_key=True)
