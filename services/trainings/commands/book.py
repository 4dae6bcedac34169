"""The session book besides the record: what is planned, who can't come, who is there."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Delete, Insert, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session as Transaction

from services.trainings import access, attendance, rules
from services.trainings.commands.sessions import refuse_the_cancelled
from services.trainings.errors import ApologyTooLate, CheckInClosed, NotExpected, SessionIsRecorded
from services.trainings.tables import (
    Agenda,
    Apology,
    AttendanceChange,
    CheckIn,
    CheckInDesk,
    EarlierRecord,
    Record,
    Session,
)
from shared import clock
from shared.access import Actor
from shared.contracts import trainings as contract
from shared.errors import ChangedMeanwhile, NotFound


def set_agenda(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Also after the session was recorded: the record keeps the lines that were got to as they read then."""
    session, _record, _group = access.given_session(tx, actor, request["session_id"])
    access.lock(tx, session)
    refuse_the_cancelled(session)
    content = {name: rules.each_once(request[name]) for name in ("lines", "techniques")}
    agenda = tx.get(Agenda, session.id) or Agenda(session_id=session.id, version=0, lines=[], techniques=[])
    if agenda.version and all(getattr(agenda, name) == value for name, value in content.items()):
        return {"version": agenda.version}
    if request["version"] != agenda.version:
        raise ChangedMeanwhile(current=contract.Agenda().dump(agenda))
    for name, value in content.items():
        setattr(agenda, name, value)
    agenda.version += 1
    tx.add(agenda)
    return {"version": agenda.version}


def set_apology(tx: Transaction, actor: Actor, request: dict[str, Any]) -> None:
    session = _session_for(tx, actor, request)
    if rules.an_apology_comes_too_late(session.ends_at, clock.now()):
        raise ApologyTooLate()
    if request["apologised"]:
        _refuse_who_is_not_expected(tx, session, request["person_id"])
        tx.execute(_noted(Apology, session, request["person_id"]))
    else:
        tx.execute(_struck(Apology, session, request["person_id"]))


def open_check_in(tx: Transaction, actor: Actor, request: dict[str, Any]) -> None:
    """Gives the session its code. Opened twice it has one code."""
    session, _record, _group = access.given_session(tx, actor, request["session_id"])
    access.lock(tx, session)
    _refuse_what_is_over(session)
    if tx.scalar(select(CheckInDesk.id).where(CheckInDesk.session_id == session.id)) is None:
        tx.add(CheckInDesk(session_id=session.id, code=rules.a_new_code()))


def check_in(tx: Transaction, actor: Actor, request: dict[str, Any]) -> None:
    """By the person themselves in the hours of the check-in; by who gives the session at any time before the record."""
    session = _session_for(tx, actor, request)
    now = clock.now()
    is_about_oneself = actor.person_id == request["person_id"]
    if is_about_oneself and rules.how_the_check_in_stands(session.starts_at, session.ends_at, now) != "open":
        raise CheckInClosed()
    if request["here"]:
        _refuse_who_is_not_expected(tx, session, request["person_id"])
        tx.execute(_noted(CheckIn, session, request["person_id"], checked_in_at=now))
    else:
        tx.execute(_struck(CheckIn, session, request["person_id"]))


def believe(tx: Transaction, desk_id: UUID, person_id: UUID, moment: datetime) -> None:
    """Checks somebody in who said so at the desk at this moment, if they are expected."""
    session = tx.scalar(select(Session).join(CheckInDesk).where(CheckInDesk.id == desk_id))
    if session is None:
        return
    access.lock(tx, session)
    stands = rules.how_the_check_in_stands(session.starts_at, session.ends_at, moment)
    if session.state in ("planned", "open") and stands == "open" and _is_expected(tx, session, person_id):
        tx.execute(_noted(CheckIn, session, person_id, checked_in_at=moment))


def forget(tx: Transaction, person_id: UUID, nobody: UUID) -> None:
    """Of an erased person. What was recorded of them is counted on under the id of `nobody`."""
    owns = [{"owner_id": str(person_id)}]
    for record in (
        *tx.scalars(select(Record).where(Record.follow_ups.contains(owns))),
        *tx.scalars(select(EarlierRecord).where(EarlierRecord.follow_ups.contains(owns))),
    ):
        record.follow_ups = [_without_owner(each, person_id) for each in record.follow_ups]
    for table in (Apology, CheckIn):
        tx.execute(delete(table).where(table.person_id == person_id))
    changes = update(AttendanceChange).where(AttendanceChange.person_id == person_id)
    tx.execute(changes.values(person_id=nobody))
    tx.execute(update(EarlierRecord).where(EarlierRecord.recorded_by == person_id).values(recorded_by=None))


def _without_owner(follow_up: dict[str, Any], person_id: UUID) -> dict[str, Any]:
    return follow_up | {"owner_id": None} if follow_up.get("owner_id") == str(person_id) else follow_up


def _session_for(tx: Transaction, actor: Actor, request: dict[str, Any]) -> Session:
    """For who coordinates or gives it, and for the person whom the request is about."""
    if actor.id == request["person_id"]:
        session = tx.get(Session, request["session_id"])
        if session is None:
            raise NotFound()
    else:
        session, _record, _group = access.given_session(tx, actor, request["session_id"])
    access.lock(tx, session)
    _refuse_what_is_over(session)
    return session


def _refuse_what_is_over(session: Session) -> None:
    refuse_the_cancelled(session)
    if session.state == "recorded":
        raise SessionIsRecorded()


def _refuse_who_is_not_expected(tx: Transaction, session: Session, person_id: UUID) -> None:
    if not _is_expected(tx, session, person_id):
        raise NotExpected()


def _is_expected(tx: Transaction, session: Session, person_id: UUID) -> bool:
    people = attendance.people_of(session.id, session.group_id).subquery()
    return tx.scalar(select(people.c.person_id).where(people.c.person_id == person_id)) is not None


def _noted(table: type[Apology] | type[CheckIn], session: Session, person_id: UUID, **more: Any) -> Insert:
    """Once, however often it is said."""
    return insert(table).values(session_id=session.id, person_id=person_id, **more).on_conflict_do_nothing()


def _struck(table: type[Apology] | type[CheckIn], session: Session, person_id: UUID) -> Delete:
    return delete(table).where(table.session_id == session.id, table.person_id == person_id)
