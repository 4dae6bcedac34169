"""Chapters, their texts and editions, and what partners contribute. No table names a person."""

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, LargeBinary, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.database import metadata
from shared.database.types import Key, Moment

# Name of a part -> its Markdown.
Parts = dict[str, Any]


class Base(DeclarativeBase):
    metadata = metadata()


class Chapter(Base):
    """`language`: the one that it was written in. The origin is that of a chapter which another city published: the
    city, its id there, and the number of the edition that this one was made from."""

    __tablename__ = "chapters"

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(Text)
    theme: Mapped[str] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    started_at: Mapped[Moment]
    origin_city: Mapped[str | None] = mapped_column(Text)
    origin_id: Mapped[UUID | None] = mapped_column(Uuid)
    adapted_from: Mapped[int | None]

    __table_args__ = (Index("ix_chapters_started_at_id", "started_at", "id"),)


class ChapterText(Base):
    """What is written in one language. `number`: of its latest edition; `published_version`: the `version` that this
    edition was made from; `follows`: the edition of the original that a translation says the same as."""

    __tablename__ = "chapter_texts"

    chapter_id: Mapped[UUID] = mapped_column(ForeignKey("chapters.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(Text, primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    summary: Mapped[str | None] = mapped_column(Text)
    parts: Mapped[Parts] = mapped_column(JSONB)
    attribution: Mapped[str | None] = mapped_column(Text)
    licence: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text, default="draft")
    version: Mapped[int] = mapped_column(default=1)
    number: Mapped[int | None]
    published_version: Mapped[int | None]
    follows: Mapped[int | None]
    changed_at: Mapped[Moment]


class Edition(Base):
    """What was published, as it was: it is never changed. `checksum` tells."""

    __tablename__ = "editions"

    chapter_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    language: Mapped[str] = mapped_column(Text, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[str] = mapped_column(Text)
    summary: Mapped[str | None] = mapped_column(Text)
    parts: Mapped[Parts] = mapped_column(JSONB)
    attribution: Mapped[str | None] = mapped_column(Text)
    licence: Mapped[str] = mapped_column(Text)
    follows: Mapped[int | None]
    note: Mapped[str | None] = mapped_column(Text)
    published_at: Mapped[Moment]
    checksum: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        ForeignKeyConstraint(
            ["chapter_id", "language"],
            ["chapter_texts.chapter_id", "chapter_texts.language"],
            ondelete="CASCADE",
            name="fk_editions_chapter_texts",
        ),
    )


class PartnerLink(Base):
    __tablename__ = "partner_links"

    id: Mapped[Key]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    partner: Mapped[str] = mapped_column(Text)
    theme: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    made_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    revoked_at: Mapped[Moment | None]


class Contribution(Base):
    """By a link of a partner, which has the theme; or of a colleague, with `theme` and `source`. `chapter_id`: the
    lesson that was made of it."""

    __tablename__ = "contributions"

    id: Mapped[Key]
    link_id: Mapped[UUID | None] = mapped_column(ForeignKey("partner_links.id", ondelete="CASCADE"), index=True)
    theme: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    summary: Mapped[str | None] = mapped_column(Text)
    parts: Mapped[Parts] = mapped_column(JSONB)
    attribution: Mapped[str | None] = mapped_column(Text)
    licence: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text, default="waiting")
    reason: Mapped[str | None] = mapped_column(Text)
    chapter_id: Mapped[UUID | None] = mapped_column(ForeignKey("chapters.id", ondelete="SET NULL"), index=True)
    sent_at: Mapped[Moment]
    decided_at: Mapped[Moment | None]
