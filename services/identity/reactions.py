from typing import Any

from sqlalchemy.orm import Session

from services.identity.commands import applicants, roles
from services.identity.queries.people import locked, stands_for
from shared.access import EXPERT
from shared.errors import NotFound


def member_joined(tx: Session, event: dict[str, Any]) -> None:
    """Who joins the network is one of its experts. Somebody removed since is left alone."""
    try:
        person = locked(tx, stands_for(tx, event["person_id"]))
    except NotFound:
        return
    roles.give(tx, person.id, EXPERT, by=None)


def member_left(tx: Session, event: dict[str, Any]) -> None:
    roles.withdraw(tx, stands_for(tx, event["person_id"]), EXPERT, by=None)


def registration_confirmed(tx: Session, event: dict[str, Any]) -> None:
    applicants.keep(tx, event["person_id"])
