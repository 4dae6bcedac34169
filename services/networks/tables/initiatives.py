"""Initiatives, and what whoever takes part writes in them. Free text stays here: events carry ids."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from services.networks.tables.base import Base
from shared.database.types import Key, Moment, PersonId


class Initiative(Base):
    """`author_id`: who started it, which gives no right. `active_at`: when something in it changed last."""

    __tablename__ = "initiatives"

    id: Mapped[Key]
    title: Mapped[str] = mapped_column(Text)
    purpose: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    theme: Mapped[str | None] = mapped_column(Text)
    area_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    author_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    started_at: Mapped[Moment]
    active_at: Mapped[Moment]
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        Index("ix_initiatives_active_at_id", "active_at", "id"),
        Index("ix_initiatives_area_ids", "area_ids", postgresql_using="gin"),
    )


class Participation(Base):
    """A member who takes part in an initiative."""

    __tablename__ = "participations"

    initiative_id: Mapped[UUID] = mapped_column(ForeignKey("initiatives.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(primary_key=True)
    joined_at: Mapped[Moment]


class InitiativeStep(Base):
    __tablename__ = "initiative_steps"

    id: Mapped[Key]
    initiative_id: Mapped[UUID] = mapped_column(ForeignKey("initiatives.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    due_on: Mapped[date | None]
    done_at: Mapped[Moment | None]


class InitiativeNeed(Base):
    __tablename__ = "initiative_needs"

    id: Mapped[Key]
    initiative_id: Mapped[UUID] = mapped_column(ForeignKey("initiatives.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    met: Mapped[bool] = mapped_column(default=False)


class Offer(Base):
    """What somebody offers to meet a need: a member, or who supports the network."""

    __tablename__ = "initiative_offers"

    id: Mapped[Key]
    need_id: Mapped[UUID] = mapped_column(ForeignKey("initiative_needs.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    author_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    offered_at: Mapped[Moment]


class ProgressNote(Base):
    __tablename__ = "initiative_notes"

    id: Mapped[Key]
    initiative_id: Mapped[UUID] = mapped_column(ForeignKey("initiatives.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    author_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    written_at: Mapped[Moment]
