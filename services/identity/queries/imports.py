from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.identity import rules
from services.identity.tables import Import
from shared import clock
from shared.access import Actor
from shared.errors import NotFound


def imported(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    return as_data(own(tx, actor, request["import_id"]))


def as_data(one: Import) -> dict[str, Any]:
    return {"id": one.id, "counts": one.counts, "rows": one.rows, "done": one.done}


def own(tx: Session, actor: Actor, import_id: UUID, *, lock: bool = False) -> Import:
    """The actor's own, as long as it is kept."""
    statement = select(Import).where(
        Import.id == import_id,
        Import.owner_id == actor.id,
        Import.checked_at > clock.now() - rules.IMPORT_AGE,
    )
    found = tx.scalar(statement.with_for_update() if lock else statement)
    if found is None:
        raise NotFound()
    return found
