from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, Uuid
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from services.networks.tables.base import Base
from shared.database.types import Moment


class Asked(Base):
    """A member who was asked for advice. `state`: waiting; not_now, as they said; lapsed, when others were asked
    instead; ended, with the first answer."""

    __tablename__ = "asked"

    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    state: Mapped[str] = mapped_column(Text, default="waiting")
    asked_at: Mapped[Moment]

    __table_args__ = (
        Index("ix_asked_person_id_asked_at", "person_id", "asked_at"),
        Index("ix_asked_waiting", "asked_at", postgresql_where=sql("state = 'waiting'")),
    )


class Resting(Base):
    """Who wants to be asked for no advice for now."""

    __tablename__ = "resting"

    person_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    since: Mapped[Moment]
