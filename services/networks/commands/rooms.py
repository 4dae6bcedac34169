"""The room of an intervision: it begins, moves from step to step, and ends."""

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from services.networks import rules
from services.networks.commands.intervisions import locked, refuse_what_is_over
from services.networks.errors import ForTheFacilitator, IntervisionNotOpen, NotAtIntervision, TooFewAtIntervision
from services.networks.queries import intervisions as queries
from services.networks.tables import AtIntervision, Intervision
from shared import clock
from shared.access import Actor
from shared.contracts.networks import IntervisionHeld
from shared.errors import Invalid
from shared.messaging.outbox import publish


def begin_intervision(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """By anybody who takes part. The roles go round among those who are there."""
    intervision, at = locked(tx, actor, request)
    refuse_what_is_over(intervision)
    if intervision.state == "open":
        return
    if not rules.the_room_is_open(intervision.state, intervision.starts_at, clock.now()):
        raise IntervisionNotOpen()
    here = set(request["person_ids"])
    if not here <= {seat.person_id for seat in at}:
        raise NotAtIntervision()
    if not rules.enough_people_are_there(here):
        raise TooFewAtIntervision(fewest=rules.FEWEST_AT_INTERVISION)
    roles = queries.roles_of(tx, [seat for seat in at if seat.person_id in here])
    for seat in at:
        seat.role = roles.get(seat.person_id, rules.PARTICIPANT)
        seat.came = seat.person_id in here
    intervision.state = "open"
    _show(intervision, 0)


def go_to_step(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """Any step: on, past some, or back."""
    intervision = _led(tx, actor, request)
    if request["step"] >= len(intervision.minutes):
        raise Invalid({"step": ["not_a_choice"]})
    if request["step"] != intervision.step:
        _show(intervision, request["step"])


def extend_step(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    intervision = _led(tx, actor, request)
    step = intervision.step or 0
    if request["step"] == step and rules.a_step_can_be_longer(intervision.minutes[step]):
        longer = list(intervision.minutes)
        longer[step] += rules.EXTENSION_MINUTES
        intervision.minutes = longer
        intervision.version += 1


def end_intervision(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    intervision, at = locked(tx, actor, request)
    if intervision.state != "ended":
        _refuse_whoever_does_not_lead(intervision, at, actor)
        _end(tx, intervision, at)


def end_rooms_left_alone(tx: Session) -> None:
    """Where nobody pressed the last button."""
    running = select(Intervision).where(Intervision.state == "open").with_for_update(skip_locked=True)
    for intervision in tx.scalars(running).all():
        if intervision.step_began_at and rules.a_room_was_left_alone(intervision.step_began_at, clock.now()):
            _end(tx, intervision, queries.seats(tx, [intervision.id])[intervision.id])


def forget_intervisions(tx: Session) -> None:
    """Who was at one, in which role, and what was learnt. What was shared on the board stays there."""
    tx.execute(delete(Intervision).where(Intervision.ends_at < clock.now() - rules.INTERVISION_AGE))


def _end(tx: Session, intervision: Intervision, at: list[AtIntervision]) -> None:
    intervision.state, intervision.step, intervision.step_began_at = "ended", None, None
    intervision.version += 1
    people = sum(bool(seat.came) for seat in at)
    publish(tx, IntervisionHeld, intervision_id=intervision.id, method=intervision.method, people=people)


def _led(tx: Session, actor: Actor, request: dict[str, Any]) -> Intervision:
    intervision, at = locked(tx, actor, request)
    _refuse_whoever_does_not_lead(intervision, at, actor)
    return intervision


def _refuse_whoever_does_not_lead(intervision: Intervision, at: list[AtIntervision], actor: Actor) -> None:
    refuse_what_is_over(intervision)
    if intervision.state != "open":
        raise IntervisionNotOpen()
    leads = rules.who_has({seat.person_id: seat.role or rules.PARTICIPANT for seat in at}, rules.FACILITATOR)
    if leads != actor.id:
        raise ForTheFacilitator()


def _show(intervision: Intervision, step: int) -> None:
    """A step begins anew, at its time."""
    intervision.step, intervision.step_began_at = step, clock.now()
    intervision.version += 1
