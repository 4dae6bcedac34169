"""What is on the agenda of a meeting: anybody puts something on it, and looks after what is theirs."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.networks import rules
from services.networks.commands.meetings import refuse_what_is_settled
from services.networks.errors import NotTakingPart
from services.networks.queries import initiatives, meetings
from services.networks.tables import AgendaItem, Meeting
from shared.access import Actor
from shared.contracts.networks import MOST_ITEMS
from shared.errors import Forbidden, Invalid, NotFound
from shared.ids import new_id


def add_agenda_item(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """At the end. An initiative is presented by who takes part in it."""
    meeting = _open(tx, actor, request["meeting_id"])
    initiative_id = request["initiative_id"]
    if initiative_id is not None and actor.id not in initiatives.people_of(tx, initiative_id):
        raise NotTakingPart()
    items = meetings.items_of(tx, meeting.id)
    if len(items) == MOST_ITEMS:
        raise Invalid({"text": [f"too_many:{MOST_ITEMS}"]})
    item = AgendaItem(
        id=new_id(),
        meeting_id=meeting.id,
        position=max((each.position for each in items), default=0) + 1,
        text=request["text"],
        minutes=request["minutes"],
        author_id=actor.id,
        initiative_id=initiative_id,
    )
    tx.add(item)
    return {"id": item.id}


def change_agenda_item(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    item = _own(tx, actor, request)
    item.text, item.minutes = request["text"], request["minutes"]


def remove_agenda_item(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    tx.delete(_own(tx, actor, request))


def move_agenda_item(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """The order is everybody's."""
    meeting = _open(tx, actor, request["meeting_id"])
    items = meetings.items_of(tx, meeting.id)
    item = _found(items, request["item_id"])
    for position, each in enumerate(rules.with_one_moved(items, item, request["direction"]), 1):
        each.position = position


def _open(tx: Session, actor: Actor, meeting_id: UUID) -> Meeting:
    meeting = meetings.of_members(tx, actor, meeting_id)
    refuse_what_is_settled(meeting)
    return meeting


def _own(tx: Session, actor: Actor, request: dict[str, Any]) -> AgendaItem:
    meeting = _open(tx, actor, request["meeting_id"])
    item = _found(meetings.items_of(tx, meeting.id), request["item_id"])
    if not rules.whoever_put_it_on_the_agenda_changes_it(item.author_id, actor.id):
        raise Forbidden()
    return item


def _found(items: list[AgendaItem], item_id: UUID) -> AgendaItem:
    found = next((item for item in items if item.id == item_id), None)
    if found is None:
        raise NotFound()
    return found
