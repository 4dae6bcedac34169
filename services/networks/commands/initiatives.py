from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.networks import rules
from services.networks.queries import initiatives, membership
from services.networks.tables import Initiative, InitiativeStep, Participation
from shared import clock
from shared.access import Actor
from shared.contracts import networks as contract
from shared.contracts.networks import InitiativeStarted, InitiativeStateChanged
from shared.errors import ChangedMeanwhile
from shared.ids import new_id
from shared.messaging.outbox import publish

WRITTEN = ("title", "purpose", "theme", "area_ids")


def start_initiative(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """It is there at once, as an idea: nobody approves."""
    membership.refuse_a_stranger(tx, actor, writing=True)
    now = clock.now()
    initiative = Initiative(
        id=new_id(), state="idea", author_id=actor.id, started_at=now, active_at=now, **_written(request)
    )
    tx.add(initiative)
    tx.flush()
    tx.add(Participation(initiative_id=initiative.id, person_id=actor.id, joined_at=now))
    publish(tx, InitiativeStarted, initiative_id=initiative.id, theme=initiative.theme, author_id=actor.id)
    return {"id": initiative.id}


def change_initiative(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    initiative = initiatives.own(tx, actor, request["initiative_id"])
    if request["version"] != initiative.version:
        raise ChangedMeanwhile(current=contract.Initiative(only=(*WRITTEN, "version")).dump(initiative))
    for field, value in _written(request).items():
        setattr(initiative, field, value)
    initiative.version += 1
    moved(initiative)


def set_initiative_state(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """From any state to any other: what was stopped may begin again."""
    initiative = initiatives.own(tx, actor, request["initiative_id"])
    _become(tx, initiative, request["state"])
    moved(initiative)


def join_initiative(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """Whoever reads it may take part, whatever its state."""
    initiative = initiatives.locked(tx, actor, request["initiative_id"])
    joined = insert(Participation).values(initiative_id=initiative.id, person_id=actor.id, joined_at=clock.now())
    tx.execute(joined.on_conflict_do_nothing())


def leave_initiative(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """Their steps stay, for somebody else to take."""
    _leave(tx, initiatives.own(tx, actor, request["initiative_id"]), actor.id)


def leave_all_initiatives(tx: Session, person_id: UUID) -> None:
    """Of somebody who leaves the network or is erased; always in the same order, as each is locked."""
    taken_part = select(Participation.initiative_id).where(Participation.person_id == person_id)
    found = select(Initiative).where(Initiative.id.in_(taken_part)).order_by(Initiative.id).with_for_update()
    for initiative in tx.scalars(found.execution_options(populate_existing=True)):
        _leave(tx, initiative, person_id)


def moved(initiative: Initiative) -> None:
    """Something happened in it."""
    initiative.active_at = clock.now()


def _leave(tx: Session, initiative: Initiative, person_id: UUID) -> None:
    tx.delete(tx.get_one(Participation, (initiative.id, person_id)))
    tx.flush()
    own_steps = (InitiativeStep.initiative_id == initiative.id, InitiativeStep.owner_id == person_id)
    tx.execute(update(InitiativeStep).where(*own_steps, InitiativeStep.done_at.is_(None)).values(owner_id=None))
    left = len(initiatives.people_of(tx, initiative.id))
    _become(tx, initiative, rules.what_it_becomes_when_somebody_leaves(initiative.state, left))


def _become(tx: Session, initiative: Initiative, state: str) -> None:
    if state != initiative.state:
        initiative.state = state
        publish(tx, InitiativeStateChanged, initiative_id=initiative.id, state=state)


def _written(request: dict[str, Any]) -> dict[str, Any]:
    return {name: request[name] for name in WRITTEN} | {"area_ids": list(dict.fromkeys(request["area_ids"]))}
