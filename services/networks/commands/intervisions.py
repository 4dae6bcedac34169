"""Planning an intervision, taking part, and what the case-bringer keeps of it. The room: rooms.py.

Nobody runs it: whoever takes part may move it, cancel it and take a role.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.networks import rules
from services.networks.errors import (
    ForTheCaseBringer,
    IntervisionFull,
    IntervisionHasBegun,
    IntervisionIsOver,
    NotAtIntervision,
    RoleStays,
)
from services.networks.queries import intervisions as queries
from services.networks.queries.membership import refuse_a_stranger
from services.networks.tables import AtIntervision, Intervision
from shared import clock, taxonomies
from shared.access import Actor
from shared.contracts.networks import (
    IntervisionCancelled,
    IntervisionJoined,
    IntervisionLeft,
    IntervisionPlanned,
)
from shared.database import settings_of
from shared.errors import ChangedMeanwhile, Invalid, NotFound
from shared.ids import new_id
from shared.messaging.outbox import publish

OVER = ("ended", "cancelled")


def plan_intervision(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Who plans it takes part."""
    refuse_a_stranger(tx, actor, writing=True)
    intervision = Intervision(id=new_id(), planned_by=actor.id, revision=1, **_plan(tx, request))
    tx.add(intervision)
    tx.flush()
    _announce(tx, intervision)
    _seat(tx, intervision, actor.id)
    return {"id": intervision.id}


def change_intervision(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    intervision, _at = locked(tx, actor, request)
    _refuse_what_has_begun(intervision)
    if intervision.revision != request["revision"]:
        raise ChangedMeanwhile()
    for field, value in _plan(tx, request).items():
        setattr(intervision, field, value)
    intervision.revision += 1
    intervision.version += 1
    _announce(tx, intervision)


def cancel_intervision(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    intervision, _at = locked(tx, actor, request)
    _refuse_what_has_begun(intervision)
    _cancel(tx, intervision)


def join_intervision(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """Also while it runs: who comes late takes part, and who was thought to be away is there."""
    refuse_a_stranger(tx, actor, writing=True)
    intervision = _found(tx, request["intervision_id"])
    refuse_what_is_over(intervision)
    at = {seat.person_id: seat for seat in queries.seats(tx, [intervision.id])[intervision.id]}
    if actor.id not in at and not rules.there_is_a_place(len(at)):
        raise IntervisionFull(places=rules.MOST_AT_INTERVISION)
    if actor.id not in at:
        _seat(tx, intervision, actor.id)
    elif intervision.state == "open":
        at[actor.id].came = True
    intervision.version += 1


def leave_intervision(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    intervision, at = locked(tx, actor, request)
    _refuse_what_has_begun(intervision)
    _leave(tx, intervision, at, actor.id)


def take_role(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    intervision, at = locked(tx, actor, request)
    refuse_what_is_over(intervision)
    if intervision.state == "open":
        roles = {seat.person_id: seat.role or rules.PARTICIPANT for seat in at}
        if not rules.facilitating_is_taken_over(roles[actor.id], request["role"]):
            raise RoleStays()
    else:
        roles = queries.roles_of(tx, at)
    changed = rules.what_a_swap_changes(roles, actor.id, request["role"])
    for seat in at:
        seat.role = changed.get(seat.person_id, seat.role)
    intervision.version += 1


def write_lesson(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """The case-bringer's alone, from the moment it begins: to write, to correct and to take back."""
    intervision, at = locked(tx, actor, request)
    if intervision.state not in ("open", "ended") or _seat_of(at, actor.id).role != rules.CASE_BRINGER:
        raise ForTheCaseBringer()
    intervision.learning_question, intervision.lesson = request["learning_question"], request["lesson"]
    intervision.version += 1


def step_out(tx: Session, person_id: UUID) -> None:
    """Of all that have not begun, by who leaves the network or is erased."""
    planned = (
        select(Intervision.id)
        .join(AtIntervision)
        .where(AtIntervision.person_id == person_id, Intervision.state == "planned")
        .order_by(Intervision.id)
    )
    for intervision_id in list(tx.scalars(planned)):
        intervision = _found(tx, intervision_id)
        if intervision.state == "planned":
            _leave(tx, intervision, queries.seats(tx, [intervision_id])[intervision_id], person_id)


def locked(tx: Session, actor: Actor, request: dict[str, Any]) -> tuple[Intervision, list[AtIntervision]]:
    """With those who take part, of whom the actor must be one."""
    refuse_a_stranger(tx, actor, writing=True)
    intervision = _found(tx, request["intervision_id"])
    at = queries.seats(tx, [intervision.id])[intervision.id]
    _seat_of(at, actor.id)
    return intervision, at


def refuse_what_is_over(intervision: Intervision) -> None:
    if intervision.state in OVER:
        raise IntervisionIsOver()


def _found(tx: Session, intervision_id: UUID) -> Intervision:
    intervision = tx.get(Intervision, intervision_id, with_for_update=True, populate_existing=True)
    if intervision is None:
        raise NotFound()
    return intervision


def _seat_of(at: list[AtIntervision], person_id: UUID) -> AtIntervision:
    seat = next((seat for seat in at if seat.person_id == person_id), None)
    if seat is None:
        raise NotAtIntervision()
    return seat


def _refuse_what_has_begun(intervision: Intervision) -> None:
    refuse_what_is_over(intervision)
    if intervision.state == "open":
        raise IntervisionHasBegun()


def _plan(tx: Session, request: dict[str, Any]) -> dict[str, Any]:
    """What the request says, complete; raises Invalid with all that is wrong in it."""
    wrong = {}
    starts_at = rules.the_beginning_of(request["date"], request["start_time"], settings_of(tx).time_zone)
    if starts_at is None:
        wrong["start_time"] = ["not_a_time"]
    elif not rules.a_plan_is_within_reach(starts_at, clock.now()):
        wrong["date"] = ["date_not_to_come"]
    if not (request["place"] or request["link"]):
        wrong["place"] = ["place_or_link"]
    if wrong or starts_at is None:
        raise Invalid(wrong)
    minutes = [step["minutes"] for step in taxonomies.steps("intervision_methods", request["method"])]
    return {
        "method": request["method"],
        "place": request["place"],
        "link": request["link"],
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=sum(minutes)),
        "minutes": minutes,
    }


def _announce(tx: Session, intervision: Intervision) -> None:
    fields = ("method", "starts_at", "ends_at", "revision")
    told = {field: getattr(intervision, field) for field in fields}
    publish(tx, IntervisionPlanned, intervision_id=intervision.id, **told)


def _seat(tx: Session, intervision: Intervision, person_id: UUID) -> None:
    runs = intervision.state == "open"
    seat = {"role": rules.PARTICIPANT, "came": True} if runs else {}
    tx.add(AtIntervision(intervision_id=intervision.id, person_id=person_id, joined_at=clock.now(), **seat))
    publish(tx, IntervisionJoined, intervision_id=intervision.id, person_id=person_id)


def _leave(tx: Session, intervision: Intervision, at: list[AtIntervision], person_id: UUID) -> None:
    """The last one takes it along."""
    tx.delete(_seat_of(at, person_id))
    tx.flush()
    intervision.version += 1
    publish(tx, IntervisionLeft, intervision_id=intervision.id, person_id=person_id)
    if len(at) == 1:
        _cancel(tx, intervision)


def _cancel(tx: Session, intervision: Intervision) -> None:
    intervision.state = "cancelled"
    intervision.version += 1
    publish(tx, IntervisionCancelled, intervision_id=intervision.id)
