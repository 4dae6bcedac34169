"""What composing groups needs to know of people, by the events of identity that told it: ids and codes."""

from uuid import UUID

from sqlalchemy import Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.tables.base import Base


class Person(Base):
    __tablename__ = "people"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    sector: Mapped[str | None] = mapped_column(Text)
    level: Mapped[str | None] = mapped_column(Text)
    area_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    line_manager_id: Mapped[UUID | None] = mapped_column(index=True)


# The whole read model, for whoever empties it to apply all events anew.
TABLES = (Person,)
