"""What anybody may know of editions, for as many as one likes in two statements."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session as Transaction

from services.trainings import editions, rules
from services.trainings.tables import Enrolment, Group, Invitation, Opening, Registration, Session
from shared import clock


def described(tx: Transaction, edition_ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """Those that exist, with `opening`, which is none for what was never opened."""
    sessions = _sessions(tx, edition_ids)
    groups = tx.execute(
        select(Group, Opening, _enrolled("enrolled"), _enrolled("waiting"), _held(Group.id))
        .outerjoin(Opening, Opening.edition_id == Group.id)
        .where(Group.id.in_(edition_ids))
    )
    found = {}
    for group, opening, enrolled, waiting, held in groups:
        its = [session for session, *_ in sessions if session.group_id == group.id and session.state != "cancelled"]
        starts = {session.kind: session.starts_at for session in its}
        is_kept = rules.a_free_place_is_kept_for_a_pair(starts.get("training_day"), clock.now())
        found[group.id] = {
            **_common(tx, opening, its, min(starts.values(), default=None)),
            "kind": "course",
            "name": group.name,
            "places": group.places,
            "free": rules.free_for_a_newcomer(group.places - enrolled - held, waiting, is_kept=is_kept),
            "waiting": waiting,
        }
    for session, opening, invited, held in sessions:
        if session.group_id is None:
            places = opening.places if opening else None
            begins_at = session.starts_at if session.state == "planned" else clock.now()
            found[session.id] = {
                **_common(tx, opening, [session], begins_at),
                "kind": "introduction",
                "name": session.title,
                "places": places,
                "free": None if places is None else max(places - invited - held, 0),
                "waiting": 0,
            }
    return found


def _common(tx: Transaction, opening: Opening | None, sessions: list[Session], begins_at: Any) -> dict[str, Any]:
    is_open = opening is not None and opening.open
    return {
        "opening": opening,
        "code": rules.as_shown(opening.code) if opening else None,
        "open": editions.can_register(tx, opening, begins_at, is_open=is_open),
        "begins_at": begins_at,
        "closes_on": opening.closes_on if opening else None,
        "language": opening.language if opening else None,
        "about": opening.about if opening else None,
        "sessions": [
            {name: getattr(session, name) for name in ("kind", "starts_at", "ends_at", "delivery", "place")}
            for session in sessions
        ],
    }


def _sessions(tx: Transaction, edition_ids: Collection[UUID]) -> list[Any]:
    """Introductions, and the sessions of groups."""
    invited = select(func.count()).where(Invitation.session_id == Session.id).correlate(Session).scalar_subquery()
    return list(
        tx.execute(
            select(Session, Opening, invited, _held(Session.id))
            .outerjoin(Opening, Opening.edition_id == Session.id)
            .where(or_(Session.group_id.in_(edition_ids), Session.id.in_(edition_ids)))
            .order_by(Session.starts_at, Session.id)
        )
    )


def _enrolled(state: str) -> ColumnElement[int]:
    return (
        select(func.count())
        .where(Enrolment.group_id == Group.id, Enrolment.state == state)
        .correlate(Group)
        .scalar_subquery()
    )


def _held(edition_id: Any) -> ColumnElement[int]:
    return (
        select(func.count())
        .where(Registration.edition_id == edition_id, Registration.state == "held")
        .correlate(Group, Session)
        .scalar_subquery()
    )
