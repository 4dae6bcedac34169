from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from services.networks.colleagues.tables import Colleague


def sectors_of(tx: Session, person_ids: Collection[UUID]) -> dict[UUID, str | None]:
    """Of those of whom it is known."""
    rows = tx.execute(select(Colleague.id, Colleague.sector).where(Colleague.id.in_(person_ids)))
    return {row.id: row.sector for row in rows}


def who_supports() -> Select[Any]:
    return select(Colleague.id).where(Colleague.supports)
