"""What each event says of a person. Each states what is so now, so a repeat changes nothing."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.networks.colleagues.tables import Colleague
from shared.access import SUPPORT
from shared.messaging.inbox import together


@together
def person_added(tx: Session, events: list[dict[str, Any]]) -> None:
    latest = {event["person_id"]: event["sector"] for event in events}
    # Always in the same order, as rows are locked in it.
    rows = [{"id": person_id, "sector": latest[person_id], "supports": False} for person_id in sorted(latest)]
    told = insert(Colleague).values(rows)
    tx.execute(told.on_conflict_do_update(index_elements=[Colleague.id], set_={"sector": told.excluded.sector}))


person_changed = person_added  # it carries the whole record too


def role_given(tx: Session, event: dict[str, Any]) -> None:
    if event["role"] == SUPPORT:
        _supports(tx, event["person_id"], True)


def role_withdrawn(tx: Session, event: dict[str, Any]) -> None:
    if event["role"] == SUPPORT:
        _supports(tx, event["person_id"], False)


def person_merged(tx: Session, event: dict[str, Any]) -> None:
    tx.execute(delete(Colleague).where(Colleague.id == event["dropped_id"]))


def person_erased(tx: Session, event: dict[str, Any]) -> None:
    tx.execute(delete(Colleague).where(Colleague.id == event["person_id"]))


def _supports(tx: Session, person_id: UUID, supports: bool) -> None:
    told = insert(Colleague).values(id=person_id, supports=supports)
    tx.execute(told.on_conflict_do_update(index_elements=[Colleague.id], set_={"supports": supports}))
