from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session as Transaction

from services.trainings import access
from services.trainings.commands import enrolments
from services.trainings.errors import CourseIsCompleted
from services.trainings.tables import Completion, Group, Reflection
from shared.access import Actor
from shared.errors import NotFound


def leave_group(tx: Transaction, actor: Actor, request: dict[str, Any]) -> None:
    """The actor gives up their place, or their number on the waiting list; who waits longest gets the place.

    What they wrote for the course goes. When somebody else withdraws them it stays theirs, and is shared no more.
    """
    group = tx.get(Group, request["group_id"])
    if group is None:
        raise NotFound()
    access.lock(tx, group)
    if tx.get(Completion, (group.id, actor.id)) is not None:
        raise CourseIsCompleted()
    if not enrolments.leave(tx, group, actor.id):
        raise NotFound()
    tx.execute(
        delete(Reflection).where(Reflection.programme_id == group.programme_id, Reflection.person_id == actor.id)
    )
    enrolments.fill_free_places(tx, group)
