from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from services.municipalities import queries
from services.municipalities.errors import ProgrammeNotYours
from services.municipalities.tables import Coordinator
from services.municipalities.triage import rules
from services.municipalities.triage.tables import Triage, TriageOutcome
from services.municipalities.wording.queries import what_looks_like_names
from shared.access import Actor
from shared.errors import NotFound


def triages(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """What was answered last comes first."""
    programme_id = queries.readable(tx, actor, request["programme_id"])["id"]
    told = aliased(TriageOutcome)
    latest = (
        select(told.id)
        .where(told.triage_id == Triage.id)
        .order_by(told.answered_at.desc(), told.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = tx.execute(
        select(Triage.id, Triage.title, TriageOutcome.outcome, TriageOutcome.answered_at)
        .join(TriageOutcome, TriageOutcome.id == latest)
        .where(Triage.programme_id == programme_id)
        .order_by(TriageOutcome.answered_at.desc(), Triage.id.desc())
    )
    return {"triages": [row._asdict() for row in rows]}


def triage(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """With all that was answered before, the latest first."""
    found = tx.get(Triage, request["triage_id"])
    if found is None:
        raise NotFound()
    if tx.get(Coordinator, (found.programme_id, actor.id)) is None:
        raise ProgrammeNotYours()
    history = [_as_data(outcome) for outcome in _outcomes(tx, found.id)]
    said = [found.title, *(outcome["why"] for outcome in history)]
    return {
        **{name: getattr(found, name) for name in ("id", "programme_id", "title", "version")},
        **history[0],
        "history": history[1:],
        "looks_like_names": what_looks_like_names(tx, found.programme_id, said),
    }


def _outcomes(tx: Session, triage_id: UUID) -> list[TriageOutcome]:
    order = (TriageOutcome.answered_at.desc(), TriageOutcome.id.desc())
    return list(tx.scalars(select(TriageOutcome).where(TriageOutcome.triage_id == triage_id).order_by(*order)))


def _as_data(outcome: TriageOutcome) -> dict[str, Any]:
    return {
        "answers": outcome.answers,
        "outcome": outcome.outcome,
        "reasons": rules.reasons_for(outcome.answers),
        "why": outcome.why,
        "answered_at": outcome.answered_at,
    }
