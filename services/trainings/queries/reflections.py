from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session as Transaction

from services.trainings.errors import GroupNotYours
from services.trainings.tables import Enrolment, Group, Reflection
from shared.access import Actor
from shared.contracts import trainings as contract
from shared.errors import NotFound


def my_reflection(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    own = and_(Reflection.programme_id == Enrolment.programme_id, Reflection.person_id == Enrolment.person_id)
    found = tx.execute(
        select(Group.name, Group.trainer_ids, Reflection)
        .join(Enrolment, Enrolment.group_id == Group.id)
        .outerjoin(Reflection, own)
        .where(Group.id == request["group_id"], Enrolment.person_id == actor.id)
    ).first()
    if found is None:
        raise NotFound()
    name, trainer_ids, reflection = found
    written = {part: getattr(reflection, part, None) for part in contract.REFLECTION_PARTS}
    shared, version = (reflection.shared, reflection.version) if reflection else (False, 0)
    return {"group_name": name, "trainer_ids": trainer_ids, "shared": shared, "version": version, **written}


def shared_reflections(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """For the trainers of the group alone: running the programme is not enough."""
    shared = and_(
        Reflection.programme_id == Group.programme_id, Reflection.person_id == Enrolment.person_id, Reflection.shared
    )
    rows = tx.execute(
        select(Group.trainer_ids, Reflection)
        .outerjoin(Enrolment, and_(Enrolment.group_id == Group.id, Enrolment.state == "enrolled"))
        .outerjoin(Reflection, shared)
        .where(Group.id == request["group_id"])
        .order_by(Reflection.person_id)
    ).all()
    if not rows:
        raise NotFound()
    if actor.id not in rows[0].trainer_ids:
        raise GroupNotYours()
    parts = ("person_id", *contract.REFLECTION_PARTS)
    found = [row.Reflection for row in rows if row.Reflection is not None]
    return {"reflections": [{part: getattr(reflection, part) for part in parts} for reflection in found]}
