from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.municipalities.tables import Base
from shared.database.types import Key, Moment


class Triage(Base):
    """Something of which a programme wonders whether it is conflict or polarisation. Nobody is named in it."""

    __tablename__ = "triages"

    id: Mapped[Key]
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programmes.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)


class TriageOutcome(Base):
    """What was answered when. `why` it was answered anew; null for the first."""

    __tablename__ = "triage_outcomes"

    id: Mapped[Key]
    triage_id: Mapped[UUID] = mapped_column(ForeignKey("triages.id", ondelete="CASCADE"), index=True)
    answers: Mapped[dict[str, str]] = mapped_column(JSONB)
    outcome: Mapped[str] = mapped_column(Text)
    why: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[Moment]
