from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.identity import audit, rules, throttle
from services.identity.commands import sessions
from services.identity.queries.people import locked
from services.identity.tables import Person
from shared.access import COORDINATOR, OPERATOR, Actor
from shared.contracts.identity import PersonalLinkRequested
from shared.errors import Forbidden
from shared.messaging.outbox import publish


def request_link(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """The answer is the same whether or not somebody has this address."""
    address = sessions.as_stored(request["email"])
    counted = ((rules.LINK_REQUEST_BY_ADDRESS, address), (rules.LINK_REQUEST_BY_CLIENT, request["client"]))
    throttle.refuse_too_many(tx, *counted)
    throttle.count(tx, *counted)
    person_id = tx.scalar(select(Person.id).where(Person.email == address))
    if person_id is not None:
        publish(tx, PersonalLinkRequested, person_id=person_id)


def send_link(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    publish(tx, PersonalLinkRequested, person_id=locked(tx, request["person_id"]).id)


def withdraw_links(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """Ends all links to the person's pages and to their calendar; a new one goes to their address."""
    if request["person_id"] != actor.id and not actor.has(COORDINATOR, OPERATOR):
        raise Forbidden()
    person = locked(tx, request["person_id"])
    person.link_generation += 1
    person.calendar_generation += 1
    audit.note(tx, actor.id, "links_withdrawn", person.id)
    publish(tx, PersonalLinkRequested, person_id=person.id)


def renew_calendar(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """Whoever has the address of the actor's calendar until now, sees it no more."""
    locked(tx, actor.id).calendar_generation += 1
