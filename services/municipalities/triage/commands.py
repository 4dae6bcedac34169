from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.municipalities import queries
from services.municipalities.triage import rules
from services.municipalities.triage.tables import Triage, TriageOutcome
from shared import clock
from shared.access import Actor
from shared.contracts.municipalities import TRIAGE_QUESTIONS
from shared.errors import ChangedMeanwhile, NotFound
from shared.ids import new_id


def start_triage(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    programme = queries.own(tx, actor, request["programme_id"])
    triage = Triage(id=new_id(), programme_id=programme.id, title=request["title"])
    tx.add(triage)
    tx.flush()
    _answer(tx, triage.id, _answers(request), None)
    return {"id": triage.id}


def answer_triage_anew(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """What was answered before stays, with why it is seen otherwise now."""
    triage = _own(tx, actor, request["triage_id"])
    if request["version"] != triage.version:
        raise ChangedMeanwhile(version=triage.version)
    triage.title = request["title"]
    triage.version += 1
    _answer(tx, triage.id, _answers(request), request["why"])


def remove_triage(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    tx.delete(_own(tx, actor, request["triage_id"]))


def _answer(tx: Session, triage_id: UUID, answers: dict[str, str], why: str | None) -> None:
    outcome = rules.outcome_of(answers)
    tx.add(
        TriageOutcome(
            id=new_id(), triage_id=triage_id, answers=answers, outcome=outcome, why=why, answered_at=clock.now()
        )
    )


def _answers(request: dict[str, Any]) -> dict[str, str]:
    return {question: request[question] for question in TRIAGE_QUESTIONS}


def _own(tx: Session, actor: Actor, triage_id: UUID) -> Triage:
    triage = tx.get(Triage, triage_id, with_for_update=True, populate_existing=True)
    if triage is None:
        raise NotFound()
    queries.own(tx, actor, triage.programme_id)
    return triage
