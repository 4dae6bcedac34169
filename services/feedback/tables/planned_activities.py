"""What is planned because people need it."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.feedback.tables.base import Base
from shared.database.types import Key


class PlannedActivity(Base):
    __tablename__ = "planned_activities"

    id: Mapped[Key]
    programme_id: Mapped[UUID] = mapped_column(Uuid)
    title: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    planned_on: Mapped[date]
    state: Mapped[str] = mapped_column(Text, default="planned")
    session_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (Index("ix_planned_activities_programme_id_planned_on", "programme_id", "planned_on"),)


class NeedOfActivity(Base):
    """That an activity answers a need; both have many of these."""

    __tablename__ = "needs_of_activities"

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("planned_activities.id", ondelete="CASCADE"), primary_key=True)
    need_id: Mapped[UUID] = mapped_column(ForeignKey("needs.id", ondelete="CASCADE"), primary_key=True, index=True)
