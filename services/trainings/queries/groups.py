from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session as Transaction
from sqlalchemy.orm import aliased

from services.trainings import access, editions, rules
from services.trainings.attendance import how_attended
from services.trainings.queries import filters, sessions
from services.trainings.queries.next_session import TO_COME, next_session_at
from services.trainings.queries.pages import page_of
from services.trainings.queries.questions import questions_of
from services.trainings.tables import Attendance, Completion, Enrolment, Group, Registration, Session
from shared import clock
from shared.access import Actor


def group(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    found = access.given_group(tx, actor, request["group_id"])
    its_sessions = _sessions_of(tx, found.id)
    parts = {session["kind"]: session["id"] for session in its_sessions if session["state"] != "cancelled"}
    members = _members_of(tx, found.id, parts)
    return {
        "id": found.id,
        "programme_id": found.programme_id,
        "name": found.name,
        "places": found.places,
        "places_reason": found.places_reason,
        "held": editions.held(tx, found.id),
        "enrolled": sum(member["state"] == "enrolled" for member in members),
        "waiting": sum(member["state"] == "waiting" for member in members),
        "trainer_ids": found.trainer_ids,
        "next_session_at": min(_starts_to_come(its_sessions), default=None),
        "version": found.version,
        "members": members,
        "sessions": its_sessions,
        "question_code": rules.as_shown(found.question_code),
        "questions": questions_of(tx, found.id),
    }


def groups(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    access.refuse_a_stranger_to(tx, actor, request["programme_id"], None)
    statement = select(
        Group.id,
        Group.programme_id,
        Group.name,
        Group.places,
        Group.trainer_ids,
        _people("enrolled").label("enrolled"),
        _people("waiting").label("waiting"),
        next_session_at().label("next_session_at"),
        filters.state_of_a_group().label("state"),
    ).where(access.is_visible_to(actor, Group.programme_id, Group.id, mine=request["mine"]))
    statement = statement.where(*filters.of_groups(request))
    rows, place = page_of(tx, statement.order_by(Group.name, Group.id), request)
    return {"items": [row._asdict() for row in rows]} | place


def _people(state: str) -> ColumnElement[int]:
    return (
        select(func.count())
        .where(Enrolment.group_id == Group.id, Enrolment.state == state)
        .correlate(Group)
        .scalar_subquery()
    )


def _sessions_of(tx: Transaction, group_id: UUID) -> list[dict[str, Any]]:
    statement = sessions.summaries().where(Session.group_id == group_id)
    return sessions.as_data(tx.execute(statement.order_by(Session.starts_at, Session.id)))


def _starts_to_come(its_sessions: list[dict[str, Any]]) -> Iterator[Any]:
    for session in its_sessions:
        if session["state"] in TO_COME and session["ends_at"] > clock.now():
            yield session["starts_at"]


def _members_of(tx: Transaction, group_id: UUID, parts: dict[str, UUID]) -> list[dict[str, Any]]:
    """The enrolled in the order in which they came, then the waiting list in its order.

    A part of the course that is not planned has no attendance, not even one that is not recorded.
    """
    day, deepening = aliased(Attendance), aliased(Attendance)
    rows = tx.execute(
        select(
            Enrolment.person_id,
            Enrolment.state,
            how_attended(day.state).label("training_day"),
            how_attended(deepening.state).label("deepening"),
            Completion.person_id.is_not(None).label("completed"),
            Registration.pair_id,
        )
        .outerjoin(
            Registration,
            and_(Registration.edition_id == group_id, Registration.person_id == Enrolment.person_id),
        )
        .outerjoin(day, _attended(day, parts.get("training_day")))
        .outerjoin(deepening, _attended(deepening, parts.get("deepening")))
        .outerjoin(Completion, and_(Completion.group_id == group_id, Completion.person_id == Enrolment.person_id))
        .where(Enrolment.group_id == group_id)
        .order_by(Enrolment.state, Enrolment.number)
    ).all()
    enrolled = sum(row.state == "enrolled" for row in rows)
    return [
        row._asdict()
        | {"position": place - enrolled if row.state == "waiting" else None}
        | {kind: None for kind in ("training_day", "deepening") if kind not in parts}
        for place, row in enumerate(rows, start=1)
    ]


def _attended(part: Any, session_id: UUID | None) -> ColumnElement[bool]:
    return and_(part.session_id == session_id, part.person_id == Enrolment.person_id)
