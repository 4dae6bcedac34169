from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from services.feedback.tables.base import Base


class Draft(Base):
    """Answers that were not sent yet; only the secret in the link opens `content`, and nothing joins it to the link."""

    __tablename__ = "drafts"

    hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    survey_id: Mapped[UUID] = mapped_column(ForeignKey("surveys.id", ondelete="CASCADE"), index=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
