"""What participants wrote for themselves."""

from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.tables.base import Base
from shared.database.types import PersonId


class Reflection(Base):
    """Of a programme and not of a group, so that who comes into another group keeps it. No moment is kept.

    `shared`: the trainers of the author's group read it too; nobody else ever does.
    """

    __tablename__ = "reflections"

    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programmes.id"), primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(primary_key=True)
    context: Mapped[str | None] = mapped_column(Text)
    possible: Mapped[str | None] = mapped_column(Text)
    impossible: Mapped[str | None] = mapped_column(Text)
    practise: Mapped[str | None] = mapped_column(Text)
    shared: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=0)
