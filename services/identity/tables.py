from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.database import metadata
from shared.database.types import Key, Moment


class Base(DeclarativeBase):
    metadata = metadata()


class Organisation(Base):
    """Made when first named. `key` is the name without differences of case and blanks."""

    __tablename__ = "organisations"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(Text, unique=True)


class Person(Base):
    """Of a removed person only the id stays, and of one that was merged into another, whom it stands for now.

    `applied_at`: they came with a code and have not confirmed yet. Links to their own pages, and to their calendar,
    work as long as they were made under the generation that stands here.
    """

    __tablename__ = "people"
    __table_args__ = (
        CheckConstraint("(removed_at IS NULL) = (name IS NOT NULL AND email IS NOT NULL)", name="removed_or_named"),
        Index(
            "ix_people_trigrams",
            text("trigrams(name || email)"),
            postgresql_using="gin",
            postgresql_where=text("removed_at IS NULL"),
        ),
        Index("ix_people_applied_at", "applied_at", postgresql_where=text("applied_at IS NOT NULL")),
    )

    id: Mapped[Key]
    name: Mapped[str | None] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(Text, unique=True)
    language: Mapped[str | None] = mapped_column(Text)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    sector: Mapped[str | None] = mapped_column(Text)
    level: Mapped[str | None] = mapped_column(Text)
    area_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), server_default="{}")
    line_manager_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    added_at: Mapped[Moment]
    removed_at: Mapped[Moment | None]
    applied_at: Mapped[Moment | None]
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    link_generation: Mapped[int] = mapped_column(default=1, server_default="1")
    calendar_generation: Mapped[int] = mapped_column(default=1, server_default="1")


Index("ix_people_in_order", func.lower(Person.name), Person.id, postgresql_where=text("removed_at IS NULL"))


class Account(Base):
    """Whoever has one can sign in."""

    __tablename__ = "accounts"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    password_hash: Mapped[str] = mapped_column(Text)
    password_set_at: Mapped[Moment]


class OpenSession(Base):
    """Somebody who is signed in on a device. The token itself is only theirs."""

    __tablename__ = "sessions"

    id: Mapped[Key]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    device: Mapped[str | None] = mapped_column(Text)
    started_at: Mapped[Moment]
    last_seen_at: Mapped[Moment]


class Token(Base):
    """What lets somebody set a password without knowing one: the latest invitation, the latest reset."""

    __tablename__ = "tokens"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    purpose: Mapped[str] = mapped_column(Text, primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    expires_at: Mapped[Moment]


class Role(Base):
    __tablename__ = "roles"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    role: Mapped[str] = mapped_column(Text, primary_key=True, index=True)


class Attempt(Base):
    """A failed sign-in or a wish for a new password, under a keyed hash of the address or client."""

    __tablename__ = "attempts"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[Moment]


Index("ix_attempts_key_made_at", Attempt.key, Attempt.made_at)


class Import(Base):
    """A file that was checked and waits for its owner's confirmation. `done` holds the counts once it was given."""

    __tablename__ = "imports"

    id: Mapped[Key]
    owner_id: Mapped[UUID] = mapped_column(Uuid)
    checked_at: Mapped[Moment] = mapped_column(index=True)
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    counts: Mapped[dict[str, int]] = mapped_column(JSONB)
    done: Mapped[dict[str, int] | None] = mapped_column(JSONB(none_as_null=True))


class Merge(Base):
    """Two records that became one person. `before`: what stood in both, for the way back; null when that is over."""

    __tablename__ = "merges"

    id: Mapped[Key]
    kept_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    dropped_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    merged_at: Mapped[Moment] = mapped_column(index=True)
    merged_by: Mapped[UUID] = mapped_column(Uuid)
    undone_at: Mapped[Moment | None]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))


class Distinct(Base):
    """Two people who look like one and are not, as somebody said. The smaller id comes first."""

    __tablename__ = "distinct_people"

    one_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    other_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    said_at: Mapped[Moment]
    said_by: Mapped[UUID] = mapped_column(Uuid)


class PrivilegedAct(Base):
    """Who did what to whom, in ids and codes. The terminal of the operator and events have no actor."""

    __tablename__ = "privileged_acts"

    id: Mapped[Key]
    done_at: Mapped[Moment]
    actor_id: Mapped[UUID | None] = mapped_column(Uuid)
    act: Mapped[str] = mapped_column(Text)
    subject_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    detail: Mapped[str | None] = mapped_column(Text)
