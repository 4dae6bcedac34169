from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.orm import Session

from services.identity import rules
from services.identity.queries.people import HELD_ROLES, HERE
from services.identity.tables import OpenSession, Person
from services.identity.tokens import hash_of
from shared import access, clock
from shared.access import Actor
from shared.database import settings_of
from shared.errors import SignInRequired


def open_at(now: datetime) -> ColumnElement[bool]:
    return and_(
        OpenSession.last_seen_at > now - rules.SESSION_IDLE,
        OpenSession.started_at > now - rules.SESSION_AGE,
    )


def resume_session(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Who the session belongs to, with their roles as of now. Asked at every request."""
    now = clock.now()
    found = tx.execute(
        select(
            OpenSession.id,
            OpenSession.person_id,
            OpenSession.last_seen_at,
            Person.name,
            Person.language,
            HELD_ROLES.label("roles"),
        )
        .join(Person, Person.id == OpenSession.person_id)
        .where(OpenSession.token_hash == hash_of(request["session_token"]), open_at(now), HERE)
    ).first()
    if found is None:
        raise SignInRequired()
    if rules.the_last_visit_is_worth_noting(found.last_seen_at, now):
        tx.execute(update(OpenSession).where(OpenSession.id == found.id).values(last_seen_at=now))
    settings = settings_of(tx)
    return {
        "token": access.sign(Actor(found.person_id, frozenset(found.roles)), settings.secret_key),
        "person_id": found.person_id,
        "session_id": found.id,
        "name": found.name,
        "language": found.language or settings.default_language,
        "roles": found.roles,
    }


def sessions(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """The actor's own, the latest seen first."""
    found = tx.scalars(
        select(OpenSession)
        .where(OpenSession.person_id == actor.id, open_at(clock.now()))
        .order_by(OpenSession.last_seen_at.desc(), OpenSession.id)
    )
    return {
        "sessions": [
            {
                "id": one.id,
                "device": one.device,
                "started_at": one.started_at,
                "last_seen_at": one.last_seen_at,
                "current": one.id == request["session_id"],
            }
            for one in found
        ]
    }
