"""Who wishes to learn with whom, and who does not."""

from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.tables.base import Base
from shared.database.types import PersonId


class Wish(Base):
    """`kind`: with, or not_with. Why is not kept."""

    __tablename__ = "wishes"

    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programmes.id"), primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(primary_key=True)
    other_id: Mapped[PersonId] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
