from datetime import date
from uuid import UUID

from sqlalchemy import Index, Text, Uuid
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from services.networks.tables.base import Base
from shared.database.types import Moment

# While a city is updated, the version before still writes rows that say nothing of these.
NOTHING = sql("'{}'")
A_YEAR = sql("(CURRENT_DATE + '1 year'::interval)")
EVERYBODY = sql("'members_and_coordinators'")


class Completion(Base):
    """A course that a person completed, and who gave it to them. Without one there is no invitation."""

    __tablename__ = "completions"

    person_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    group_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    trainer_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), server_default=NOTHING)
    completed_on: Mapped[date | None]


class Invitation(Base):
    """One per person, whatever they answered. Who leaves the network keeps theirs and may come back."""

    __tablename__ = "invitations"

    person_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    programme_id: Mapped[UUID] = mapped_column(Uuid)
    state: Mapped[str] = mapped_column(Text, default="open")


class Member(Base):
    """An internal expert with their profile, which goes when they leave.

    `until`: the last day for which they said that they take part, at first for `months`; from then on they rest.
    `asked_about`: the `until` about which they were written to. `..._for`: who may see that part.
    """

    __tablename__ = "members"

    person_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    programme_id: Mapped[UUID] = mapped_column(Uuid)
    expertise: Mapped[list[str]] = mapped_column(ARRAY(Text))
    area_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    languages: Mapped[list[str]] = mapped_column(ARRAY(Text))
    brings: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=NOTHING)
    seeks: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=NOTHING)
    interest: Mapped[str | None] = mapped_column(Text)
    joined_at: Mapped[Moment]
    months: Mapped[int] = mapped_column(server_default=sql("12"))
    until: Mapped[date] = mapped_column(server_default=A_YEAR, index=True)
    asked_about: Mapped[date | None]
    expertise_for: Mapped[str] = mapped_column(Text, server_default=EVERYBODY)
    areas_for: Mapped[str] = mapped_column(Text, server_default=EVERYBODY)
    languages_for: Mapped[str] = mapped_column(Text, server_default=EVERYBODY)
    interest_for: Mapped[str] = mapped_column(Text, server_default=sql("'members'"))
    tree_for: Mapped[str] = mapped_column(Text, server_default=sql("'nobody'"))

    __table_args__ = (
        Index("ix_members_joined_at_person_id", "joined_at", "person_id"),
        Index("ix_members_expertise", "expertise", postgresql_using="gin"),
        Index("ix_members_area_ids", "area_ids", postgresql_using="gin"),
        Index("ix_members_languages", "languages", postgresql_using="gin"),
    )
