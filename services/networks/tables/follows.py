from uuid import UUID

from sqlalchemy import ForeignKey, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.networks.tables.base import Base
from shared.database.types import Moment


class FollowedPost(Base):
    __tablename__ = "followed_posts"

    person_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True, index=True)
    since: Mapped[Moment]


class FollowedTheme(Base):
    __tablename__ = "followed_themes"

    person_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    theme: Mapped[str] = mapped_column(Text, primary_key=True)
    since: Mapped[Moment]
