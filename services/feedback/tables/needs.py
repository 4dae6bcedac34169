"""What people still need. No person stands here: neither who said it nor who noted it."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.feedback.tables.base import Base
from shared.database.types import Key


class Need(Base):
    """`wave`: in whose surveys it was told. `choice`: what people chose there, where they asked for more than the kind.

    `decision`: what a person decided, done or declined; without one `state` follows from what is planned for it.
    """

    __tablename__ = "needs"

    id: Mapped[Key]
    programme_id: Mapped[UUID] = mapped_column(Uuid)
    kind: Mapped[str] = mapped_column(Text)
    theme: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    wave: Mapped[str | None] = mapped_column(Text)
    choice: Mapped[str | None] = mapped_column(Text)
    noted_on: Mapped[date]
    state: Mapped[str] = mapped_column(Text, default="open")
    decision: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (Index("ix_needs_programme_id_state", "programme_id", "state"),)
