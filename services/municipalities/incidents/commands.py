from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.municipalities import queries as programmes
from services.municipalities.errors import IncidentClosed, NoProtocol, ProtocolBegun, ProtocolFull
from services.municipalities.incidents import queries, rules
from services.municipalities.incidents.tables import Incident, IncidentStep, ProtocolStep
from shared import clock, taxonomies
from shared.access import Actor
from shared.contracts.municipalities import MOST_STEPS
from shared.errors import ChangedMeanwhile, NotFound
from shared.ids import new_id


def begin_protocol(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """With the steps that come along, in the coordinator's language, to be changed from there."""
    programme = programmes.own(tx, actor, request["programme_id"])
    if not rules.a_protocol_begins_only_once(len(queries.steps_of(tx, programme.id))):
        raise ProtocolBegun()
    for step in taxonomies.steps("incident_protocols", "standard", request["language"]):
        tx.add(ProtocolStep(id=new_id(), programme_id=programme.id, **{name: step[name] for name in queries.STEP}))


def add_protocol_step(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    programme = programmes.own(tx, actor, request["programme_id"])
    if not rules.there_is_room_for_a_step(len(queries.steps_of(tx, programme.id)), MOST_STEPS):
        raise ProtocolFull(most=MOST_STEPS)
    step = ProtocolStep(id=new_id(), programme_id=programme.id, **{name: request[name] for name in queries.STEP})
    tx.add(step)
    return {"id": step.id}


def change_protocol_step(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    step = _own_step(tx, actor, request)
    if request["version"] != step.version:
        raise ChangedMeanwhile(version=step.version)
    for name in queries.STEP:
        setattr(step, name, request[name])
    step.version += 1


def remove_protocol_step(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    tx.delete(_own_step(tx, actor, request))


def open_incident(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """The time runs from now. Later changes of the protocol do not change it."""
    programme = programmes.own(tx, actor, request["programme_id"])
    steps = queries.steps_of(tx, programme.id)
    if not steps:
        raise NoProtocol()
    incident = Incident(id=new_id(), programme_id=programme.id, title=request["title"], opened_at=clock.now())
    tx.add(incident)
    tx.flush()
    for step in steps:
        tx.add(IncidentStep(incident_id=incident.id, **{name: getattr(step, name) for name in queries.STEP}))
    return {"id": incident.id}


def settle_incident_step(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """Done now, or not done after all. Done twice, the first time counts."""
    incident = _own_open(tx, actor, request["incident_id"])
    step = tx.get(IncidentStep, request["step_id"])
    if step is None or step.incident_id != incident.id:
        raise NotFound()
    step.done_at = (step.done_at or clock.now()) if request["done"] else None


def close_incident(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """What was not done stays so."""
    incident = _own_open(tx, actor, request["incident_id"])
    incident.closed_at, incident.lesson = clock.now(), request["lesson"]


def _own_step(tx: Session, actor: Actor, request: dict[str, Any]) -> ProtocolStep:
    programme = programmes.own(tx, actor, request["programme_id"])
    step = tx.get(ProtocolStep, request["step_id"])
    if step is None or step.programme_id != programme.id:
        raise NotFound()
    return step


def _own_open(tx: Session, actor: Actor, incident_id: UUID) -> Incident:
    incident = tx.get(Incident, incident_id, with_for_update=True, populate_existing=True)
    if incident is None:
        raise NotFound()
    programmes.own(tx, actor, incident.programme_id)
    if incident.closed_at is not None:
        raise IncidentClosed()
    return incident
