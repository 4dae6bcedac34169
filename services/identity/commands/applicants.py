"""People who come in from outside, by a code that trainings found valid."""

from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from services.identity import rules, throttle
from services.identity.commands import people
from services.identity.tables import Person
from shared import clock
from shared.access import Actor


def add_applicants(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Who has the address already is found, and nothing about them changed: the answer looks the same."""
    counted = [
        (rules.APPLY_BY_CLIENT, request["client"]),
        *((rules.APPLY_BY_ADDRESS, each["email"]) for each in request["people"]),
    ]
    throttle.refuse_too_many(tx, *counted)
    throttle.count(tx, *counted)
    return {"person_ids": [_found_or_added(tx, each) for each in request["people"]]}


def keep(tx: Session, person_id: UUID) -> None:
    """Somebody who applied belongs here from now on."""
    tx.execute(update(Person).where(Person.id == person_id).values(applied_at=None))


def _found_or_added(tx: Session, fields: dict[str, Any]) -> UUID:
    known = tx.scalar(select(Person.id).where(Person.email == fields["email"]))
    return known or people.add(tx, fields, applied_at=clock.now()).id
