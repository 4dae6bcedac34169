from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.municipalities import queries
from services.municipalities.errors import ProgrammeNotYours
from services.municipalities.incidents import rules
from services.municipalities.incidents.tables import Incident, IncidentStep, ProtocolStep
from services.municipalities.tables import Coordinator
from services.municipalities.wording.queries import what_looks_like_names
from shared.access import Actor
from shared.errors import NotFound

STEP = ("who", "what", "minutes")


def incident_protocol(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    programme_id = queries.readable(tx, actor, request["programme_id"])["id"]
    steps = steps_of(tx, programme_id)
    return {
        "steps": [{name: getattr(step, name) for name in ("id", *STEP, "version")} for step in steps],
        "looks_like_names": what_looks_like_names(tx, programme_id, _texts(steps)),
    }


def incidents(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """What is open comes first, then the latest."""
    programme_id = queries.readable(tx, actor, request["programme_id"])["id"]
    rows = tx.execute(
        select(
            *(getattr(Incident, name) for name in ("id", "title", "opened_at", "closed_at")),
            func.count(IncidentStep.id).label("steps"),
            func.count(IncidentStep.done_at).label("steps_done"),
        )
        .outerjoin(IncidentStep, IncidentStep.incident_id == Incident.id)
        .where(Incident.programme_id == programme_id)
        .group_by(Incident.id)
        .order_by(Incident.closed_at.is_not(None), Incident.opened_at.desc(), Incident.id)
    )
    return {"incidents": [row._asdict() for row in rows]}


def incident(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    found = tx.get(Incident, request["incident_id"])
    if found is None:
        raise NotFound()
    if tx.get(Coordinator, (found.programme_id, actor.id)) is None:
        raise ProgrammeNotYours()
    steps = tx.scalars(
        select(IncidentStep).where(IncidentStep.incident_id == found.id).order_by(IncidentStep.minutes, IncidentStep.id)
    ).all()
    names = ("id", "programme_id", "title", "opened_at", "closed_at", "lesson")
    said = [found.title, found.lesson, *_texts(steps)]
    return {name: getattr(found, name) for name in names} | {
        "steps": [
            {name: getattr(step, name) for name in ("id", *STEP, "done_at")}
            | {"due_at": rules.a_step_is_due(found.opened_at, step.minutes)}
            for step in steps
        ],
        "looks_like_names": what_looks_like_names(tx, found.programme_id, said),
    }


def _texts(steps: Sequence[ProtocolStep | IncidentStep]) -> list[str]:
    return [getattr(step, name) for step in steps for name in ("who", "what")]


def steps_of(tx: Session, programme_id: UUID) -> Sequence[ProtocolStep]:
    order = (ProtocolStep.minutes, ProtocolStep.id)
    return tx.scalars(select(ProtocolStep).where(ProtocolStep.programme_id == programme_id).order_by(*order)).all()
