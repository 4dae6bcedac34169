from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, any_, func, literal, or_, select
from sqlalchemy.orm import Session as Transaction

from services.municipalities import queries
from services.municipalities.dashboard import rules
from services.municipalities.dashboard.tables import Funnel, Group, Merged, Past, Progress, Session, Survey
from shared import clock
from shared.access import Actor
from shared.contracts.fields import local
from shared.database import settings_of
from shared.messaging import rebuild

MOST_SHOWN = 20  # alerts, next steps, groups, surveys: the list pages have them all

Rows = Sequence[Row[Any]]


def dashboard(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Five statements, whatever the size of the programme."""
    registration = queries.readable(tx, actor, request["programme_id"])
    rebuilding, funnel, past = _funnel(tx, registration["id"])
    sessions = _rows(tx, Session, Session.programme_id == registration["id"], ~Session.cancelled)
    groups = _rows(tx, Group, Group.programme_id == registration["id"])
    surveys = _rows(tx, Survey, Survey.programme_id == registration["id"])
    programme = _programme(settings_of(tx).time_zone, registration, sessions, groups, surveys)
    introductions = [session for session in programme.sessions if session.kind == "introduction"]
    course = [session for session in programme.sessions if session.kind in rules.COURSE]
    return {
        "rebuilding": rebuilding,
        "programme": registration,
        "phases": rules.phases(programme),
        "alerts": [] if rebuilding else rules.alerts(programme)[:MOST_SHOWN],
        "next_steps": [] if rebuilding else rules.next_steps(programme)[:MOST_SHOWN],
        "funnel": {part: funnel.get(part, 0) for part in rules.FUNNEL},
        "past": past,
        "groups": _most_relevant(
            [_group(row, group, programme.now) for row, group in zip(groups, programme.groups, strict=True)]
        ),
        "groups_total": len(groups),
        "places_total": sum(group.places for group in groups),
        "places_taken": sum(group.enrolled for group in groups),
        "surveys": [row._asdict() for row in surveys[-MOST_SHOWN:]],
        "introductions_planned": len(introductions),
        "introductions_held": sum(session.recorded for session in introductions),
        "sessions_planned": len(course),
        "sessions_held": sum(session.recorded for session in course),
        "sessions_over": sum(session.recorded or session.ends_at < programme.now for session in programme.sessions),
        "attendance_percent": rules.percent(
            sum(row.present or 0 for row in sessions), sum(row.absent or 0 for row in sessions)
        ),
    }


def reached(tx: Transaction, programme_id: UUID) -> dict[str, Any]:
    """In one statement: `people` by part of the funnel, and what was held and recorded. No rights are checked."""
    recorded = select(func.count()).where(
        Session.programme_id == programme_id, ~Session.cancelled, Session.record_version.is_not(None)
    )
    told = select(
        rebuild.is_under_way("dashboard").label("rebuilding"),
        recorded.where(Session.kind == "introduction").scalar_subquery().label("introductions_held"),
        recorded.where(Session.kind.in_(rules.COURSE)).scalar_subquery().label("sessions_held"),
    ).subquery()
    with_people = select(told, Funnel.part, Funnel.people).outerjoin_from(
        told, Funnel, Funnel.programme_id == programme_id
    )
    rows = tx.execute(with_people).all()
    return {
        "people": {row.part: row.people for row in rows if row.part},
        **{name: getattr(rows[0], name) for name in ("rebuilding", "introductions_held", "sessions_held")},
    }


def programmes_of_an_expert_or_trainer(person_id: UUID) -> tuple[Select[UUID], Select[UUID]]:
    """Ids of those in whose network they are, and of those in which they give a group; none of it while rebuilding."""
    dropped_ids = select(Merged.dropped_id).where(Merged.kept_id == person_id)
    is_person = or_(Progress.person_id == person_id, Progress.person_id.in_(dropped_ids))
    gives = literal(person_id) == any_(Group.trainer_ids)
    return (
        select(Progress.programme_id).where(Progress.step == "experts", is_person),
        select(Group.programme_id).where(gives),
    )


def _funnel(tx: Transaction, programme_id: UUID) -> tuple[bool, dict[str, int], dict[str, int]]:
    """Whether all this is being rebuilt, how many people each part has seen, and what files tell of the past.

    A row tells of the rebuilding and the past where nobody came yet.
    """
    told = select(rebuild.is_under_way("dashboard").label("rebuilding")).subquery()
    parts = select(told.c.rebuilding, Funnel.part, Funnel.people, Past)
    with_past = parts.outerjoin_from(told, Past, Past.programme_id == programme_id)
    rows = tx.execute(with_past.outerjoin(Funnel, Funnel.programme_id == programme_id)).all()
    return rows[0].rebuilding, {row.part: row.people for row in rows if row.part}, _past(rows[0].Past)


def _past(past: Past | None) -> dict[str, int]:
    """By the parts of the funnel where the file tells them."""
    if past is None:
        return dict.fromkeys(("trainings", "invited", "introduced", "grouped", "training_day", "completed"), 0)
    return {
        "trainings": past.introductions + past.courses,
        "invited": past.invited,
        "introduced": past.introduced,
        "grouped": past.registered,
        "training_day": past.attended,
        "completed": past.completed,
    }


def _rows(tx: Transaction, table: Any, *which: ColumnElement[bool]) -> Rows:
    """In the order in which things were made: that is how ids sort."""
    return tx.execute(select(*table.__table__.c).where(*which).order_by(*table.__table__.primary_key)).all()


def _programme(
    time_zone: str, registration: dict[str, Any], sessions: Rows, groups: Rows, surveys: Rows
) -> rules.Programme:
    """What the rules look at. A session or survey of which only the end is known so far stays out."""
    known = [
        rules.Session(
            id=row.session_id,
            group_id=row.group_id,
            kind=row.kind,
            on=local(row.starts_at, time_zone).date(),
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            recorded=row.record_version is not None,
            invited=row.invited,
        )
        for row in sessions
        if row.starts_at is not None
    ]
    of_group: defaultdict[UUID | None, list[rules.Session]] = defaultdict(list)
    for session in known:
        of_group[session.group_id].append(session)
    return rules.Programme(
        now=clock.now(),
        today=clock.today(time_zone),
        registered=registration["state"] == "registered",
        registered_on=registration["registered_at"] and local(registration["registered_at"], time_zone).date(),
        starts_on=registration["starts_on"],
        flags=registration["flags"],
        sessions=known,
        groups=[
            rules.Group(
                id=row.group_id,
                places=row.places,
                enrolled=row.enrolled,
                has_trainer=bool(row.trainer_ids),
                sessions=of_group[row.group_id],
            )
            for row in groups
        ],
        surveys=[
            rules.Survey(
                id=row.survey_id, group_id=row.group_id, closes_on=row.closes_on, closed=row.closed, wave=row.wave
            )
            for row in surveys
            if row.closes_on is not None
        ],
    )


def _group(row: Row[Any], group: rules.Group, now: datetime) -> dict[str, Any]:
    ahead = [session.starts_at for session in group.sessions if session.ends_at > now]
    return {
        "group_id": group.id,
        "places": group.places,
        "enrolled": group.enrolled,
        "waiting": row.waiting,
        "trainer_ids": row.trainer_ids,
        "completed": row.completed,
        "next_session_at": min(ahead, default=None),
        "state": rules.state_of_a_group(group, now),
    }


def _most_relevant(groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Courses that are over come last; of the others, the one that meets first."""
    never = datetime.max.replace(tzinfo=UTC)
    groups.sort(key=lambda group: (group["state"] == "completed", group["next_session_at"] or never))
    return groups[:MOST_SHOWN]
