from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, func, select
from sqlalchemy.orm import Session

from services.municipalities import queries
from services.municipalities.dashboard import queries as dashboard
from services.municipalities.errors import NoPartInProgramme
from services.municipalities.signals import rules
from services.municipalities.signals.tables import Signal
from services.municipalities.tables import Coordinator, Programme
from services.municipalities.wording.queries import what_looks_like_names
from shared import clock
from shared.access import Actor
from shared.database import settings_of
from shared.errors import NotFound

LISTED = ("id", "programme_id", "area_id", "kind", "observed_on", "observation", "expires_on")
TEXTS = ("observation", "interpretation", "judgement", "decision")
REST = ("interpretation", "judgement", "judged_on", "decision", "decided_on", "confirmed_on", "version")


def signal_programmes(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Those whose signals the actor reads and adds to: as coordinator, as trainer of a group, as network expert."""
    statement = select(Programme, queries.COORDINATOR_IDS).where(Programme.id.in_(_part_in(actor)))
    return {
        "programmes": [
            {"id": programme.id, "name": programme.name, "yours": actor.id in coordinator_ids}
            for programme, coordinator_ids in tx.execute(statement.order_by(Programme.started_at.desc()))
        ]
    }


def signals(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """What was seen last comes first. What has expired is listed only by its state."""
    today = today_of(tx)
    filters: list[ColumnElement[bool]] = [Signal.programme_id.in_(_part_in(actor)), *_in_state(request["state"], today)]
    for column, name in ((Signal.programme_id, "programme_id"), (Signal.area_id, "area_id"), (Signal.kind, "kind")):
        if request[name] is not None:
            filters.append(column == request[name])
    page, per_page = request["page"], request["per_page"]
    total = tx.scalar(select(func.count()).select_from(Signal).where(*filters)) or 0
    found = tx.scalars(
        select(Signal)
        .where(*filters)
        .order_by(Signal.observed_on.desc(), Signal.id.desc())
        .limit(per_page)
        .offset((page - 1) * per_page)
    )
    return {
        "items": [_listed(signal, today) for signal in found],
        "total": total,
        "page": page,
        "pages": -(-total // per_page),
    }


def signal(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    found = tx.get(Signal, request["signal_id"])
    if found is None:
        raise NotFound()
    refuse_a_stranger(tx, actor, found.programme_id)
    is_coordinator = tx.get(Coordinator, (found.programme_id, actor.id)) is not None
    said = [getattr(found, name) for name in TEXTS]
    return (
        _listed(found, today_of(tx))
        | {name: getattr(found, name) for name in REST}
        | {
            "yours": is_coordinator,
            # Whom to ask about it is for who follows it up.
            "author_id": found.author_id if is_coordinator else None,
            "mine": found.author_id == actor.id,
            "looks_like_names": what_looks_like_names(tx, found.programme_id, said),
        }
    )


def refuse_a_stranger(tx: Session, actor: Actor, programme_id: UUID) -> None:
    """Who has no part in the programme."""
    if tx.get(Programme, programme_id) is None:
        raise NotFound()
    if programme_id not in set(tx.scalars(_part_in(actor))):
        raise NoPartInProgramme()


def today_of(tx: Session) -> date:
    return clock.today(settings_of(tx).time_zone)


def state_of(signal: Signal, today: date) -> str:
    judged, decided = signal.judgement is not None, signal.decision is not None
    return rules.state_of_a_signal(judged, decided, signal.expires_on, today)


def _listed(signal: Signal, today: date) -> dict[str, Any]:
    return {name: getattr(signal, name) for name in LISTED} | {"state": state_of(signal, today)}


def _in_state(state: str | None, today: date) -> Sequence[ColumnElement[bool]]:
    if state == "expired":
        return [Signal.expires_on < today]
    stands = Signal.expires_on >= today
    return {
        None: [stands],
        "new": [stands, Signal.judgement.is_(None)],
        "judged": [stands, Signal.judgement.is_not(None), Signal.decision.is_(None)],
        "decided": [stands, Signal.decision.is_not(None)],
    }[state]


def _part_in(actor: Actor) -> CompoundSelect[UUID]:
    """Ids of programmes."""
    coordinated = select(Coordinator.programme_id).where(Coordinator.person_id == actor.id)
    return coordinated.union(*dashboard.programmes_of_an_expert_or_trainer(actor.id))
