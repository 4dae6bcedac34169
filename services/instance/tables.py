from sqlalchemy import BigInteger, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.database import metadata
from shared.database.types import Moment


class Base(DeclarativeBase):
    metadata = metadata()


class Epoch(Base):
    """From one restore to the next. `taken_at`: when the backup was made that it began with; null for a new city."""

    __tablename__ = "epochs"

    epoch: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    began_at: Mapped[Moment]
    taken_at: Mapped[Moment | None]


class Backup(Base):
    """What stands in the folder of backups. `checked_at`: when it was restored for a trial and found whole."""

    __tablename__ = "backups"

    file: Mapped[str] = mapped_column(Text, primary_key=True)
    taken_at: Mapped[Moment] = mapped_column(index=True)
    checked_at: Mapped[Moment | None]
    version: Mapped[str] = mapped_column(Text)
    epoch: Mapped[int]
    size: Mapped[int] = mapped_column(BigInteger)


class Binding(Base):
    """Since when a listener is sent a type; null: for as long as there is this city."""

    __tablename__ = "bindings"

    listener: Mapped[str] = mapped_column(Text, primary_key=True)
    type: Mapped[str] = mapped_column(Text, primary_key=True)
    since: Mapped[Moment | None]
