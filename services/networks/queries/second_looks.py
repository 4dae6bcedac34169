from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.networks.tables import Hiding


def of(tx: Session, subject_ids: Sequence[UUID]) -> dict[UUID, str]:
    """What became of the second look at what is hidden: possible, asked or done."""
    if not subject_ids:
        return {}
    standing = select(Hiding).where(Hiding.subject_id.in_(subject_ids), Hiding.ended_at.is_(None))
    return {hiding.subject_id: _state(hiding) for hiding in tx.scalars(standing)}


def _state(hiding: Hiding) -> str:
    if hiding.looked_at is not None:
        return "done"
    return "asked" if hiding.second_look_at is not None else "possible"
