from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Index, Text, Uuid
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from services.networks.tables.base import Base
from shared.database.types import Key, Moment


class Report(Base):
    """A member finds that a post or an answer (`subject_id`) should not stand there. Who found so is known until it is
    decided, so that nobody counts twice, and to nobody but this table. `outcome`: hidden, kept, gone."""

    __tablename__ = "reports"

    id: Mapped[Key]
    subject_id: Mapped[UUID] = mapped_column(Uuid)
    post_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    person_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    reason: Mapped[str] = mapped_column(Text)
    reported_at: Mapped[Moment]
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    decided_by: Mapped[UUID | None] = mapped_column(Uuid)
    outcome: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (
        Index("ix_reports_subject_id_person_id", "subject_id", "person_id", unique=True),
        Index("ix_reports_open", "reported_at", postgresql_where=sql("decided_at IS NULL")),
    )


class Hiding(Base):
    """That a post or an answer was hidden, kept for whoever asks later who decided what. `second_look_at`: when its
    author asked for somebody else's eyes. `outcome`, when it is over: corrected, shown, or gone with what was hidden;
    `upheld` while it stays hidden after the second look."""

    __tablename__ = "hidings"

    id: Mapped[Key]
    subject_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    post_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    reason: Mapped[str] = mapped_column(Text)
    hidden_at: Mapped[Moment]
    hidden_by: Mapped[UUID | None] = mapped_column(Uuid)
    second_look_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    looked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    looked_by: Mapped[UUID | None] = mapped_column(Uuid)
    outcome: Mapped[str | None] = mapped_column(Text)
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    __table_args__ = (
        Index("ix_hidings_standing", "subject_id", unique=True, postgresql_where=sql("ended_at IS NULL")),
    )
