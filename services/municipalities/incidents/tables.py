from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.municipalities.tables import Base
from shared.database.types import Key, Moment


class ProtocolStep(Base):
    """What is done in an incident: `who` is a function, never a person."""

    __tablename__ = "protocol_steps"

    id: Mapped[Key]
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programmes.id", ondelete="CASCADE"), index=True)
    who: Mapped[str] = mapped_column(Text)
    what: Mapped[str] = mapped_column(Text)
    minutes: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)


class Incident(Base):
    """Closed with a lesson. Nobody is named in it, neither whom it befell nor who did what."""

    __tablename__ = "incidents"

    id: Mapped[Key]
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programmes.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[Moment]
    closed_at: Mapped[Moment | None]
    lesson: Mapped[str | None] = mapped_column(Text)


class IncidentStep(Base):
    """A step of the protocol, as it was when the incident was opened."""

    __tablename__ = "incident_steps"

    id: Mapped[Key]
    incident_id: Mapped[UUID] = mapped_column(ForeignKey("incidents.id", ondelete="CASCADE"), index=True)
    who: Mapped[str] = mapped_column(Text)
    what: Mapped[str] = mapped_column(Text)
    minutes: Mapped[int]
    done_at: Mapped[Moment | None]
