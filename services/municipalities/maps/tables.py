"""Polarisation maps: one picture of an issue a day, of groups only."""

from datetime import date
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.municipalities.tables import Base
from shared.database.types import Key


class Issue(Base):
    """What people are divided about, as a programme calls it."""

    __tablename__ = "issues"

    id: Mapped[Key]
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programmes.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)


class PolarisationMap(Base):
    """The roles hold groups: positions in a dynamic, never labels on persons. `position`: where we stand ourselves."""

    __tablename__ = "polarisation_maps"
    __table_args__ = (UniqueConstraint("issue_id", "drawn_on"),)

    id: Mapped[Key]
    issue_id: Mapped[UUID] = mapped_column(ForeignKey("issues.id", ondelete="CASCADE"))
    drawn_on: Mapped[date]
    phase: Mapped[str] = mapped_column(Text)
    us_and_them: Mapped[str] = mapped_column(Text)
    fuel: Mapped[str | None] = mapped_column(Text)
    gut_feeling: Mapped[str | None] = mapped_column(Text)
    middle_asks: Mapped[str | None] = mapped_column(Text)
    position: Mapped[str | None] = mapped_column(Text)
    pushers: Mapped[list[str]] = mapped_column(ARRAY(Text))
    joiners: Mapped[list[str]] = mapped_column(ARRAY(Text))
    middle: Mapped[list[str]] = mapped_column(ARRAY(Text))
    bridge_builders: Mapped[list[str]] = mapped_column(ARRAY(Text))
    scapegoats: Mapped[list[str]] = mapped_column(ARRAY(Text))
    version: Mapped[int] = mapped_column(default=1)
