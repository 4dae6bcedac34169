"""What became due in some days, over all programmes: asked once a day by who sends the mail about it."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session as Transaction

from services.trainings import rules
from services.trainings.queries.next_session import TO_COME
from services.trainings.tables import Group, Programme, Question, Record, Session, ThankYou
from shared.access import Actor
from shared.database import settings_of

WHOSE = (Session.id.label("session_id"), Session.group_id, Session.programme_id)


def outstanding(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    since, until = request["since"], request["until"]
    return {
        "unrecorded": [each for days in request["nudge_days"] for each in _unrecorded(tx, since, until, days)],
        "follow_ups": _follow_ups(tx, since, until),
        "thanks": _rows(tx, _thanks(tx, since, until)),
        "questions": _rows(tx, _questions()),
        "coordinators": _rows(
            tx, select(Programme.id.label("programme_id"), Programme.coordinator_ids.label("person_ids"))
        ),
        "trainers": _rows(tx, select(Group.id.label("group_id"), Group.trainer_ids.label("person_ids"))),
    }


def _unrecorded(tx: Transaction, since: date, until: date, days: int) -> list[dict[str, Any]]:
    """Sessions that ended so many days before one of the days."""
    ago = timedelta(days=days)
    ended_between = (_morning_after(tx, since - ago), _morning_after(tx, until - ago))
    statement = select(*WHOSE).where(
        Session.state.in_(TO_COME), Session.ends_at >= ended_between[0], Session.ends_at < ended_between[1]
    )
    return [row | {"days": days} for row in _rows(tx, statement.order_by(Session.ends_at))]


def _follow_ups(tx: Transaction, since: date, until: date) -> list[dict[str, Any]]:
    """Read one by one: they stand in their record as they were written."""
    has_some = func.jsonb_array_length(Record.follow_ups) > 0
    found: dict[UUID, dict[str, Any]] = {}
    for row in tx.execute(select(*WHOSE, Record.follow_ups).join(Record).where(has_some).order_by(Session.starts_at)):
        number = sum(rules.a_follow_up_became_due(each, since, until) for each in row.follow_ups)
        if number:
            whose = row._asdict()
            del whose["follow_ups"]
            found[row.session_id] = whose | {"number": number}
    return list(found.values())


def _thanks(tx: Transaction, since: date, until: date) -> Select[*tuple[Any, ...]]:
    """Of the sessions that were recorded on one of the days before: on the day itself people are still at it."""
    day = timedelta(days=1)
    recorded_between = (_morning_after(tx, since - day), _morning_after(tx, until - day))
    return (
        select(*WHOSE, func.count().label("number"))
        .join(Record, Record.session_id == Session.id)
        .join(ThankYou, ThankYou.session_id == Session.id)
        .where(ThankYou.sent_at.is_(None))
        .where(Record.recorded_at >= recorded_between[0], Record.recorded_at < recorded_between[1])
        .group_by(Session.id)
    )


def _questions() -> Select[*tuple[Any, ...]]:
    return (
        select(Question.group_id, Group.programme_id, func.count().label("number"))
        .join(Group)
        .where(Question.treated.is_(False))
        .group_by(Question.group_id, Group.programme_id)
    )


def _morning_after(tx: Transaction, day: date) -> datetime:
    """The end of a day in the city."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(settings_of(tx).time_zone))


def _rows(tx: Transaction, statement: Select[*tuple[Any, ...]]) -> list[dict[str, Any]]:
    return [row._asdict() for row in tx.execute(statement)]
