"""Places and the waiting list of a group. Whoever changes them holds the group's lock."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, func, insert, select, update
from sqlalchemy.orm import Session as Transaction

from services.trainings import access, editions, rules
from services.trainings.errors import GroupFull, InAnotherGroup, NotInGroup
from services.trainings.tables import Enrolment, Group, Programme, Reflection, Registration, Session
from shared import clock
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
    if newcomers and not request["or_wait"] and free_for_newcomers(tx, group) < 1:
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
    return {"promoted_id": promoted[0] if promoted else None, "promoted_ids": promoted}


def share_out_places(
    tx: Transaction, group: Group, newcomers: Sequence[UUID], *, together: bool = False
) -> tuple[Sequence[UUID], Sequence[UUID]]:
    """`together`: two who were nominated together both get a place, or both wait."""
    share_out = rules.both_or_neither if together else rules.first_come_first_served
    enrolled, waiting = share_out(newcomers, free_for_newcomers(tx, group))
    give_places(tx, group, enrolled)
    _add(tx, group, waiting, "waiting")
    for person_id in waiting:
        _announce(tx, PersonWaitlisted, group, person_id)
    return enrolled, waiting


def give_places(tx: Transaction, group: Group, people: Sequence[UUID]) -> None:
    """To newcomers, whether or not somebody waits."""
    _add(tx, group, people, "enrolled")
    for person_id in people:
        _announce(tx, PersonEnrolled, group, person_id, promoted=False)


def fill_free_places(tx: Transaction, group: Group) -> list[UUID]:
    """The first of the waiting list get the places that are free, if any. Returns who."""
    waiting = tx.execute(
        select(Enrolment.person_id, Registration.pair_id)
        .outerjoin(Registration, _registered(Enrolment.group_id, Enrolment.person_id))
        .where(Enrolment.group_id == group.id, Enrolment.state == "waiting")
        .order_by(Enrolment.number)
    )
    in_line = rules.with_their_pairs(waiting.all())
    promoted = rules.who_is_promoted(in_line, free_places(tx, group), is_kept=_places_are_kept(tx, group))
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
    tx.execute(
        update(Reflection)
        .where(Reflection.programme_id == group.programme_id, Reflection.person_id == person_id)
        .values(shared=False)
    )
    tx.execute(update(Registration).where(_registered(group.id, person_id)).values(state="left", pair_id=None))
    _announce(tx, PersonWithdrawn, group, person_id)
    return True


def enrolled_in(tx: Transaction, group: Group) -> int:
    return tx.scalars(select(func.count()).where(Enrolment.group_id == group.id, Enrolment.state == "enrolled")).one()


def free_places(tx: Transaction, group: Group) -> int:
    """Neither taken nor held for somebody who has still to confirm."""
    return group.places - enrolled_in(tx, group) - editions.held(tx, group.id)


def free_for_newcomers(tx: Transaction, group: Group) -> int:
    return rules.free_for_a_newcomer(
        free_places(tx, group), editions.waiting(tx, group.id), is_kept=_places_are_kept(tx, group)
    )


def _places_are_kept(tx: Transaction, group: Group) -> bool:
    training_day = select(Session.starts_at).where(
        Session.group_id == group.id, Session.kind == "training_day", Session.state != "cancelled"
    )
    return rules.a_free_place_is_kept_for_a_pair(tx.scalar(training_day), clock.now())


def _registered(group_id: Any, person_id: Any) -> ColumnElement[bool]:
    return and_(Registration.edition_id == group_id, Registration.person_id == person_id)


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
    # Who registered and has not confirmed yet needs no held place any more.
    tx.execute(
        update(Registration)
        .where(Registration.edition_id == group.id, Registration.person_id.in_(people))
        .where(Registration.state.in_(("held", "asked")))
        .values(state="confirmed", until=None)
    )
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
