"""What participants asked."""

from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.tables.base import Base


class Question(Base):
    """Who asked, and when, is kept nowhere: a random id, no moment, no person."""

    __tablename__ = "questions"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    treated: Mapped[bool] = mapped_column(default=False)
    theme: Mapped[str | None] = mapped_column(Text)
