from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Computed, DateTime, ForeignKey, Index, Text, Uuid
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, deferred, mapped_column

from services.networks.tables.base import Base
from shared.database.types import Key, Moment

# Written as PostgreSQL gives it back, so that it can be compared.
CONFIGURATION = (
    "CASE language WHEN 'nl'::text THEN 'dutch'::regconfig WHEN 'en'::text THEN 'english'::regconfig "
    "ELSE 'simple'::regconfig END"
)
# What was written before anybody was asked, and by an earlier version while a city is upgraded.
WRITTEN_IN = "nl"


def _words(said: str) -> Mapped[Any]:
    """What is looked for, by the stems of the language that it is written in. Never read."""
    return deferred(mapped_column(TSVECTOR, Computed(f"to_tsvector({CONFIGURATION}, {said})", persisted=True)))


class Post(Base):
    """Something that a member wrote to the others, of one of the kinds of `post_kinds`.

    `answers` counts those of others that are shown, without the replies to them; `reuses` who used it: so that a list
    needs no second look. `hidden_for`: the reason why only its author sees it. `expertise`: what who is asked for
    advice knows.
    """

    __tablename__ = "posts"

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text, server_default=WRITTEN_IN)
    theme: Mapped[str | None] = mapped_column(Text)
    expertise: Mapped[str | None] = mapped_column(Text)
    area_id: Mapped[UUID | None] = mapped_column(Uuid)
    author_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    written_at: Mapped[Moment]
    edited_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    answers: Mapped[int] = mapped_column(default=0)
    reuses: Mapped[int] = mapped_column(default=0, server_default="0")
    accepted_id: Mapped[UUID | None] = mapped_column(Uuid)
    accepted_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    hidden_for: Mapped[str | None] = mapped_column(Text)
    words: Mapped[Any] = _words("((title || ' '::text) || text)")

    __table_args__ = (
        Index("ix_posts_written_at_id", "written_at", "id"),
        Index("ix_posts_kind_written_at_id", "kind", "written_at", "id"),
        Index("ix_posts_theme_written_at_id", "theme", "written_at", "id"),
        Index("ix_posts_area_id_written_at_id", "area_id", "written_at", "id"),
        Index("ix_posts_unanswered", "written_at", "id", postgresql_where=sql("answers = 0")),
        Index("ix_posts_words", "words", postgresql_using="gin"),
    )


class Answer(Base):
    """`reply_to_id`: the answer under which it stands, as one of the replies to it."""

    __tablename__ = "answers"

    id: Mapped[Key]
    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"))
    reply_to_id: Mapped[UUID | None] = mapped_column(ForeignKey("answers.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text, server_default=WRITTEN_IN)
    author_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    written_at: Mapped[Moment]
    edited_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    hidden_for: Mapped[str | None] = mapped_column(Text)
    words: Mapped[Any] = _words("text")

    __table_args__ = (
        Index("ix_answers_post_id_written_at_id", "post_id", "written_at", "id"),
        Index("ix_answers_written_at", "written_at"),
        Index("ix_answers_words", "words", postgresql_using="gin"),
    )
