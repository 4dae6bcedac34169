"""The path of a trainer: deciding, proposing, noting what no session shows."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session as Transaction

from services.trainings import rules
from services.trainings.errors import NotAMentor, PathNotYours, ThereAlready
from services.trainings.queries import facts
from services.trainings.tables import PathDecision, PathNote, PathProposal, Trainer
from shared import clock
from shared.access import COORDINATOR, Actor
from shared.database import settings_of
from shared.errors import ChangedMeanwhile, Invalid, NotFound
from shared.ids import new_id
from shared.taxonomies import codes


def decide_step(tx: Transaction, actor: Actor, request: dict[str, Any]) -> None:
    """The certificate counts from the day of the decision; the proposal of a mentor is done with."""
    _refuse_the_future(tx, "decided_on", request["decided_on"])
    trainer = _locked(tx, request["person_id"])
    if request["version"] != trainer.version:
        raise ChangedMeanwhile(current={"state": trainer.state, "version": trainer.version})
    steps, wanted = facts.steps(), request["state"]
    step = rules.the_step(steps, wanted)
    if rules.is_a_renewal(trainer.state, wanted) and trainer.version > 0 and step.months is None:
        raise ThereAlready()
    needs = _needs(trainer, steps, wanted)
    missing = rules.what_is_missing(needs, facts.done_by(tx, trainer, needs, wanted))
    if rules.a_decision_needs_a_reason(steps, trainer.state, wanted, missing) and request["reason"] is None:
        raise Invalid({"reason": ["step_needs_a_reason"]})
    _decide(tx, actor, trainer, step, request)


def _needs(trainer: Trainer, steps: Sequence[rules.Step], wanted: str) -> rules.Counts:
    if rules.is_a_renewal(trainer.state, wanted):
        return rules.the_step(steps, wanted).renewal
    return rules.what_a_step_takes(steps, trainer.state, wanted)


def _decide(tx: Transaction, actor: Actor, trainer: Trainer, step: rules.Step, request: dict[str, Any]) -> None:
    expires_on = rules.valid_until(request["decided_on"], step.months)
    tx.add(
        PathDecision(
            id=new_id(),
            person_id=trainer.person_id,
            state=step.code,
            decided_on=request["decided_on"],
            decided_by=actor.id,
            expires_on=expires_on,
            reason=request["reason"],
        )
    )
    trainer.state, trainer.since, trainer.expires_on = step.code, request["decided_on"], expires_on
    trainer.version += 1
    tx.execute(delete(PathProposal).where(PathProposal.person_id == trainer.person_id))


def propose_step(tx: Transaction, actor: Actor, request: dict[str, Any]) -> None:
    """A later proposal takes the place of an earlier one."""
    if request["person_id"] == actor.id or not facts.is_a_mentor(tx, actor):
        raise NotAMentor()
    trainer = _locked(tx, request["person_id"])
    if trainer.state == request["state"]:
        raise ThereAlready()
    proposal = insert(PathProposal).values(
        person_id=trainer.person_id, state=request["state"], proposed_by=actor.id, proposed_on=_today(tx)
    )
    latest = {name: proposal.excluded[name] for name in ("state", "proposed_by", "proposed_on")}
    tx.execute(proposal.on_conflict_do_update(index_elements=[PathProposal.person_id], set_=latest))


def note_requirement(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """For people who share no event: one thing that all of them did on the same day."""
    _refuse_the_future(tx, "on", request["on"])
    people = rules.each_once(request["person_ids"])
    put_on_the_path(tx, people)
    noted = tx.scalars(
        insert(PathNote).on_conflict_do_nothing().returning(PathNote.person_id),
        [
            {
                "id": new_id(),
                "person_id": person_id,
                "requirement": request["requirement"],
                "on": request["on"],
                "noted_by": actor.id,
            }
            for person_id in people
        ],
    ).all()
    return {"noted": len(noted), "already": len(people) - len(noted)}


def withdraw_note(tx: Transaction, actor: Actor, request: dict[str, Any]) -> None:
    """Noted by mistake."""
    if tx.scalar(delete(PathNote).where(PathNote.id == request["note_id"]).returning(PathNote.id)) is None:
        raise NotFound()


def set_languages(tx: Transaction, actor: Actor, request: dict[str, Any]) -> None:
    if request["person_id"] != actor.id and not actor.has(COORDINATOR):
        raise PathNotYours()
    _locked(tx, request["person_id"]).languages = rules.each_once(request["languages"])


def put_on_the_path(tx: Transaction, person_ids: Sequence[UUID]) -> None:
    """At its beginning; who is on it already stays where they are."""
    first = codes("trainer_path")[0]
    rows = [{"person_id": person_id, "state": first, "languages": [], "version": 0} for person_id in sorted(person_ids)]
    if rows:
        tx.execute(insert(Trainer).on_conflict_do_nothing(), rows)


def _locked(tx: Transaction, person_id: UUID) -> Trainer:
    put_on_the_path(tx, [person_id])
    return tx.scalars(select(Trainer).where(Trainer.person_id == person_id).with_for_update()).one()


def _today(tx: Transaction) -> date:
    return clock.today(settings_of(tx).time_zone)


def _refuse_the_future(tx: Transaction, field: str, day: date) -> None:
    if day > _today(tx):
        raise Invalid({field: ["in_the_future"]})
