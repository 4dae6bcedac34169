"""What was changed, as it is told to everybody who was invited to a survey."""

from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.feedback.tables.base import Base
from shared.database.types import Key, Moment


class ReportBackDraft(Base):
    """What a programme is going to tell, until it is published."""

    __tablename__ = "report_back_drafts"

    programme_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    need_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    version: Mapped[int] = mapped_column(default=0)


class ReportBack(Base):
    """Published, and never changed after that. `readers`: how many people were told by mail."""

    __tablename__ = "reports_back"

    id: Mapped[Key]
    programme_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    text: Mapped[str] = mapped_column(Text)
    published_at: Mapped[Moment]
    readers: Mapped[int]


class NeedReported(Base):
    """A need that a report answers, in the words in which it was told then."""

    __tablename__ = "needs_reported"

    report_back_id: Mapped[UUID] = mapped_column(ForeignKey("reports_back.id", ondelete="CASCADE"), primary_key=True)
    need_id: Mapped[UUID] = mapped_column(ForeignKey("needs.id"), primary_key=True, index=True)
    text: Mapped[str] = mapped_column(Text)
