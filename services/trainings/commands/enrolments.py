"""Places and the waiting list of a group. Whoever changes them holds the group's lock."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session as Transaction

from services.trainings import access, rules
from services.trainings.errors import GroupFull, InAnotherGroup, NotInGroup
from services.trainings.tables import Enrolment, Group, Programme
from shared.access import Actor
from shared.contracts.base import Event
from shared.contracts.trainings import PersonEnrolled, PersonWaitlisted, PersonWithdrawn
from shared.messaging.outbox import publish


def enrol(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Several people at once: those beyond the places go to the waiting list, in the order given."""
    group = access.own_group(tx, actor, request["group_id"])
    _lock_with_programme(tx, group)
    people = rules.each_once(request["person_ids"])
    newcomers = _newcomers(tx, group, people)
    enrolled, waiting = share_out_places(tx, group, newcomers)
    return {"enrolled": len(enrolled), "waiting": len(waiting), "already": len(people) - len(newcomers)}


def take_place(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    group = access.own_group(tx, actor, request["group_id"])
    _lock_with_programme(tx, group)
    person_id = request["person_id"]
    newcomers = _newcomers(tx, group, [person_id])
    if newcomers and not request["or_wait"] and free_places(tx, group) < 1:
        raise GroupFull(places=group.places)
    share_out_places(tx, group, newcomers)
    return _place_of(tx, group, person_id)


def withdraw(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """What a person attended, and a course that they completed, stay theirs."""
    group = access.own_group(tx, actor, request["group_id"])
    access.lock(tx, group)
    if not leave(tx, group, request["person_id"]):
        raise NotInGroup()
    promoted = fill_free_places(tx, group)
    return {"promoted_id": promoted[0] if promoted else None}


def share_out_places(tx: Transaction, group: Group, newcomers: Sequence[UUID]) -> tuple[Sequence[UUID], Sequence[UUID]]:
    enrolled, waiting = rules.first_come_first_served(newcomers, free_places(tx, group))
    _add(tx, group, enrolled, "enrolled")
    _add(tx, group, waiting, "waiting")
    for person_id in enrolled:
        _announce(tx, PersonEnrolled, group, person_id, promoted=False)
    for person_id in waiting:
        _announce(tx, PersonWaitlisted, group, person_id)
    return enrolled, waiting


def fill_free_places(tx: Transaction, group: Group) -> list[UUID]:
    """The first of the waiting list get the places that are free, if any. Returns who."""
    free = max(free_places(tx, group), 0)
    waiting = (
        select(Enrolment.person_id)
        .where(Enrolment.group_id == group.id, Enrolment.state == "waiting")
        .order_by(Enrolment.number)
        .limit(free)
    )
    promoted = list(tx.scalars(waiting))
    tx.execute(
        update(Enrolment)
        .where(Enrolment.group_id == group.id, Enrolment.person_id.in_(promoted))
        .values(state="enrolled")
    )
    for person_id in promoted:
        _announce(tx, PersonEnrolled, group, person_id, promoted=True)
    return promoted


def leave(tx: Transaction, group: Group, person_id: UUID) -> bool:
    """Out of the group or off its waiting list; false for somebody who was in neither."""
    left = tx.scalar(
        delete(Enrolment)
        .where(Enrolment.group_id == group.id, Enrolment.person_id == person_id)
        .returning(Enrolment.person_id)
    )
    if left is None:
        return False
    _announce(tx, PersonWithdrawn, group, person_id)
    return True


def enrolled_in(tx: Transaction, group: Group) -> int:
    return tx.scalars(select(func.count()).where(Enrolment.group_id == group.id, Enrolment.state == "enrolled")).one()


def free_places(tx: Transaction, group: Group) -> int:
    return group.places - enrolled_in(tx, group)


def refuse_who_is_in_another_group(
    tx: Transaction, programme_id: UUID, people: Sequence[UUID], group_id: UUID | None = None
) -> None:
    elsewhere = select(Enrolment.person_id).where(
        Enrolment.programme_id == programme_id, Enrolment.person_id.in_(people)
    )
    if group_id is not None:
        elsewhere = elsewhere.where(Enrolment.group_id != group_id)
    found = tx.scalars(elsewhere.order_by(Enrolment.person_id)).all()
    if found:
        raise InAnotherGroup(person_ids=[str(person_id) for person_id in found])


def _newcomers(tx: Transaction, group: Group, people: Sequence[UUID]) -> list[UUID]:
    """Those of `people` who are not in this group yet; refuses who is in another one."""
    refuse_who_is_in_another_group(tx, group.programme_id, people, group.id)
    here = set(
        tx.scalars(select(Enrolment.person_id).where(Enrolment.group_id == group.id, Enrolment.person_id.in_(people)))
    )
    return [person_id for person_id in people if person_id not in here]


def _lock_with_programme(tx: Transaction, group: Group) -> None:
    """Two groups of a programme can't enrol the same person at once."""
    access.lock(tx, tx.get(Programme, group.programme_id), group)


def _add(tx: Transaction, group: Group, people: Sequence[UUID], state: str) -> None:
    if people:
        tx.execute(
            insert(Enrolment),
            [
                {"group_id": group.id, "programme_id": group.programme_id, "person_id": person_id, "state": state}
                for person_id in people
            ],
        )


def _place_of(tx: Transaction, group: Group, person_id: UUID) -> dict[str, Any]:
    enrolment = tx.get_one(Enrolment, (group.id, person_id))
    if enrolment.state == "enrolled":
        return {"state": "enrolled", "position": None}
    ahead = tx.scalars(
        select(func.count()).where(
            Enrolment.group_id == group.id, Enrolment.state == "waiting", Enrolment.number <= enrolment.number
        )
    ).one()
    return {"state": "waiting", "position": ahead}


def _announce(tx: Transaction, event: type[Event], group: Group, person_id: UUID, **more: Any) -> None:
    publish(tx, event, group_id=group.id, programme_id=group.programme_id, person_id=person_id, **more)
