"""What the training provider keeps bringing. No person of ours stands here."""

from datetime import date

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.networks.tables.base import Base
from shared.database.types import Key, Moment


class ProviderContact(Base):
    """One row, `id` 1, as soon as somebody has filled it in. `contact` is what the city publishes, as a text."""

    __tablename__ = "provider_contacts"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    organisation: Mapped[str] = mapped_column(Text)
    contact: Mapped[str | None] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    website: Mapped[str | None] = mapped_column(Text)
    about: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=0)


class Material(Base):
    __tablename__ = "material"

    id: Mapped[Key]
    title: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    link: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    purpose: Mapped[str] = mapped_column(Text)
    added_on: Mapped[date]
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (Index("ix_material_added_on_id", "added_on", "id"),)


class ProviderDate(Base):
    """Of intervision. `revision`: how often the plan has changed."""

    __tablename__ = "provider_dates"

    id: Mapped[Key]
    title: Mapped[str] = mapped_column(Text)
    starts_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    place: Mapped[str | None] = mapped_column(Text)
    link: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text, default="planned")
    revision: Mapped[int] = mapped_column(default=1)

    __table_args__ = (Index("ix_provider_dates_ends_at", "ends_at"),)
