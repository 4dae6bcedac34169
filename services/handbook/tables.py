"""Chapters, their texts and editions, what partners contribute, and what cities share. No table names a person."""

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, LargeBinary, Text, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.database import metadata
from shared.database.types import Key, Moment

# Name of a part -> its Markdown.
Parts = dict[str, Any]


class Base(DeclarativeBase):
    metadata = metadata()


class Chapter(Base):
    """`language`: the one that it was written in. The origin is that of a chapter which another city shared: the city,
    its id there, and the number of the edition that this one was made from. `lineage`: that edition last, and what it
    was made from itself, each with its city."""

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
    lineage: Mapped[list[Any]] = mapped_column(JSONB, default=list, server_default="[]")

    __table_args__ = (
        Index("ix_chapters_started_at_id", "started_at", "id"),
        Index("ix_chapters_origin_city_origin_id", "origin_city", "origin_id"),
    )


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


class Share(Base):
    """A text that other cities may have: the edition that is proposed, with what is said about it, and beside it what
    was approved, which they have. `withdrawn_number`: of the edition that was taken back from them, while they have no
    other."""

    __tablename__ = "shares"

    chapter_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    language: Mapped[str] = mapped_column(Text, primary_key=True)
    number: Mapped[int]
    state: Mapped[str] = mapped_column(Text)
    context_note: Mapped[str] = mapped_column(Text)
    adaptation_note: Mapped[str] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    shared_number: Mapped[int | None]
    shared_context_note: Mapped[str | None] = mapped_column(Text)
    shared_adaptation_note: Mapped[str | None] = mapped_column(Text)
    withdrawn_number: Mapped[int | None]
    changed_at: Mapped[Moment]

    __table_args__ = (
        ForeignKeyConstraint(
            ["chapter_id", "language"],
            ["chapter_texts.chapter_id", "chapter_texts.language"],
            ondelete="CASCADE",
            name="fk_shares_chapter_texts",
        ),
    )


class Outcome(Base):
    """What another city made of a text that is shared, in the edition of this `number`."""

    __tablename__ = "outcomes"

    chapter_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    language: Mapped[str] = mapped_column(Text, primary_key=True)
    city: Mapped[str] = mapped_column(Text, primary_key=True)
    city_name: Mapped[str] = mapped_column(Text)
    number: Mapped[int]
    decision: Mapped[str] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[Moment]

    __table_args__ = (
        ForeignKeyConstraint(
            ["chapter_id", "language"],
            ["shares.chapter_id", "shares.language"],
            ondelete="CASCADE",
            name="fk_outcomes_shares",
        ),
    )


class Offer(Base):
    """The edition that another city shares now, and what was decided here. `version` counts what arrived of it, the
    notes included. `before`: what the edition said that was decided on, of `decided_number`. `hidden`: it does not
    stand in the Global Manual as this city shows it."""

    __tablename__ = "offers"

    id: Mapped[Key]
    city: Mapped[str] = mapped_column(Text)
    city_name: Mapped[str] = mapped_column(Text)
    origin_id: Mapped[UUID] = mapped_column(Uuid)
    kind: Mapped[str] = mapped_column(Text)
    theme: Mapped[str] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    number: Mapped[int]
    version: Mapped[int] = mapped_column(server_default="1")
    title: Mapped[str] = mapped_column(Text)
    summary: Mapped[str | None] = mapped_column(Text)
    parts: Mapped[Parts] = mapped_column(JSONB)
    attribution: Mapped[str] = mapped_column(Text)
    licence: Mapped[str] = mapped_column(Text)
    context_note: Mapped[str] = mapped_column(Text)
    adaptation_note: Mapped[str] = mapped_column(Text)
    lineage: Mapped[list[Any]] = mapped_column(JSONB)
    address: Mapped[str] = mapped_column(Text)
    received_at: Mapped[Moment]
    changed_at: Mapped[Moment]
    state: Mapped[str] = mapped_column(Text, default="waiting")
    decision: Mapped[str | None] = mapped_column(Text)
    decided_number: Mapped[int | None]
    decided_at: Mapped[Moment | None]
    reason: Mapped[str | None] = mapped_column(Text)
    hidden: Mapped[bool] = mapped_column(default=False)
    withdrawn_for: Mapped[str | None] = mapped_column(Text)
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    chapter_id: Mapped[UUID | None] = mapped_column(ForeignKey("chapters.id", ondelete="SET NULL"), index=True)

    __table_args__ = (
        UniqueConstraint("city", "origin_id", "language"),
        Index("ix_offers_changed_at_id", "changed_at", "id"),
    )


class Neighbour(Base):
    """Another city of the exchange. `messages`: how many it has sent in the hour that began at `hour_began_at`."""

    __tablename__ = "neighbours"

    city: Mapped[str] = mapped_column(Text, primary_key=True)
    city_name: Mapped[str] = mapped_column(Text)
    first_heard_at: Mapped[Moment]
    heard_at: Mapped[Moment]
    hour_began_at: Mapped[Moment]
    messages: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    refused_for: Mapped[str | None] = mapped_column(Text)
    refused_at: Mapped[Moment | None]


class Contact(Base):
    """How this city stands with the exchange, in one row. `epoch` and `version`: of this city, when it joined last;
    `share_again_at`: when it tells the others once more what it shares, because one of them joined."""

    __tablename__ = "contacts"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    epoch: Mapped[int]
    version: Mapped[str] = mapped_column(Text)
    in_touch_at: Mapped[Moment]
    share_again_at: Mapped[Moment | None]
    shared_again_at: Mapped[Moment | None]
