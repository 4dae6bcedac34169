"""Signals of a programme. What was seen stands apart from what it may mean, and nobody is named in either."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.municipalities.tables import Base
from shared.database.types import Key


class Signal(Base):
    """`author_id`: who saw it, to be asked about it; null when they were removed."""

    __tablename__ = "signals"
    __table_args__ = (Index("ix_signals_programme_id_expires_on", "programme_id", "expires_on"),)

    id: Mapped[Key]
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programmes.id", ondelete="CASCADE"))
    area_id: Mapped[UUID] = mapped_column(ForeignKey("areas.id"), index=True)
    kind: Mapped[str] = mapped_column(Text)
    observed_on: Mapped[date]
    observation: Mapped[str] = mapped_column(Text)
    interpretation: Mapped[str | None] = mapped_column(Text)
    author_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    judgement: Mapped[str | None] = mapped_column(Text)
    judged_on: Mapped[date | None]
    decision: Mapped[str | None] = mapped_column(Text)
    decided_on: Mapped[date | None]
    confirmed_on: Mapped[date | None]
    expires_on: Mapped[date]
    version: Mapped[int] = mapped_column(default=1)
