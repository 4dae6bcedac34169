"""What each event changes about a person. Each states what is so now, so a repeat changes nothing."""

from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session as Transaction

from services.trainings.people.tables import Person
from shared.messaging.inbox import together

KNOWN = ("sector", "level", "area_ids", "line_manager_id")


@together
def person_added(tx: Transaction, events: list[dict[str, Any]]) -> None:
    latest = {event["person_id"]: {name: event[name] for name in KNOWN} for event in events}
    # Always in the same order, as rows are locked in it.
    told = insert(Person).values([{"id": person_id, **latest[person_id]} for person_id in sorted(latest)])
    tx.execute(
        told.on_conflict_do_update(
            index_elements=[Person.id], set_={name: getattr(told.excluded, name) for name in KNOWN}
        )
    )


person_changed = person_added  # it carries the whole record too


def person_merged(tx: Transaction, event: dict[str, Any]) -> None:
    """Their staff is told about one by one."""
    tx.execute(delete(Person).where(Person.id == event["dropped_id"]))


def person_erased(tx: Transaction, event: dict[str, Any]) -> None:
    tx.execute(delete(Person).where(Person.id == event["person_id"]))
    tx.execute(update(Person).where(Person.line_manager_id == event["person_id"]).values(line_manager_id=None))
