"""What the lists of groups and sessions are narrowed by."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, or_, select

from services.trainings.tables import Enrolment, Group, Session
from shared import clock

COURSE = ("training_day", "deepening")


def state_of_a_group() -> ColumnElement[str]:
    """As the dashboard says it: forming, planned, running, completed."""
    alive = (Session.group_id == Group.id) & (Session.state != "cancelled")
    begun = or_(Session.state == "recorded", Session.ends_at < clock.now())
    is_over = and_(*(_there_is(alive, Session.kind == kind, Session.state == "recorded") for kind in COURSE))
    return case(
        (is_over, "completed"),
        (_there_is(alive, begun), "running"),
        (_there_is(alive), "planned"),
        else_="forming",
    )


def _there_is(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(literal(1)).where(*which).correlate(Group)


def of_groups(request: dict[str, Any]) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if request["programme_id"] is not None:
        wanted.append(Group.programme_id == request["programme_id"])
    if request["q"] is not None:
        wanted.append(Group.name.icontains(request["q"], autoescape=True))
    if request["trainer_id"] is not None:
        wanted.append(Group.trainer_ids.contains([request["trainer_id"]]))
    if request["state"] is not None:
        wanted.append(state_of_a_group() == request["state"])
    if request["not_full"]:
        enrolled = select(func.count()).where(Enrolment.group_id == Group.id, Enrolment.state == "enrolled")
        wanted.append(enrolled.correlate(Group).scalar_subquery() < Group.places)
    return wanted


def of_sessions(request: dict[str, Any], time_zone: str) -> list[ColumnElement[bool]]:
    """For a statement that has the group of each session joined, if it has one."""
    wanted: list[ColumnElement[bool]] = [
        column == request[column.key]
        for column in (Session.programme_id, Session.group_id, Session.kind, Session.state)
        if request[column.key] is not None
    ]
    if request["q"] is not None:
        told = (Session.title, Session.place, Group.name)
        wanted.append(or_(*(column.icontains(request["q"], autoescape=True) for column in told)))
    if request["place"] is not None:
        wanted.append(Session.place.icontains(request["place"], autoescape=True))
    if request["trainer_id"] is not None:
        wanted.append(Group.trainer_ids.contains([request["trainer_id"]]))
    if request["since"] is not None:
        wanted.append(Session.starts_at >= _midnight(request["since"], time_zone))
    if request["until"] is not None:
        wanted.append(Session.starts_at < _midnight(request["until"] + timedelta(days=1), time_zone))
    return wanted


def _midnight(day: Any, time_zone: str) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(time_zone))
