from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.municipalities import rules
from services.municipalities.errors import ProgrammeNotYours
from services.municipalities.tables import Area, Coordinator, Programme
from shared.access import OPERATOR, Actor
from shared.errors import NotFound

FIELDS = (
    "id",
    "state",
    "name",
    "starts_on",
    "ends_on",
    "initiating_domain",
    "trigger",
    "area_ids",
    "vision",
    "sectors",
    "decision_maker_ids",
    "street_level_ids",
    "registered_at",
    "version",
)


def areas(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    rows = tx.execute(select(Area.id, Area.name).order_by(Area.name))
    return {"areas": [row._asdict() for row in rows]}


def programme(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    return readable(tx, actor, request["programme_id"])


def programmes(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Those that the actor coordinates; an operator sees all."""
    statement = select(Programme).order_by(Programme.started_at.desc())
    if not actor.has(OPERATOR):
        statement = statement.join(Coordinator).where(Coordinator.person_id == actor.id)
    found = list(tx.scalars(statement))
    coordinators = coordinators_of(tx, [programme.id for programme in found])
    return {
        "programmes": [
            {
                "id": programme.id,
                "name": programme.name,
                "state": programme.state,
                "starts_on": programme.starts_on,
                "ends_on": programme.ends_on,
                "coordinator_ids": coordinators.get(programme.id, []),
            }
            for programme in found
        ]
    }


def as_data(tx: Session, programme: Programme) -> dict[str, Any]:
    data = {field: getattr(programme, field) for field in FIELDS}
    return data | {
        "flags": rules.flags_of(programme.decision_maker_ids, programme.street_level_ids),
        "missing": rules.what_a_programme_still_lacks(data),
        "coordinator_ids": coordinators_of(tx, [programme.id]).get(programme.id, []),
    }


def coordinators_of(tx: Session, programme_ids: list[UUID]) -> dict[UUID, list[UUID]]:
    rows = tx.execute(
        select(Coordinator.programme_id, Coordinator.person_id)
        .where(Coordinator.programme_id.in_(programme_ids))
        .order_by(Coordinator.person_id)
    )
    found: dict[UUID, list[UUID]] = {}
    for programme_id, person_id in rows:
        found.setdefault(programme_id, []).append(person_id)
    return found


def readable(tx: Session, actor: Actor, programme_id: UUID) -> dict[str, Any]:
    """The programme, for one of its coordinators or an operator."""
    programme = tx.get(Programme, programme_id)
    if programme is None:
        raise NotFound()
    data = as_data(tx, programme)
    if not actor.has(OPERATOR) and actor.id not in data["coordinator_ids"]:
        raise ProgrammeNotYours()
    return data


def own(tx: Session, actor: Actor, programme_id: UUID) -> Programme:
    """The programme, locked for a change by one of its coordinators."""
    programme = tx.get(Programme, programme_id, with_for_update=True)
    if programme is None:
        raise NotFound()
    if tx.get(Coordinator, (programme_id, actor.id)) is None:
        raise ProgrammeNotYours()
    return programme
