from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from services.mediations import rules
from services.mediations.errors import MediationDestroyed
from services.mediations.tables import Entry, Mediation, MediationKey, Mediator, MediatorKey, Refusing
from shared import clock
from shared.access import COORDINATOR, Actor
from shared.database import settings_of
from shared.errors import NotFound

SEEN = ("id", "number", "stage", "outcome", "opened_on", "active_on", "mediator_id")
DETAILS = ("referred_from", "answered_on", "referred_to", "heard_on", "confidential_on", "closed_on", "ended_on")
ENTRY = ("id", "kind", "party_id", "happened_on", "due_on", "done_on", "techniques", "content", "version")
# That there is no key is said as one with version 0.
NO_KEY = {"by_passphrase": None, "by_recovery": None, "version": 0}


def mediations(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Coordinators see that there are all of them; a mediator those that they do or are asked for."""
    found = select(Mediation).where(Mediation.destroyed_on.is_(None))
    if not actor.has(COORDINATOR):
        found = found.where(Mediation.mediator_id == actor.id)
    if request["over"] is not None:
        found = found.where(Mediation.outcome.is_not(None) if request["over"] else Mediation.outcome.is_(None))
    return _page(tx, actor, found.order_by(Mediation.active_on.desc(), Mediation.number.desc()), request)


def mediation(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    found = tx.get(Mediation, request["mediation_id"])
    if found is None or not (actor.has(COORDINATOR) or found.mediator_id == actor.id):
        raise NotFound()
    if found.destroyed_on is not None:
        raise MediationDestroyed()
    details = {name: getattr(found, name) for name in DETAILS}
    return {**_summary(tx, actor, found), **details, **(_words(tx, found) if _is_theirs(found, actor) else NO_WORDS)}


def mediators(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    if tx.get(Mediation, request["mediation_id"]) is None:
        raise NotFound()
    declined = tx.scalars(select(Refusing.person_id).where(Refusing.mediation_id == request["mediation_id"])).all()
    return {"mediator_ids": tx.scalars(select(Mediator.person_id)).all(), "declined_ids": declined}


def mediator_key(tx: Session, actor: Actor, request: dict[str, Any]) -> Any:
    return tx.get(MediatorKey, actor.id) or NO_KEY


def own(tx: Session, actor: Actor, mediation_id: UUID) -> Mediation:
    """Locked, for its mediator; to everybody else there is none."""
    found = locked(tx, mediation_id)
    if not _is_theirs(found, actor):
        raise NotFound()
    return found


def locked(tx: Session, mediation_id: UUID) -> Mediation:
    found = tx.get(Mediation, mediation_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound()
    if found.destroyed_on is not None:
        raise MediationDestroyed()
    return found


def has_ground_rules(tx: Session, mediation: Mediation) -> bool:
    which = (Entry.mediation_id == mediation.id, Entry.kind == "ground_rules")
    return tx.scalar(select(func.count()).select_from(Entry).where(*which)) != 0


def is_written_in(tx: Session, mediation: Mediation) -> bool:
    entries = select(func.count()).select_from(Entry).where(Entry.mediation_id == mediation.id)
    return mediation.suitability is not None or tx.scalar(entries) != 0


def today(tx: Session) -> Any:
    return clock.today(settings_of(tx).time_zone)


NO_WORDS: dict[str, Any] = {"verdict": None, "suitability": None, "wrapped_key": None, "entries": []}


def _words(tx: Session, found: Mediation) -> dict[str, Any]:
    entries = tx.scalars(select(Entry).where(Entry.mediation_id == found.id).order_by(Entry.id))
    key = tx.get(MediationKey, found.id)
    return {
        "verdict": found.verdict,
        "suitability": found.suitability,
        "wrapped_key": key and key.wrapped,
        "entries": [{name: getattr(entry, name) for name in ENTRY} for entry in entries],
    }


def _summary(tx: Session, actor: Actor, found: Mediation) -> dict[str, Any]:
    return {
        **{name: getattr(found, name) for name in SEEN},
        "asked": found.mediator_id is not None and found.accepted_on is None,
        "mine": found.mediator_id == actor.id,
        "is_quiet": rules.is_quiet(found.active_on, found.outcome, today(tx)),
        "destroyed_by": rules.last_day(found.opened_on, found.ended_on, settings_of(tx).mediation_keep_days),
    }


def _is_theirs(found: Mediation, actor: Actor) -> bool:
    return found.mediator_id == actor.id and found.accepted_on is not None


def _page(tx: Session, actor: Actor, found: Select[Any], request: dict[str, Any]) -> dict[str, Any]:
    page, per_page = request["page"], request["per_page"]
    total = tx.scalar(select(func.count()).select_from(found.order_by(None).subquery())) or 0
    rows = tx.scalars(found.limit(per_page).offset((page - 1) * per_page))
    return {
        "items": [_summary(tx, actor, row) for row in rows],
        "total": total,
        "page": page,
        "pages": -(-total // per_page),
    }
