"""The strategy of a programme: what is written, said and planned; what was adopted; what the council reads."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, Text, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.municipalities.tables import Base
from shared.database.types import Key, Moment


class Strategy(Base):
    """`map_id`: the polarisation map that is read with it. `review_asked`: the day of the review that the coordinators
    were reminded of."""

    __tablename__ = "strategies"

    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programmes.id"), primary_key=True)
    writer_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), default=list)
    session_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), default=list)
    map_id: Mapped[UUID | None] = mapped_column(ForeignKey("polarisation_maps.id", ondelete="SET NULL"), index=True)
    review_on: Mapped[date | None]
    review_asked: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)


class SectionText(Base):
    """One version of a section; the one with the highest number is what the section says. Null: it was emptied."""

    __tablename__ = "strategy_texts"
    __table_args__ = (UniqueConstraint("programme_id", "section", "number"),)

    id: Mapped[Key]
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("strategies.programme_id"))
    section: Mapped[str] = mapped_column(Text)
    number: Mapped[int]
    text: Mapped[str | None] = mapped_column(Text)
    author_id: Mapped[UUID | None] = mapped_column(index=True)
    written_at: Mapped[Moment]


class Comment(Base):
    __tablename__ = "strategy_comments"

    id: Mapped[Key]
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("strategies.programme_id"), index=True)
    section: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    author_id: Mapped[UUID | None] = mapped_column(index=True)
    written_at: Mapped[Moment]
    resolved_at: Mapped[Moment | None]
    resolved_by: Mapped[UUID | None] = mapped_column(index=True)


class Action(Base):
    """`reminded`: the day that its owner was reminded of."""

    __tablename__ = "strategy_actions"

    id: Mapped[Key]
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("strategies.programme_id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[UUID | None] = mapped_column(index=True)
    due_on: Mapped[date | None] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(Text, default="planned")
    reminded: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)


class AdoptedStrategy(Base):
    """Never changed. `content` is the document itself, byte by byte; `checksum` its SHA-256."""

    __tablename__ = "adopted_strategies"

    programme_id: Mapped[UUID] = mapped_column(ForeignKey("strategies.programme_id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    adopted_at: Mapped[Moment]
    adopted_by: Mapped[UUID | None] = mapped_column(index=True)
    content: Mapped[str] = mapped_column(Text)
    checksum: Mapped[str] = mapped_column(Text)


class CouncilPage(Base):
    """`published`: the snapshot that anybody reads at the address; null before, and once it was withdrawn."""

    __tablename__ = "council_pages"

    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programmes.id"), primary_key=True)
    changed_practice: Mapped[str | None] = mapped_column(Text)
    lessons: Mapped[str | None] = mapped_column(Text)
    sections: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    address: Mapped[str | None] = mapped_column(Text, unique=True)
    published: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    published_at: Mapped[Moment | None]
    version: Mapped[int] = mapped_column(default=1)
