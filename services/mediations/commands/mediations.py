"""From the intake to the end: who does it, what it needs before anything is written, its stages and its outcome."""

from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.mediations import rules
from services.mediations.commands.missing import refuse_what_is_missing
from services.mediations.errors import (
    HasAMediator,
    MediationIsOver,
    NoConsent,
    NoMediationKey,
    NotAMediator,
    NotClosedYet,
)
from services.mediations.queries.mediations import has_ground_rules, is_written_in, locked, own, today
from services.mediations.tables import Mediation, MediationKey, Mediator, MediatorKey, Refusing
from shared.access import Actor
from shared.contracts.mediations import MediationChanged
from shared.errors import ChangedMeanwhile, Invalid, NotFound
from shared.ids import new_id
from shared.messaging.outbox import publish


def open_mediation(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Who refers it in and whether the parties agree: nothing else is written down here."""
    _refuse_without_consent(request["referred_from"], request["consented"])
    now = today(tx)
    mediation = Mediation(
        id=new_id(),
        stage=rules.INTAKE,
        opened_on=now,
        active_on=now,
        opened_by=actor.id,
        referred_from=request["referred_from"],
        techniques=[],
    )
    tx.add(mediation)
    tx.flush()
    _announce(tx, mediation)
    return {"id": mediation.id}


def ask_mediator(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """They say themselves whether they can be impartial, before it is theirs."""
    mediation = locked(tx, request["mediation_id"])
    if mediation.accepted_on is not None:
        raise HasAMediator()
    mediator_id = request["mediator_id"]
    if tx.get(Mediator, mediator_id) is None or tx.get(Refusing, (mediation.id, mediator_id)) is not None:
        raise NotAMediator()
    mediation.mediator_id = mediator_id


def answer_request(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    mediation = locked(tx, request["mediation_id"])
    if mediation.mediator_id != actor.id:
        raise NotFound()
    if mediation.accepted_on is not None:
        raise HasAMediator()
    if request["answer"] == "no_conflict":
        mediation.accepted_on = mediation.active_on = today(tx)
        return
    mediation.mediator_id = None
    tx.execute(insert(Refusing).values(mediation_id=mediation.id, person_id=actor.id).on_conflict_do_nothing())


def note_answer(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    mediation = locked(tx, request["mediation_id"])
    if mediation.referred_from is None:
        raise NotFound()
    refuse_the_future(tx, answered_on=request["answered_on"])
    mediation.answered_on = request["answered_on"]


def set_mediator_key(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """The same key, wrapped anew, or the first one."""
    key = tx.get(MediatorKey, actor.id, with_for_update=True)
    if request["version"] != (key.version if key else 0):
        raise ChangedMeanwhile()
    wrapped = {name: request[name] for name in ("by_passphrase", "by_recovery")}
    made = insert(MediatorKey).values(person_id=actor.id, version=request["version"] + 1, **wrapped)
    changed = {**wrapped, "version": request["version"] + 1}
    tx.execute(made.on_conflict_do_update(index_elements=[MediatorKey.person_id], set_=changed))


def keep_key(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """Another one takes its place as long as nothing was sealed with it, for who starts over with a new key."""
    mediation, wrapped = own(tx, actor, request["mediation_id"]), request["wrapped"]
    kept = insert(MediationKey).values(mediation_id=mediation.id, wrapped=wrapped)
    if is_written_in(tx, mediation):
        tx.execute(kept.on_conflict_do_nothing())
    else:
        replaced = {"wrapped": wrapped}
        tx.execute(kept.on_conflict_do_update(index_elements=[MediationKey.mediation_id], set_=replaced))


def agree_confidentiality(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    mediation = own(tx, actor, request["mediation_id"])
    if tx.get(MediationKey, mediation.id) is None:
        raise NoMediationKey()
    refuse_the_future(tx, agreed_on=request["agreed_on"])
    mediation.confidential_on = request["agreed_on"]
    moved(tx, mediation)


def judge_suitability(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """Once, and anew whenever something comes to light."""
    mediation = own(tx, actor, request["mediation_id"])
    refuse_what_is_missing("no_confidentiality_yet" if mediation.confidential_on is None else None)
    mediation.verdict, mediation.suitability = request["verdict"], request["content"]
    moved(tx, mediation)


def set_stage(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """Going back is normal, from the follow-up too: then there is no outcome any more."""
    mediation, stage = own(tx, actor, request["mediation_id"]), request["stage"]
    missing = rules.what_is_missing_for_a_stage(
        stage,
        confidential=mediation.confidential_on is not None,
        verdict=mediation.verdict,
        has_ground_rules=has_ground_rules(tx, mediation),
        closed=mediation.outcome is not None,
    )
    refuse_what_is_missing(missing)
    if stage != rules.FOLLOW_UP:
        mediation.outcome = mediation.closed_on = mediation.ended_on = mediation.referred_to = None
        mediation.heard_on = None
    mediation.stage = stage
    moved(tx, mediation)
    _announce(tx, mediation)


def close_mediation(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """With an outcome; what is left is the follow-up."""
    mediation = own(tx, actor, request["mediation_id"])
    if mediation.outcome is not None:
        raise MediationIsOver()
    referred_to = request["referred_to"] if request["outcome"] == rules.REFERRED else None
    if request["outcome"] == rules.REFERRED and referred_to is None:
        raise Invalid({"referred_to": ["required"]})
    _refuse_without_consent(referred_to, request["consented"])
    mediation.outcome, mediation.stage, mediation.referred_to = request["outcome"], rules.FOLLOW_UP, referred_to
    moved(tx, mediation)
    mediation.closed_on = mediation.active_on
    _announce(tx, mediation)


def note_heard(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    mediation = own(tx, actor, request["mediation_id"])
    if mediation.referred_to is None:
        raise NotFound()
    refuse_the_future(tx, heard_on=request["heard_on"])
    mediation.heard_on = request["heard_on"]


def end_follow_up(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """From now on it waits for its destruction."""
    mediation = own(tx, actor, request["mediation_id"])
    if mediation.outcome is None:
        raise NotClosedYet()
    moved(tx, mediation)
    mediation.ended_on = mediation.ended_on or mediation.active_on


def moved(tx: Session, mediation: Mediation) -> None:
    """Something happened in it."""
    mediation.active_on = today(tx)


def _announce(tx: Session, mediation: Mediation) -> None:
    publish(tx, MediationChanged, mediation_id=mediation.id, stage=mediation.stage, outcome=mediation.outcome)


def _refuse_without_consent(sector: str | None, consented: bool) -> None:
    if not rules.nobody_is_referred_without_consent(sector, consented=consented):
        raise NoConsent()


def refuse_the_future(tx: Session, **days: Any) -> None:
    for name, day in days.items():
        if day is not None and day > today(tx):
            raise Invalid({name: ["in_the_future"]})
