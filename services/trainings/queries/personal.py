from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import Session as Transaction
from sqlalchemy.orm import aliased

from services.trainings import access, rules
from services.trainings.attendance import how_attended
from services.trainings.queries.arrangements import reading_for
from services.trainings.queries.certificates import key_of
from services.trainings.queries.sessions import PLAN
from services.trainings.tables import (
    Apology,
    Attendance,
    Certificate,
    CheckIn,
    Completion,
    Enrolment,
    Group,
    Invitation,
    Reflection,
    Session,
)
from shared import clock
from shared.access import COORDINATOR, TRAINER, Actor
from shared.contracts.trainings import MOST_IN_CALENDAR

A_YEAR = timedelta(days=365)


def my_course(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    groups = tx.execute(_groups_of(actor.id)).all()
    sessions: dict[UUID | None, list[dict[str, Any]]] = {}
    for row in tx.execute(_sessions_of(actor.id)):
        sessions.setdefault(row.group_id, []).append(row._asdict() | {"check_in": _how_the_check_in_stands(row)})
    return {
        "groups": [
            group._asdict()
            | {
                "question_code": rules.as_shown(group.question_code),
                "certificate_key": key_of(tx, group.certificate_id) if group.certificate_id else None,
                "sessions": sessions.get(group.id, []),
            }
            for group in groups
        ],
        "introductions": sessions.get(None, []),
    }


def _how_the_check_in_stands(session: Any) -> str | None:
    if session.state not in ("planned", "open"):
        return None
    return rules.how_the_check_in_stands(session.starts_at, session.ends_at, clock.now())


def _groups_of(person_id: UUID) -> Select[*tuple[Any, ...]]:
    ahead = aliased(Enrolment)
    position = (
        select(func.count())
        .where(ahead.group_id == Enrolment.group_id, ahead.state == "waiting", ahead.number <= Enrolment.number)
        .correlate(Enrolment)
        .scalar_subquery()
    )
    written = and_(Reflection.programme_id == Enrolment.programme_id, Reflection.person_id == person_id)
    certificate = and_(
        Certificate.group_id == Enrolment.group_id, Certificate.person_id == person_id, Certificate.revoked_at.is_(None)
    )
    completed = and_(Completion.group_id == Enrolment.group_id, Completion.person_id == person_id)
    return (
        select(
            Group.id,
            Group.programme_id,
            Group.name,
            Enrolment.state,
            case((Enrolment.state == "waiting", position)).label("position"),
            Completion.person_id.is_not(None).label("completed"),
            Group.trainer_ids,
            Group.question_code,
            case((Reflection.version.is_(None), "none"), (Reflection.shared, "shared"), else_="private").label(
                "reflection"
            ),
            Certificate.id.label("certificate_id"),
        )
        .join(Enrolment, Enrolment.group_id == Group.id)
        .outerjoin(Completion, completed)
        .outerjoin(Reflection, written)
        .outerjoin(Certificate, certificate)
        .where(Enrolment.person_id == person_id)
        .order_by(Group.id.desc())
    )


def _sessions_of(person_id: UUID) -> Select[*tuple[Any, ...]]:
    attended = and_(Attendance.session_id == Session.id, Attendance.person_id == person_id)
    said = {
        name: exists(literal(1)).where(table.session_id == Session.id, table.person_id == person_id)
        for name, table in (("apologised", Apology), ("checked_in", CheckIn))
    }
    return (
        select(*PLAN, how_attended().label("attendance"), reading_for().label("reading"))
        .add_columns(*(one.label(name) for name, one in said.items()))
        .outerjoin(Attendance, attended)
        .where(_takes_part_in(person_id))
        .order_by(Session.starts_at, Session.id)
    )


def my_calendar(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """The cancelled ones too, so that a calendar can say so."""
    theirs = _takes_part_in(actor.id)
    runs = access.is_visible_to(actor, Session.programme_id, Session.group_id)
    statement = (
        select(*PLAN, Session.version.label("revision"), Group.name.label("group_name"), theirs.label("takes_part"))
        .outerjoin_from(Session, Group, Group.id == Session.group_id)
        .where(or_(theirs, runs if actor.has(COORDINATOR, TRAINER) else literal(False)))
        .where(Session.ends_at > clock.now() - A_YEAR)
    )
    if request["session_id"] is not None:
        statement = statement.where(Session.id == request["session_id"])
    latest_first = statement.order_by(Session.starts_at.desc(), Session.id).limit(MOST_IN_CALENDAR)
    return {"sessions": [row._asdict() for row in tx.execute(latest_first)]}


def _takes_part_in(person_id: UUID) -> ColumnElement[bool]:
    """Who waits for a place hears of the sessions when they get one."""
    groups = select(Enrolment.group_id).where(Enrolment.person_id == person_id, Enrolment.state == "enrolled")
    introductions = select(Invitation.session_id).where(Invitation.person_id == person_id)
    return or_(
        func.coalesce(Session.group_id == access.any_of(groups), literal(False)),
        Session.id == access.any_of(introductions),
    )
