from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from services.networks.tables.base import Base


class Colleague(Base):
    """`id` is the person's. `supports`: has the role of who supports the network."""

    __tablename__ = "colleagues"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    sector: Mapped[str | None] = mapped_column(Text)
    supports: Mapped[bool] = mapped_column(default=False)


# The whole read model, for whoever empties it to apply all events anew.
TABLES = (Colleague,)
