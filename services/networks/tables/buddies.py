from uuid import UUID

from sqlalchemy import Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.networks.tables.base import Base
from shared.database.types import Key, Moment, PersonId


class BuddySearch(Base):
    """A newcomer who would like a buddy, or a member who offers to be one."""

    __tablename__ = "buddy_searches"

    person_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    role: Mapped[str] = mapped_column(Text)
    since: Mapped[Moment]


class BuddyPair(Base):
    """Two who were proposed to each other. Over, by whoever's word, it stays so that they are not proposed again."""

    __tablename__ = "buddy_pairs"

    id: Mapped[Key]
    newcomer_id: Mapped[PersonId]
    guide_id: Mapped[PersonId]
    state: Mapped[str] = mapped_column(Text)
    newcomer_agreed: Mapped[bool] = mapped_column(default=False)
    guide_agreed: Mapped[bool] = mapped_column(default=False)
    since: Mapped[Moment]
