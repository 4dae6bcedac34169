"""What was given before it was kept here: counts from files, no people."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Integer, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.tables.base import Base
from shared.database.types import Key, Moment


class PastImport(Base):
    """A file. As long as it is a draft, `sheet` holds its heading and lines; whatever else stands in it goes with it.

    `columns`, `date_order` and `kind`: how the file is read. The counts are those of the import when it was done.
    """

    __tablename__ = "past_imports"

    id: Mapped[Key]
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programmes.id"), index=True)
    source: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text, default="draft")
    imported_at: Mapped[Moment]
    imported_by: Mapped[UUID | None]
    sheet: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    columns: Mapped[list[str]] = mapped_column(ARRAY(Text))
    date_order: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text, default="course")
    trainings: Mapped[int] = mapped_column(default=0)
    known: Mapped[int] = mapped_column(default=0)
    unused: Mapped[int] = mapped_column(default=0)


class PastTraining(Base):
    """A count that the file did not tell is null. By either key it is known when it comes again."""

    __tablename__ = "past_trainings"
    __table_args__ = (UniqueConstraint("programme_id", "line_key"), UniqueConstraint("programme_id", "training_key"))

    id: Mapped[Key]
    import_id: Mapped[UUID] = mapped_column(ForeignKey("past_imports.id"), index=True)
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programmes.id"))
    line: Mapped[int]
    line_key: Mapped[str] = mapped_column(Text)
    training_key: Mapped[str] = mapped_column(Text)
    held_on: Mapped[date]
    kind: Mapped[str] = mapped_column(Text)
    place: Mapped[str | None] = mapped_column(Text)
    reference: Mapped[str | None] = mapped_column(Text)
    registered: Mapped[int | None]
    attended: Mapped[list[int | None]] = mapped_column(ARRAY(Integer))
    completed: Mapped[int | None]
