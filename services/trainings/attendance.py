"""Who belongs to a session and how they attended, and the record as the contract shows it."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, and_, func, select, union
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.orm import Session as Transaction

from services.trainings.tables import Attendance, EarlierRecord, Enrolment, Invitation, Record, Session
from shared.contracts import trainings as contract

States = dict[UUID, str]

# What a record holds besides the attendance.
CONTENT = ("techniques", "covered", "notes", "insights", "agreements", "follow_ups")

# Either of one session, or of the session of the row at hand.
IdOfSession = UUID | InstrumentedAttribute[UUID]
IdOfGroup = UUID | None | InstrumentedAttribute[UUID | None]


def people_of(session_id: IdOfSession, group_id: IdOfGroup) -> CompoundSelect[tuple[UUID]]:
    """The invited or the enrolled. Who left the group after attending stays in the record."""
    return union(
        select(Invitation.person_id).where(Invitation.session_id == session_id).correlate(Session),
        select(Enrolment.person_id)
        .where(Enrolment.group_id == group_id, Enrolment.state == "enrolled")
        .correlate(Session),
        select(Attendance.person_id).where(Attendance.session_id == session_id).correlate(Session),
    )


def states_of(tx: Transaction, session: Session) -> States:
    """person -> how they attended, for everybody who belongs to the session."""
    people = people_of(session.id, session.group_id).subquery()
    attended = and_(Attendance.session_id == session.id, Attendance.person_id == people.c.person_id)
    rows = tx.execute(
        select(people.c.person_id, how_attended()).outerjoin(Attendance, attended).order_by(people.c.person_id)
    )
    return dict(rows.all())


def how_attended(state: Any = Attendance.state) -> ColumnElement[str]:
    return func.coalesce(state, "not_recorded")


def present(states: States) -> int:
    return list(states.values()).count("present")


def people_with(states: States, state: str) -> list[UUID]:
    return [person_id for person_id, theirs in states.items() if theirs == state]


def record_as_data(record: Record, states: States) -> dict[str, Any]:
    return {
        "version": record.version,
        "recorded_at": record.recorded_at,
        "recorded_by": record.recorded_by,
        "ground_rules": record.ground_rules,
        "ground_rules_agreed_at": record.ground_rules_agreed_at,
        "attendance": [{"person_id": person_id, "state": state} for person_id, state in states.items()],
        **content_of(record),
    }


def content_of(record: Record | EarlierRecord) -> dict[str, Any]:
    """What was written down, as the contract shows it."""
    written = {field: getattr(record, field) for field in CONTENT}
    return written | {"follow_ups": contract.FollowUp(many=True).load(record.follow_ups)}
