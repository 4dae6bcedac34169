"""What is kept without its giver."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, LargeBinary, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.feedback.tables.base import Base


class Link(Base):
    """A right to answer once, which belongs to nobody. Only the hash of its secret is kept."""

    __tablename__ = "links"

    hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    survey_id: Mapped[UUID] = mapped_column(ForeignKey("surveys.id", ondelete="CASCADE"), index=True)
    used: Mapped[bool] = mapped_column(default=False)


class Answer(Base):
    """One answer to one question. What the same person answered elsewhere can't be told."""

    __tablename__ = "answers"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    survey_id: Mapped[UUID] = mapped_column(ForeignKey("surveys.id", ondelete="CASCADE"), index=True)
    question: Mapped[str] = mapped_column(Text)
    value: Mapped[Any] = mapped_column(JSONB)
