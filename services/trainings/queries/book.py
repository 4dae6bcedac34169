from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, literal, select
from sqlalchemy.orm import Session as Transaction
from sqlalchemy.orm import aliased

from services.trainings import access, rules
from services.trainings.attendance import States, content_of
from services.trainings.tables import (
    Agenda,
    Apology,
    Arrangements,
    AttendanceChange,
    CheckIn,
    CheckInDesk,
    EarlierRecord,
    Group,
    Programme,
    Record,
    Session,
    SessionRole,
)
from shared import clock
from shared.access import Actor
from shared.contracts import trainings as contract
from shared.errors import NotFound


@dataclass(frozen=True)
class Beside:
    agenda: Agenda | None
    code: str | None
    coordinator_ids: list[UUID]
    arrangements: Arrangements | None
    roles: list[SessionRole]
    training_day: tuple[datetime, Record] | None


NO_AGENDA = {"version": 0, "lines": [], "techniques": []}


def beside(tx: Transaction, session: Session) -> Beside:
    """What stands beside the session in rows of its own, in one statement. Beside a deepening half-day: when the
    training day of its group was, and its record, once it was recorded."""
    day, record = aliased(Session), aliased(Record)
    is_its_training_day = and_(
        literal(session.kind == "deepening"),
        day.group_id == session.group_id,
        day.kind == "training_day",
        day.state == "recorded",
    )
    rows = tx.execute(
        select(
            *(Agenda, CheckInDesk.code, Programme.coordinator_ids, Arrangements, SessionRole),
            *(day.starts_at.label("day_starts_at"), record),
        )
        .select_from(Programme)
        .outerjoin(Agenda, Agenda.session_id == session.id)
        .outerjoin(CheckInDesk, CheckInDesk.session_id == session.id)
        .outerjoin(Arrangements, Arrangements.session_id == session.id)
        .outerjoin(SessionRole, SessionRole.session_id == session.id)
        .outerjoin(day, is_its_training_day)
        .outerjoin(record, record.session_id == day.id)
        .where(Programme.id == session.programme_id)
        .order_by(SessionRole.role.desc(), SessionRole.person_id)
    ).all()
    first = rows[0]
    roles = [row.SessionRole for row in rows if row.SessionRole is not None]
    training_day = (first.day_starts_at, first[-1]) if first[-1] else None
    return Beside(first.Agenda, first.code, first.coordinator_ids, first.Arrangements, roles, training_day)


def book_of(tx: Transaction, session: Session, group: Group | None, states: States, found: Beside) -> dict[str, Any]:
    """The session book as the contract's `Book`: one statement."""
    owners = rules.who_may_see_to_a_follow_up(
        states, group.trainer_ids if group else [], found.coordinator_ids, of_a_group=group is not None
    )
    return {
        "agenda": found.agenda or NO_AGENDA,
        "presence": _presence(tx, session),
        "owner_ids": sorted(owners),
        "check_in_code": rules.as_shown(found.code) if found.code else None,
        "training_day": _training_day(*found.training_day) if found.training_day else None,
    }


def _presence(tx: Transaction, session: Session) -> list[dict[str, Any]]:
    said_no = select(Apology.person_id).where(Apology.session_id == session.id).subquery()
    said_yes = select(CheckIn.person_id, CheckIn.checked_in_at).where(CheckIn.session_id == session.id).subquery()
    person_id = func.coalesce(said_yes.c.person_id, said_no.c.person_id).label("person_id")
    rows = tx.execute(
        select(person_id, said_yes.c.checked_in_at, said_no.c.person_id.is_not(None).label("apologised"))
        .select_from(said_yes.outerjoin(said_no, said_no.c.person_id == said_yes.c.person_id, full=True))
        .order_by(person_id)
    )
    return [row._asdict() for row in rows]


def _training_day(starts_at: datetime, record: Record) -> dict[str, Any]:
    written = content_of(record)
    return {
        "session_id": record.session_id,
        "starts_at": starts_at,
        "agreements": written["agreements"],
        "follow_ups": written["follow_ups"],
    }


def check_in_door(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    found = tx.execute(
        select(Session, CheckInDesk.id)
        .join(CheckInDesk)
        .where(CheckInDesk.code == rules.as_kept(request["code"]), Session.state != "cancelled")
    ).first()
    if found is None:
        raise NotFound()
    session, desk_id = found
    state = rules.how_the_check_in_stands(session.starts_at, session.ends_at, clock.now())
    return {
        "kind": session.kind,
        "opens_at": rules.the_check_in_opens_at(session.starts_at),
        "closes_at": session.ends_at,
        "state": state,
        "desk_id": desk_id if state == "open" else None,
    }


def record_history(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """The record as it is and as it was, the latest first; nothing before the first save."""
    session, record, _group = access.given_session(tx, actor, request["session_id"])
    earlier = tx.scalars(
        select(EarlierRecord)
        .where(EarlierRecord.session_id == session.id)
        .order_by(EarlierRecord.version.desc())
        .limit(contract.MOST_VERSIONS - 1)
    )
    versions = [record, *earlier] if record.version else []
    changes = tx.scalars(
        select(AttendanceChange)
        .where(AttendanceChange.session_id == session.id, AttendanceChange.version > record.version - len(versions))
        .order_by(AttendanceChange.person_id)
    ).all()
    return {
        "versions": [
            {
                "version": each.version,
                "recorded_at": each.recorded_at,
                "recorded_by": each.recorded_by,
                **content_of(each),
                "attendance": [change for change in changes if change.version == each.version],
            }
            for each in versions
        ]
    }
