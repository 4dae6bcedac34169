from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, Uuid
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.database import metadata
from shared.database.types import Key, Moment


class Base(DeclarativeBase):
    metadata = metadata()


class Completion(Base):
    """A course that a person completed. Without one there is no invitation."""

    __tablename__ = "completions"

    person_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    group_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)


class Invitation(Base):
    """One per person, whatever they answered. Who leaves the network keeps theirs and may come back."""

    __tablename__ = "invitations"

    person_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    programme_id: Mapped[UUID] = mapped_column(Uuid)
    state: Mapped[str] = mapped_column(Text, default="open")


class Member(Base):
    """An internal expert with their profile, which goes when they leave."""

    __tablename__ = "members"

    person_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    programme_id: Mapped[UUID] = mapped_column(Uuid)
    expertise: Mapped[list[str]] = mapped_column(ARRAY(Text))
    area_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    languages: Mapped[list[str]] = mapped_column(ARRAY(Text))
    joined_at: Mapped[Moment]

    __table_args__ = (
        Index("ix_members_joined_at_person_id", "joined_at", "person_id"),
        Index("ix_members_expertise", "expertise", postgresql_using="gin"),
        Index("ix_members_area_ids", "area_ids", postgresql_using="gin"),
        Index("ix_members_languages", "languages", postgresql_using="gin"),
    )


class Post(Base):
    """An experience or a request for advice. `answers` counts them, so that a list needs no second look."""

    __tablename__ = "posts"

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    theme: Mapped[str | None] = mapped_column(Text)
    author_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    written_at: Mapped[Moment]
    answers: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        Index("ix_posts_written_at_id", "written_at", "id"),
        Index("ix_posts_kind_written_at_id", "kind", "written_at", "id"),
        Index("ix_posts_theme_written_at_id", "theme", "written_at", "id"),
        Index("ix_posts_unanswered", "written_at", "id", postgresql_where=sql("kind = 'advice' AND answers = 0")),
    )


class Answer(Base):
    __tablename__ = "answers"

    id: Mapped[Key]
    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(Text)
    author_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    written_at: Mapped[Moment]

    __table_args__ = (Index("ix_answers_post_id_written_at_id", "post_id", "written_at", "id"),)
