from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.municipalities import queries as programmes
from services.municipalities.errors import NoPartInProgramme, SignalExpired, SignalJudged, SignalNotJudged
from services.municipalities.signals import queries, rules
from services.municipalities.signals.tables import Signal
from services.municipalities.tables import Area, Coordinator
from shared.access import Actor
from shared.errors import ChangedMeanwhile, Invalid, NotFound
from shared.ids import new_id

SEEN = ("area_id", "kind", "observed_on", "observation", "interpretation")


def add_signal(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    queries.refuse_a_stranger(tx, actor, request["programme_id"])
    today = queries.today_of(tx)
    _refuse_what_was_not_seen(tx, request, today)
    signal = Signal(
        id=new_id(),
        programme_id=request["programme_id"],
        author_id=actor.id,
        expires_on=rules.a_signal_stands_until(today),
        **{name: request[name] for name in SEEN},
    )
    tx.add(signal)
    return {"id": signal.id}


def change_signal(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """By who saw it or a coordinator, until it is judged: a judgement is about what stood there."""
    signal = _of_the_actor(tx, actor, request["signal_id"])
    _refuse_another_version(signal, request["version"])
    today = queries.today_of(tx)
    if not rules.an_observation_changes_until_it_is_judged(queries.state_of(signal, today)):
        raise SignalJudged()
    _refuse_what_was_not_seen(tx, request, today)
    for name in SEEN:
        setattr(signal, name, request[name])
    signal.version += 1


def judge_signal(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """What it may mean, and how much it weighs. A judgement may be made anew."""
    signal, today = _standing(tx, actor, request)
    signal.judgement, signal.judged_on = request["judgement"], today
    signal.version += 1


def decide_signal(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """What is done about it, which may be nothing. A decision may be made anew."""
    signal, today = _standing(tx, actor, request)
    if not rules.a_decision_follows_a_judgement(queries.state_of(signal, today)):
        raise SignalNotJudged()
    if request["decided_on"] > today:
        raise Invalid({"decided_on": ["in_the_future"]})
    signal.decision, signal.decided_on = request["decision"], request["decided_on"]
    signal.version += 1


def confirm_signal(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """It is still seen: it stands for as long again. What has expired comes back from the archive."""
    signal = _locked(tx, request["signal_id"])
    queries.refuse_a_stranger(tx, actor, signal.programme_id)
    today = queries.today_of(tx)
    signal.confirmed_on, signal.expires_on = today, rules.a_signal_stands_until(today)


def remove_signal(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """By a coordinator, or by who saw it until it is judged."""
    signal = _of_the_actor(tx, actor, request["signal_id"])
    is_coordinator = tx.get(Coordinator, (signal.programme_id, actor.id)) is not None
    if not is_coordinator and signal.judgement is not None:
        raise SignalJudged()
    tx.delete(signal)


def _standing(tx: Session, actor: Actor, request: dict[str, Any]) -> tuple[Signal, date]:
    """For a coordinator of its programme."""
    signal = _locked(tx, request["signal_id"])
    programmes.own(tx, actor, signal.programme_id)
    _refuse_another_version(signal, request["version"])
    today = queries.today_of(tx)
    if not rules.only_what_stands_is_judged_and_decided(queries.state_of(signal, today)):
        raise SignalExpired()
    return signal, today


def _of_the_actor(tx: Session, actor: Actor, signal_id: UUID) -> Signal:
    signal = _locked(tx, signal_id)
    queries.refuse_a_stranger(tx, actor, signal.programme_id)
    if signal.author_id != actor.id and tx.get(Coordinator, (signal.programme_id, actor.id)) is None:
        raise NoPartInProgramme()
    return signal


def _locked(tx: Session, signal_id: UUID) -> Signal:
    signal = tx.get(Signal, signal_id, with_for_update=True, populate_existing=True)
    if signal is None:
        raise NotFound()
    return signal


def _refuse_another_version(signal: Signal, version: int) -> None:
    if version != signal.version:
        raise ChangedMeanwhile(version=signal.version)


def _refuse_what_was_not_seen(tx: Session, request: dict[str, Any], today: date) -> None:
    if request["observed_on"] > today:
        raise Invalid({"observed_on": ["in_the_future"]})
    if tx.get(Area, request["area_id"]) is None:
        raise Invalid({"area_id": ["not_a_choice"]})
