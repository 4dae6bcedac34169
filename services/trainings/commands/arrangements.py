"""Language and arrangements of a session, and who does what in it. Both count as changes of the same thing."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session as Transaction

from services.trainings import access
from services.trainings.commands.sessions import refuse_the_cancelled
from services.trainings.commands.trainers import put_on_the_path
from services.trainings.errors import SessionIsOver
from services.trainings.queries.arrangements import arrangements_and_roles, arrangements_as_data
from services.trainings.tables import Arrangements, Group, Session, SessionRole
from shared import clock
from shared.access import Actor
from shared.contracts import trainings as contract
from shared.errors import ChangedMeanwhile, Invalid

GIVE = ("trainer", "co_trainer")


def save_arrangements(tx: Transaction, actor: Actor, request: dict[str, Any]) -> None:
    session, _record, _group = access.given_session(tx, actor, request["session_id"])
    access.lock_session(tx, session)
    refuse_the_cancelled(session)
    arranged = _the_same_version(tx, session, request)
    if session.ends_at <= clock.now() and any(request[field] for field in contract.ARRANGEMENTS):
        raise SessionIsOver()
    _refuse_half_an_interpreter(request)
    for field in contract.ArrangementsFields().fields:
        setattr(arranged, field, request[field])
    if any(request[field] for field in contract.ARRANGEMENTS):
        arranged.deleted_at = None
    arranged.version += 1


def set_session_roles(tx: Transaction, actor: Actor, request: dict[str, Any]) -> None:
    """Also of a session that was held: what was observed is often written down afterwards."""
    session = access.own_session(tx, actor, request["session_id"])
    access.lock_session(tx, session)
    refuse_the_cancelled(session)
    arranged = _the_same_version(tx, session, request)
    _refuse_who_observes_nobody(request["roles"])
    replace_roles(tx, session.id, request["roles"])
    arranged.version += 1


def replace_roles(tx: Transaction, session_id: UUID, roles: list[dict[str, Any]]) -> None:
    tx.execute(delete(SessionRole).where(SessionRole.session_id == session_id))
    if roles:
        tx.execute(insert(SessionRole), [{"session_id": session_id} | role for role in roles])
        put_on_the_path(tx, [role["person_id"] for role in roles])


def write_down_who_gives(tx: Transaction, session: Session, group: Group | None) -> None:
    """Of a session without roles: from now on a change of the group's trainers does not change who gave it."""
    if group is None or not group.trainer_ids:
        return
    if tx.scalars(select(SessionRole.person_id).where(SessionRole.session_id == session.id).limit(1)).first() is None:
        replace_roles(tx, session.id, [{"person_id": each, "role": "trainer"} for each in group.trainer_ids])


def delete_arrangements(tx: Transaction) -> None:
    """Of sessions that are over or will not take place: rooms, catering, special needs are of no use any more."""
    over = select(Session.id).where(or_(Session.ends_at <= clock.now(), Session.state == "cancelled"))
    some = or_(*(getattr(Arrangements, field).is_not(None) for field in contract.ARRANGEMENTS))
    gone = dict.fromkeys(contract.ARRANGEMENTS)
    tx.execute(
        update(Arrangements).where(some, Arrangements.session_id.in_(over)).values(**gone, deleted_at=clock.now())
    )


def _the_same_version(tx: Transaction, session: Session, request: dict[str, Any]) -> Arrangements:
    """The arrangements as the writer had it before them; one that is not there yet is made."""
    tx.execute(
        insert(Arrangements).values(session_id=session.id, version=0, interpreter="none").on_conflict_do_nothing()
    )
    arranged, roles = arrangements_and_roles(tx, session.id)
    assert arranged is not None
    if request["version"] != arranged.version:
        current = arrangements_as_data(session.id, arranged, roles)
        raise ChangedMeanwhile(current=contract.Arrangements(only=contract.ARRANGEMENTS_KEPT).dump(current))
    return arranged


def _refuse_half_an_interpreter(request: dict[str, Any]) -> None:
    if request["interpreter"] != "none" and request["interpreter_language"] is None:
        raise Invalid({"interpreter_language": ["required"]})


def _refuse_who_observes_nobody(roles: list[dict[str, Any]]) -> None:
    """Who is observed has to give the session, and nobody has two roles in it."""
    people = [role["person_id"] for role in roles]
    giving = {role["person_id"] for role in roles if role["role"] in GIVE}
    wrong: dict[str, list[str]] = {}
    for number, role in enumerate(roles):
        if role["person_id"] in people[:number]:
            wrong[f"roles.{number}.person_id"] = ["twice"]
        if role["role"] == "observer" and role["observed_id"] not in giving:
            wrong[f"roles.{number}.observed_id"] = ["observes_nobody"]
        if role["role"] != "observer" and role["observed_id"] is not None:
            wrong[f"roles.{number}.observed_id"] = ["not_a_choice"]
    if wrong:
        raise Invalid(wrong)
