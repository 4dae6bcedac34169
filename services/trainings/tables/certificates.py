"""Certificates of completed courses."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.tables.base import Base
from shared.database.types import Key, Moment, PersonId


class Certificate(Base):
    """`code` is printed on it and public. Each person has one of a course that is not revoked. `name_shown`: the holder
    chose that everybody who knows the code may read their name."""

    __tablename__ = "certificates"
    __table_args__ = (
        Index(
            "uq_certificates_group_id_person_id",
            "group_id",
            "person_id",
            unique=True,
            postgresql_where=text("revoked_at IS NULL"),
        ),
        Index("ix_certificates_programme_id_issued_at", "programme_id", "issued_at"),
    )

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(Text, unique=True)
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programmes.id"))
    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id"))
    person_id: Mapped[PersonId]
    training_day_on: Mapped[date]
    deepening_on: Mapped[date]
    issued_at: Mapped[Moment]
    issued_by: Mapped[UUID | None]
    expires_on: Mapped[date | None]
    name_shown: Mapped[bool] = mapped_column(default=False)
    revoked_at: Mapped[Moment | None]
    revoked_by: Mapped[UUID | None]
    reason: Mapped[str | None] = mapped_column(Text)
