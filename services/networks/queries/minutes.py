"""What comes of a meeting, as far as it is written, and what waits to be written."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from services.networks import rules
from services.networks.errors import MeetingIsInformal
from services.networks.queries.meetings import PLAN, items_of
from services.networks.queries.membership import refuse_a_stranger
from services.networks.tables import Meeting, MeetingPerson, Member
from shared.access import Actor
from shared.database import settings_of
from shared.errors import NotFound


def minutes_draft(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    refuse_a_stranger(tx, actor)
    meeting = tx.get(Meeting, request["meeting_id"])
    if meeting is None:
        raise NotFound()
    if meeting.informal:
        raise MeetingIsInformal()
    return {
        **{column.key: getattr(meeting, column.key) for column in PLAN},
        **as_written(tx, meeting),
        "member_ids": who_may_have_been_there(tx, meeting.id),
        "agenda": [item.text for item in items_of(tx, meeting.id)],
    }


def as_written(tx: Session, meeting: Meeting) -> dict[str, Any]:
    people = list(tx.scalars(select(MeetingPerson).where(MeetingPerson.meeting_id == meeting.id)))
    return {
        "minutes": meeting.minutes,
        "decisions": meeting.decisions,
        "minutes_version": meeting.minutes_version,
        "coming_ids": [each.person_id for each in people if each.reply == "yes"],
        "present_ids": [each.person_id for each in people if each.present],
    }


def who_may_have_been_there(tx: Session, meeting_id: UUID) -> list[UUID]:
    """Members, and who answered when they were."""
    answered = select(MeetingPerson.person_id).where(MeetingPerson.meeting_id == meeting_id)
    return list(tx.scalars(union(select(Member.person_id), answered)))


def meetings_outstanding(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Asked once a day by who sends the mail about it."""
    since, until = request["since"], request["until"]
    written = (_end_of(tx, since - timedelta(days=1)), _end_of(tx, until - timedelta(days=1)))
    minuted = select(Meeting.id).where(Meeting.minutes_at >= written[0], Meeting.minutes_at < written[1])
    return {
        "without_minutes": [each for days in request["nudge_days"] for each in _without(tx, since, until, days)],
        "minuted": list(tx.scalars(minuted.order_by(Meeting.minutes_at))),
    }


def _without(tx: Session, since: date, until: date, days: int) -> list[dict[str, Any]]:
    """Meetings that ended so many days before one of the days."""
    ago = timedelta(days=days)
    ended = (_end_of(tx, since - ago), _end_of(tx, until - ago))
    statement = select(Meeting).where(
        Meeting.ends_at >= ended[0],
        Meeting.ends_at < ended[1],
        Meeting.informal.is_(False),
        Meeting.state == "planned",
        Meeting.minutes_at.is_(None),
    )
    return [
        {"meeting_id": meeting.id, "days": days, "person_ids": _who_was_there(tx, meeting)}
        for meeting in tx.scalars(statement.order_by(Meeting.ends_at))
    ]


def _who_was_there(tx: Session, meeting: Meeting) -> list[UUID]:
    """Who has left since is asked for nothing."""
    of_meeting = select(MeetingPerson).join(Member, Member.person_id == MeetingPerson.person_id)
    people = list(tx.scalars(of_meeting.where(MeetingPerson.meeting_id == meeting.id)))
    present = [each.person_id for each in people if each.present]
    said_yes = [each.person_id for each in people if each.reply == "yes"]
    planner = tx.scalar(select(Member.person_id).where(Member.person_id == meeting.author_id))
    return rules.who_is_asked_for_minutes(present, said_yes, planner)


def _end_of(tx: Session, day: date) -> datetime:
    """In the city."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(settings_of(tx).time_zone))
