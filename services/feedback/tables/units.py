"""What is worked out of the answers, once: units, what they show, what waits, and the tables that were shown."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index, Integer, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from services.feedback.rules import Bound
from services.feedback.tables.base import Base
from shared.database.types import Key


class Unit(Base):
    """One survey with enough answers, or several small ones counted together. `turn` is that of the last of them."""

    __tablename__ = "units"

    id: Mapped[Key]
    programme_id: Mapped[UUID] = mapped_column(Uuid)
    wave: Mapped[str] = mapped_column(Text)
    turn: Mapped[int]
    answers: Mapped[int]

    __table_args__ = (Index("ix_units_programme_id_wave_turn", "programme_id", "wave", "turn", unique=True),)


class UnitFigure(Base):
    """What a unit shows of a scale. A scale of which it shows nothing has no row."""

    __tablename__ = "unit_figures"

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id", ondelete="CASCADE"), primary_key=True)
    question: Mapped[str] = mapped_column(Text, primary_key=True)
    n: Mapped[int]
    exact: Mapped[bool]
    tenths: Mapped[int]
    bound: Mapped[Bound] = mapped_column(Text)


class ShownTable(Base):
    """The bands of a scale, or who chose an `option` and who did not, of some units together. Never changed."""

    __tablename__ = "shown_tables"

    id: Mapped[Key]
    programme_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    wave: Mapped[str] = mapped_column(Text)
    question: Mapped[str] = mapped_column(Text)
    option: Mapped[str] = mapped_column(Text, default="")
    cells: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    units: Mapped[int]


class UnitCount(Base):
    """The same of one unit. Nobody is told it: it waits until enough come together in a table."""

    __tablename__ = "unit_counts"

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id", ondelete="CASCADE"), primary_key=True)
    question: Mapped[str] = mapped_column(Text, primary_key=True)
    option: Mapped[str] = mapped_column(Text, primary_key=True, default="")
    cells: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    table_id: Mapped[UUID | None] = mapped_column(ForeignKey("shown_tables.id"), index=True)
