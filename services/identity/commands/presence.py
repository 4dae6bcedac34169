from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.identity import rules, throttle
from services.identity.commands.sessions import as_stored
from services.identity.tables import Person
from shared import clock
from shared.access import Actor
from shared.contracts.identity import PresenceClaimed
from shared.messaging.outbox import publish


def claim_presence(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """The answer is the same whether or not somebody has this address; trainings decides who is expected."""
    address = as_stored(request["email"])
    counted = ((rules.CHECK_IN_BY_ADDRESS, address), (rules.CHECK_IN_BY_CLIENT, request["client"]))
    throttle.refuse_too_many(tx, *counted)
    throttle.count(tx, *counted)
    person_id = tx.scalar(select(Person.id).where(Person.email == address))
    if person_id is not None:
        publish(tx, PresenceClaimed, person_id=person_id, desk_id=request["desk_id"], claimed_at=clock.now())
