from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ARRAY, ColumnElement, Uuid, and_, case, distinct, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session as Transaction

from services.trainings import access, rules
from services.trainings.queries import past
from services.trainings.tables import Attendance, Completion, Group, Programme, Session
from shared import clock
from shared.access import COORDINATOR, OPERATOR, Actor
from shared.contracts.trainings import COURSE_KINDS
from shared.database import settings_of
from shared.errors import Invalid

MOST_SHOWN = 200
PRESENT = Attendance.state == "present"


def activity(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Four statements, whatever the size of the city."""
    which = _which(tx, actor, request)
    return {
        "sessions": _sessions(tx, which),
        **_people(tx, actor, which, _completed(tx, request)),
        "past": rules.the_totals_of(
            past.of_period(tx, request["starts_on"], request["ends_on"], request["programme_id"])
        ),
    }


def area_activity(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    which = and_(_which(tx, actor, request), Session.area_id == request["area_id"])
    people = select(func.count(distinct(Attendance.person_id))).join(Session).where(which, PRESENT)
    columns = (
        Session.id,
        Session.programme_id,
        Session.kind,
        Session.delivery,
        Session.state,
        Session.starts_at,
        Session.ends_at,
    )
    rows = tx.execute(
        select(
            *columns,
            _contacts().label("present"),
            access.is_visible_to(actor, Session.programme_id, Session.group_id).label("yours"),
            func.count().over().label("total"),
            people.scalar_subquery().label("people"),
        )
        .where(which)
        .order_by(Session.starts_at.desc(), Session.id)
        .limit(MOST_SHOWN)
    ).all()
    about = {"total": rows[0].total, "people": rows[0].people} if rows else {"total": 0, "people": 0}
    return {"sessions": [row._asdict() for row in rows]} | about


def _which(tx: Transaction, actor: Actor, request: dict[str, Any]) -> ColumnElement[bool]:
    """Sessions of the period. Those of one programme are for its coordinators and operators."""
    if not rules.a_period_does_not_run_backwards(request["starts_on"], request["ends_on"]):
        raise Invalid({"ends_on": ["ends_before_it_starts"]})
    start, end = _moments(settings_of(tx).time_zone, request["starts_on"], request["ends_on"])
    in_period = and_(Session.starts_at >= start, Session.starts_at < end)
    programme_id = request["programme_id"]
    if programme_id is None:
        return in_period
    if not actor.has(OPERATOR):
        access.own_programme(tx, actor, programme_id)
    return and_(in_period, Session.programme_id == programme_id)


def _moments(time_zone: str, first: date, last: date) -> tuple[datetime, datetime]:
    """From the beginning of the first day to the end of the last one, in the city."""
    zone = ZoneInfo(time_zone)
    return datetime.combine(first, time(), zone), datetime.combine(last + timedelta(days=1), time(), zone)


def _contacts() -> ColumnElement[int]:
    return select(func.count()).where(Attendance.session_id == Session.id, PRESENT).correlate(Session).scalar_subquery()


def _sessions(tx: Transaction, which: ColumnElement[bool]) -> list[dict[str, Any]]:
    alive = Session.state != "cancelled"
    was_held = and_(alive, or_(Session.state == "recorded", Session.ends_at <= clock.now()))
    each = (
        select(
            Session.kind,
            Session.delivery,
            Session.area_id,
            case((was_held, 1), else_=0).label("held"),
            case((Session.state == "recorded", 1), else_=0).label("recorded"),
            case((and_(alive, ~was_held), 1), else_=0).label("to_come"),
            case((alive, 0), else_=1).label("cancelled"),
            _contacts().label("contacts"),
        )
        .where(which)
        .subquery()
    )
    counts = [func.sum(each.c[name]).label(name) for name in ("held", "recorded", "to_come", "cancelled", "contacts")]
    alike = (each.c.kind, each.c.delivery, each.c.area_id)
    return [row._asdict() for row in tx.execute(select(*alike, *counts).group_by(*alike).order_by(*alike))]


def _completed(tx: Transaction, request: dict[str, Any]) -> Any:
    """Who completed the course in the period: on the day of the later of its two parts."""
    start, end = _moments(settings_of(tx).time_zone, request["starts_on"], request["ends_on"])
    last = (
        select(func.max(Session.starts_at))
        .where(Session.group_id == Completion.group_id, Session.state == "recorded", Session.kind.in_(COURSE_KINDS))
        .correlate(Completion)
        .scalar_subquery()
    )
    counted = select(func.count(distinct(Completion.person_id))).where(last >= start, last < end)
    if request["programme_id"] is not None:
        counted = counted.join(Group, Group.id == Completion.group_id).where(
            Group.programme_id == request["programme_id"]
        )
    return counted.scalar_subquery()


def _people(tx: Transaction, actor: Actor, which: ColumnElement[bool], completed: Any) -> dict[str, Any]:
    """Each once: in all, of each kind, in each area; in one statement by grouping sets."""
    person = Attendance.person_id
    own = literal(True) if actor.has(OPERATOR) else _coordinates(actor)
    level = func.grouping(Session.kind, Session.area_id)
    in_all = level == 3
    rows = tx.execute(
        select(
            level.label("level"),
            Session.kind,
            Session.area_id,
            func.count(distinct(person)).label("people"),
            case((in_all, func.array_agg(distinct(person)).filter(own))).label("own"),
            case((in_all, completed)).label("completed"),
        )
        .select_from(Attendance)
        .join(Session)
        .join(Programme, Programme.id == Session.programme_id)
        .where(which, PRESENT)
        .group_by(func.grouping_sets(tuple_(), tuple_(Session.kind), tuple_(Session.area_id)))
    ).all()
    [whole] = [row for row in rows if row.level == 3]
    return {
        "people": whole.people,
        "people_by_kind": {row.kind: row.people for row in rows if row.level == 1},
        "people_by_area": [{"area_id": row.area_id, "people": row.people} for row in rows if row.level == 2],
        "completed": whole.completed,
        "person_ids": whole.own or [],
    }


def _coordinates(actor: Actor) -> ColumnElement[bool]:
    if not actor.has(COORDINATOR):
        return literal(False)
    return Programme.coordinator_ids.contains(literal([actor.id], ARRAY(Uuid)))
