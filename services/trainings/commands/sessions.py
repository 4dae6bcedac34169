from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from services.trainings import access, rules
from services.trainings.errors import (
    DeepeningBeforeTrainingDay,
    SessionIsCancelled,
    SessionIsRecorded,
    SessionPlannedAlready,
)
from services.trainings.tables import Record, Session
from shared import clock
from shared.access import Actor
from shared.contracts import trainings as contract
from shared.contracts.trainings import SessionCancelled, SessionPlanned
from shared.database import settings_of
from shared.errors import ChangedMeanwhile, Invalid
from shared.ids import new_id
from shared.messaging.outbox import publish


def plan_session(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """A group's training day or deepening half-day."""
    group = access.given_group(tx, actor, request["group_id"])
    access.lock(tx, group)
    kind = request["kind"]
    parts = _parts(tx, group.id)
    if kind in parts:
        raise SessionPlannedAlready(session_id=str(parts[kind].id))
    session = planned(tx, request, kind=kind, programme_id=group.programme_id, group_id=group.id)
    _refuse_the_wrong_order(parts | {kind: session})
    announce_plan(tx, session)
    return {"id": session.id}


def change_session(tx: Transaction, actor: Actor, request: dict[str, Any]) -> None:
    """A record keeps what it says when its session gets another date: that corrects a mistake in the plan."""
    session, _record, _group = access.given_session(tx, actor, request["session_id"])
    access.lock_session(tx, session)
    refuse_the_cancelled(session)
    if request["version"] != session.version:
        raise ChangedMeanwhile(current=_plan_as_data(session))
    plan = _plan(tx, session.kind, request)
    for field, value in plan.items():
        setattr(session, field, value)
    if session.group_id is not None:
        _refuse_the_wrong_order(_parts(tx, session.group_id))
    session.version += 1
    announce_plan(tx, session)


def cancel_session(tx: Transaction, actor: Actor, request: dict[str, Any]) -> None:
    session = access.own_session(tx, actor, request["session_id"])
    access.lock_session(tx, session)
    if session.state == "cancelled":
        return
    if session.state == "recorded":
        raise SessionIsRecorded()
    session.state = "cancelled"
    session.version += 1
    publish(tx, SessionCancelled, session_id=session.id, programme_id=session.programme_id)


def planned(
    tx: Transaction, request: dict[str, Any], *, kind: str, programme_id: UUID, group_id: UUID | None = None
) -> Session:
    """A new session with its empty record."""
    plan = _plan(tx, kind, request)
    session = Session(id=new_id(), programme_id=programme_id, group_id=group_id, kind=kind, **plan)
    tx.add(session)
    tx.flush()
    tx.add(Record(session_id=session.id))
    tx.flush()
    return session


def announce_plan(tx: Transaction, session: Session) -> None:
    publish(
        tx,
        SessionPlanned,
        session_id=session.id,
        programme_id=session.programme_id,
        group_id=session.group_id,
        kind=session.kind,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        delivery=session.delivery,
        revision=session.version,
        area_id=session.area_id,
    )


def refuse_the_cancelled(session: Session) -> None:
    if session.state == "cancelled":
        raise SessionIsCancelled()


def _plan(tx: Transaction, kind: str, request: dict[str, Any]) -> dict[str, Any]:
    """What the request says of the session, complete; raises Invalid with all that is wrong in it."""
    time_zone = settings_of(tx).time_zone
    wrong = {}
    starts_at = rules.the_moment_of(request["date"], request["start_time"], time_zone)
    if starts_at is None:
        wrong["start_time"] = ["not_a_time"]
    if not rules.a_date_is_within_reach(request["date"], clock.today(time_zone)):
        wrong["date"] = ["date_too_far"]
    plan = {
        "title": request.get("title") if kind == "introduction" else None,
        "delivery": request["delivery"],
        "place": request["place"] if rules.a_session_needs_a_place(request["delivery"]) else None,
        "link": request["link"] if rules.a_session_needs_a_link(request["delivery"]) else None,
        "area_id": request["area_id"],
    }
    needed = {
        "title": kind == "introduction",
        "place": rules.a_session_needs_a_place(request["delivery"]),
        "link": rules.a_session_needs_a_link(request["delivery"]),
    }
    wrong |= {field: ["required"] for field, is_needed in needed.items() if is_needed and not plan[field]}
    if wrong or starts_at is None:
        raise Invalid(wrong)
    minutes = request["minutes"] or contract.MINUTES[kind]
    return plan | {"starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=minutes)}


def _parts(tx: Transaction, group_id: UUID) -> dict[str, Session]:
    """The training day and the deepening half-day of a group, as far as there are."""
    found = tx.scalars(select(Session).where(Session.group_id == group_id, Session.state != "cancelled"))
    return {session.kind: session for session in found}


def _refuse_the_wrong_order(parts: dict[str, Session]) -> None:
    day, deepening = parts.get("training_day"), parts.get("deepening")
    if day is None or deepening is None:
        return
    if not rules.the_deepening_follows_the_training_day(day.ends_at, deepening.starts_at):
        raise DeepeningBeforeTrainingDay()


def _plan_as_data(session: Session) -> dict[str, Any]:
    fields = ("id", "kind", "title", "state", "starts_at", "ends_at", "delivery", "place", "link", "area_id", "version")
    return contract.Session(only=fields).dump(session)
