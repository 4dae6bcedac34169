from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Uuid, func, literal, select
from sqlalchemy.orm import Session as Transaction

from services.trainings import access
from services.trainings.queries.clashes import of_sessions
from services.trainings.queries.next_session import TO_COME
from services.trainings.tables import Arrangements, Group, Session, SessionRole
from shared.access import Actor
from shared.contracts import trainings as contract

LATEST = 300  # sessions among whose places is looked
MOST_LOCATIONS = 50


def arrangements(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    session, _record, group = access.given_session(tx, actor, request["session_id"])
    return arranged_for(tx, actor, session, group, *arrangements_and_roles(tx, session.id))


def arranged_for(
    tx: Transaction,
    actor: Actor,
    session: Session,
    group: Group | None,
    found: Arrangements | None,
    roles: list[SessionRole],
) -> dict[str, Any]:
    """As the contract's `Arrangements`: one statement while the session is to come, none afterwards."""
    is_to_come = session.state in TO_COME
    return (
        in_brief(session, group)
        | arrangements_as_data(session.id, found, roles)
        | {
            "roles": [role_as_data(role) for role in roles] or _as_trainers(group.trainer_ids if group else []),
            "clashes": of_sessions(tx, actor, Session.id == session.id).get(session.id, []) if is_to_come else [],
        }
    )


def in_brief(session: Session, group: Group | None) -> dict[str, Any]:
    fields = ("group_id", "kind", "title", "state", "starts_at", "ends_at")
    said = {field: getattr(session, field) for field in fields}
    return said | {"session_id": session.id, "group_name": group.name if group else None}


def arrangements_and_roles(tx: Transaction, session_id: UUID) -> tuple[Arrangements | None, list[SessionRole]]:
    """In one statement."""
    rows = tx.execute(
        select(Arrangements, SessionRole)
        .select_from(Session)
        .outerjoin(Arrangements, Arrangements.session_id == Session.id)
        .outerjoin(SessionRole, SessionRole.session_id == Session.id)
        .where(Session.id == session_id)
        .order_by(SessionRole.role.desc(), SessionRole.person_id)
    ).all()
    return rows[0][0], [role for _arranged, role in rows if role is not None]


def arrangements_as_data(session_id: UUID, found: Arrangements | None, roles: list[SessionRole]) -> dict[str, Any]:
    """Without its clashes, and with the roles that were written down alone."""
    fields = ("language", "interpreter", "interpreter_language", "time_zone", "reading", "version", "deleted_at")
    kept = found or Arrangements(session_id=session_id, interpreter="none", reading=[], version=0)
    data = {field: getattr(kept, field) for field in (*fields, *contract.ARRANGEMENTS)}
    return data | {"session_id": session_id, "roles": [role_as_data(role) for role in roles]}


def role_as_data(role: SessionRole) -> dict[str, Any]:
    return {"person_id": role.person_id, "role": role.role, "observed_id": role.observed_id}


def _as_trainers(person_ids: list[UUID]) -> list[dict[str, Any]]:
    return [{"person_id": person_id, "role": "trainer", "observed_id": None} for person_id in person_ids]


def reading_for() -> ColumnElement[list[UUID]]:
    """What to read before the session of a row."""
    chosen = select(Arrangements.reading).where(Arrangements.session_id == Session.id)
    return func.coalesce(chosen.correlate(Session).scalar_subquery(), literal([], ARRAY(Uuid)))


def locations(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Of the whole city: rooms are booked by everybody."""
    latest = (
        select(Session.place, Session.starts_at)
        .where(Session.place.is_not(None))
        .order_by(Session.starts_at.desc())
        .limit(LATEST)
        .subquery()
    )
    found = select(latest.c.place).group_by(latest.c.place).order_by(func.max(latest.c.starts_at).desc())
    return {"locations": list(tx.scalars(found.limit(MOST_LOCATIONS)))}
