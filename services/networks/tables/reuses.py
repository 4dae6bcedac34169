from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.networks.tables.base import Base
from shared.database.types import Key, Moment


class Reuse(Base):
    """A member used what somebody else wrote; `how` is theirs to say, in a sentence."""

    __tablename__ = "reuses"

    id: Mapped[Key]
    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"))
    person_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    how: Mapped[str] = mapped_column(Text)
    used_at: Mapped[Moment]

    __table_args__ = (Index("ix_reuses_post_id_person_id", "post_id", "person_id", unique=True),)
