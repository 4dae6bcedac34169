"""What an initiative consists of: its steps, what it needs, what is told of its progress."""

from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from services.networks import rules
from services.networks.commands.initiatives import moved
from services.networks.errors import NotTakingPart
from services.networks.queries import initiatives
from services.networks.tables import Initiative, InitiativeNeed, InitiativeStep, Offer, ProgressNote
from shared import clock
from shared.access import SUPPORT, Actor
from shared.errors import Forbidden, Invalid, NotFound
from shared.ids import new_id

Part = TypeVar("Part", InitiativeStep, InitiativeNeed, ProgressNote)


def add_step(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    initiative = initiatives.own(tx, actor, request["initiative_id"])
    step = InitiativeStep(id=new_id(), initiative_id=initiative.id, **_step(tx, initiative, request))
    tx.add(step)
    moved(initiative)
    return {"id": step.id}


def change_step(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    initiative = initiatives.own(tx, actor, request["initiative_id"])
    step = _part(tx, InitiativeStep, initiative, request["step_id"])
    for field, value in _step(tx, initiative, request).items():
        setattr(step, field, value)
    moved(initiative)


def finish_step(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """Or take it up again."""
    initiative = initiatives.own(tx, actor, request["initiative_id"])
    step = _part(tx, InitiativeStep, initiative, request["step_id"])
    step.done_at = (step.done_at or clock.now()) if request["done"] else None
    moved(initiative)


def remove_step(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    initiative = initiatives.own(tx, actor, request["initiative_id"])
    tx.delete(_part(tx, InitiativeStep, initiative, request["step_id"]))


def add_need(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    initiative = initiatives.own(tx, actor, request["initiative_id"])
    need = InitiativeNeed(id=new_id(), initiative_id=initiative.id, kind=request["kind"], text=request["text"])
    tx.add(need)
    moved(initiative)
    return {"id": need.id}


def settle_need(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """Or say that it is open again."""
    initiative = initiatives.supported(tx, actor, request["initiative_id"])
    people = initiatives.people_of(tx, initiative.id)
    if not rules.may_say_that_a_need_is_met(actor.id, people, supports=actor.has(SUPPORT)):
        raise NotTakingPart()
    _part(tx, InitiativeNeed, initiative, request["need_id"]).met = request["met"]
    moved(initiative)


def remove_need(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    initiative = initiatives.own(tx, actor, request["initiative_id"])
    tx.delete(_part(tx, InitiativeNeed, initiative, request["need_id"]))


def offer_help(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Nobody has to take part to be of help."""
    initiative = initiatives.supported(tx, actor, request["initiative_id"])
    need = _part(tx, InitiativeNeed, initiative, request["need_id"])
    offer = Offer(id=new_id(), need_id=need.id, text=request["text"], author_id=actor.id, offered_at=clock.now())
    tx.add(offer)
    moved(initiative)
    return {"id": offer.id}


def withdraw_offer(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    initiative = initiatives.supported(tx, actor, request["initiative_id"])
    need = _part(tx, InitiativeNeed, initiative, request["need_id"])
    offer = tx.get(Offer, request["offer_id"])
    if offer is None or offer.need_id != need.id:
        raise NotFound()
    _refuse_another(actor, offer.author_id)
    tx.delete(offer)


def write_note(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    initiative = initiatives.own(tx, actor, request["initiative_id"])
    moved(initiative)
    note = ProgressNote(
        id=new_id(),
        initiative_id=initiative.id,
        text=request["text"],
        author_id=actor.id,
        written_at=initiative.active_at,
    )
    tx.add(note)
    return {"id": note.id}


def remove_note(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    initiative = initiatives.own(tx, actor, request["initiative_id"])
    note = _part(tx, ProgressNote, initiative, request["note_id"])
    _refuse_another(actor, note.author_id)
    tx.delete(note)


def _step(tx: Session, initiative: Initiative, request: dict[str, Any]) -> dict[str, Any]:
    owner_id = request["owner_id"]
    if owner_id is not None and owner_id not in initiatives.people_of(tx, initiative.id):
        raise Invalid({"owner_id": ["takes_no_part"]})
    return {name: request[name] for name in ("text", "owner_id", "due_on")}


def _part(tx: Session, table: type[Part], initiative: Initiative, part_id: UUID) -> Part:
    found = tx.get(table, part_id, populate_existing=True)
    if found is None or found.initiative_id != initiative.id:
        raise NotFound()
    return found


def _refuse_another(actor: Actor, author_id: UUID | None) -> None:
    if not rules.only_who_wrote_it_takes_it_back(author_id, actor.id):
        raise Forbidden()
