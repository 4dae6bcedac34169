"""Where trainers stand, one or all of them, and who trained whom."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, cast, func, select
from sqlalchemy.orm import Session as Transaction
from sqlalchemy.orm import aliased

from services.trainings import rules
from services.trainings.errors import PathNotYours
from services.trainings.people.queries import is_known
from services.trainings.queries import facts
from services.trainings.queries.facts import Fact
from services.trainings.tables import Completion, PathDecision, PathProposal, Session, SessionRole, Trainer
from shared import clock
from shared.access import COORDINATOR, Actor
from shared.contracts import trainings as contract
from shared.database import settings_of
from shared.errors import NotFound

GIVE = ("trainer", "co_trainer")


def trainers(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Everybody on the path for coordinators and mentors; for another trainer nobody but themselves."""
    statement = select(Trainer, PathProposal).outerjoin(PathProposal, PathProposal.person_id == Trainer.person_id)
    if not actor.has(COORDINATOR) and not facts.is_a_mentor(tx, actor):
        statement = statement.where(Trainer.person_id == actor.id)
    if request["state"] is not None:
        statement = statement.where(Trainer.state == request["state"])
    rows = tx.execute(statement.order_by(Trainer.person_id).limit(contract.MOST_TRAINERS)).all()
    found = facts.facts_of(tx, [trainer.person_id for trainer, _proposal in rows])
    today = _today(tx)
    return {
        "trainers": [
            _summary(trainer, found[trainer.person_id], today) | {"proposed": proposal is not None}
            for trainer, proposal in rows
        ]
    }


def path(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    person_id = request["person_id"]
    is_mentor = person_id != actor.id and not actor.has(COORDINATOR) and facts.is_a_mentor(tx, actor)
    _refuse_a_stranger(actor, person_id, is_mentor)
    proposal = tx.get(PathProposal, person_id)
    found = facts.facts_of(tx, [person_id])[person_id]
    trainer = tx.get(Trainer, person_id)
    if trainer is None:
        if not found:
            _refuse_who_is_unknown(tx, person_id)
        trainer = _at_the_beginning(person_id)
    step = rules.the_step(facts.steps(), trainer.state)
    return _summary(trainer, found, _today(tx)) | {
        "version": trainer.version,
        "needs": _counted(rules.what_a_step_takes(facts.steps(), trainer.state, _next(trainer)), found),
        "renewal": _counted(step.renewal, found, trainer.since) if step.months else None,
        "facts": [_fact_as_data(fact) for fact in found],
        "decisions": _decisions(tx, person_id),
        "proposed": proposal is not None,
        "proposal": _proposal_as_data(proposal) if proposal else None,
        "may_decide": actor.has(COORDINATOR),
        "may_propose": is_mentor,
        **_trained(tx, person_id),
    }


def trained(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Whom somebody trained and by whom they were trained: ids, groups and days, as recorded."""
    _refuse_a_stranger(actor, request["person_id"], is_mentor=False)
    found = _trained(tx, request["person_id"])
    if not any(found.values()):
        _refuse_who_is_unknown(tx, request["person_id"])
    return found


def _refuse_a_stranger(actor: Actor, person_id: UUID, is_mentor: bool) -> None:
    if actor.id != person_id and not actor.has(COORDINATOR) and not is_mentor:
        raise PathNotYours()


def _refuse_who_is_unknown(tx: Transaction, person_id: UUID) -> None:
    if not is_known(tx, person_id):
        raise NotFound()


def _at_the_beginning(person_id: UUID) -> Trainer:
    return Trainer(person_id=person_id, state=facts.steps()[0].code, languages=[], version=0)


def _next(trainer: Trainer) -> str:
    step = rules.the_next_step(facts.steps(), trainer.state)
    return step.code if step else trainer.state


def _summary(trainer: Trainer, found: list[Fact], today: date) -> dict[str, Any]:
    step = rules.the_next_step(facts.steps(), trainer.state)
    needs = rules.what_a_step_takes(facts.steps(), trainer.state, step.code) if step else {}
    return {
        "person_id": trainer.person_id,
        "state": trainer.state,
        "since": trainer.since,
        "expires_on": trainer.expires_on,
        "expiry": rules.expiry(trainer.expires_on, today),
        "languages": trainer.languages,
        "next_state": step.code if step else None,
        "missing": [each for each in _counted(needs, found) if each["done"] < each["needed"]],
        "given": sum(fact.source in GIVE for fact in found),
    }


def _counted(needs: rules.Counts, found: list[Fact], since: date | None = None) -> list[dict[str, Any]]:
    done = rules.how_often(facts.requirements(found, since), needs)
    return [{"requirement": code, "needed": count, "done": done[code]} for code, count in needs.items()]


def _fact_as_data(fact: Fact) -> dict[str, Any]:
    fields = ("on", "session_id", "by_id", "note_id")
    return {"requirement": fact.source} | {field: getattr(fact, field) for field in fields}


def _decisions(tx: Transaction, person_id: UUID) -> list[dict[str, Any]]:
    """The latest first."""
    rows = tx.execute(
        select(
            PathDecision.state,
            PathDecision.decided_on,
            PathDecision.decided_by,
            PathDecision.expires_on,
            PathDecision.reason,
        )
        .where(PathDecision.person_id == person_id)
        .order_by(PathDecision.id.desc())
    )
    return [row._asdict() for row in rows]


def _proposal_as_data(proposal: PathProposal) -> dict[str, Any]:
    return {name: getattr(proposal, name) for name in ("state", "proposed_by", "proposed_on")}


def _trained(tx: Transaction, person_id: UUID) -> dict[str, Any]:
    return {
        "trained": _trainings(tx, SessionRole.person_id == person_id, Completion.person_id),
        "trained_by": _trainings(tx, Completion.person_id == person_id, SessionRole.person_id),
    }


def _trainings(tx: Transaction, who: ColumnElement[bool], other: Any) -> list[dict[str, Any]]:
    """Who gave a recorded session of a course trained those who completed it; each of them once a group."""
    day = aliased(Session)
    completed_on = func.max(cast(func.timezone(settings_of(tx).time_zone, day.starts_at), Date))
    rows = tx.execute(
        select(other.label("person_id"), Completion.group_id, completed_on.label("on"))
        .join_from(Completion, Session, Session.group_id == Completion.group_id)
        .join(SessionRole, SessionRole.session_id == Session.id)
        .join(day, (day.group_id == Completion.group_id) & (day.kind == "deepening") & (day.state == "recorded"))
        .where(who, Session.state == "recorded", SessionRole.role.in_(GIVE))
        .where(SessionRole.person_id != Completion.person_id)
        .group_by(other, Completion.group_id)
        .order_by(completed_on.desc(), other)
    )
    return [row._asdict() for row in rows]


def _today(tx: Transaction) -> date:
    return clock.today(settings_of(tx).time_zone)
