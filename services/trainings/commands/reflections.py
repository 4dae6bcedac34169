from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from services.trainings.tables import Enrolment, Reflection
from shared.access import Actor
from shared.contracts import trainings as contract
from shared.errors import ChangedMeanwhile, NotFound


def save_reflection(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """What is saved already is not saved again; a save over what was written on another device is a conflict."""
    reflection = _own(tx, actor, request["group_id"])
    texts = {part: request[part] for part in contract.REFLECTION_PARTS}
    if reflection.version and all(getattr(reflection, part) == text for part, text in texts.items()):
        return {"version": reflection.version}
    if request["version"] != reflection.version:
        raise ChangedMeanwhile(current=contract.Reflection().dump(reflection))
    for part, text in texts.items():
        setattr(reflection, part, text)
    reflection.shared = reflection.shared and any(texts.values())
    reflection.version += 1
    return {"version": reflection.version}


def share_reflection(tx: Transaction, actor: Actor, request: dict[str, Any]) -> None:
    reflection = _own(tx, actor, request["group_id"])
    if not reflection.version:
        raise NotFound()
    reflection.shared = request["shared"]


def _own(tx: Transaction, actor: Actor, group_id: UUID) -> Reflection:
    """The actor's, locked by way of their place in the group; a new one when nothing was written yet."""
    place = tx.scalar(
        select(Enrolment).where(Enrolment.group_id == group_id, Enrolment.person_id == actor.id).with_for_update()
    )
    if place is None:
        raise NotFound()
    found = tx.get(Reflection, (place.programme_id, actor.id), populate_existing=True)
    if found is None:
        found = Reflection(programme_id=place.programme_id, person_id=actor.id, shared=False, version=0)
        tx.add(found)
    return found
