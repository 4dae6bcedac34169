from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Uuid, exists, func, select
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

# Read along with a programme, in the same statement.
COORDINATOR_IDS = func.array(
    select(Coordinator.person_id)
    .where(Coordinator.programme_id == Programme.id)
    .order_by(Coordinator.person_id)
    .scalar_subquery(),
    type_=ARRAY(Uuid),
)


def areas(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    rows = tx.execute(select(Area.id, Area.name).order_by(Area.name))
    return {"areas": [row._asdict() for row in rows]}


def programme(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    return readable(tx, actor, request["programme_id"])


def programmes(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Those that the actor coordinates; an operator sees all."""
    statement = select(Programme, COORDINATOR_IDS).order_by(Programme.started_at.desc())
    if not actor.has(OPERATOR):
        statement = statement.where(_coordinated_by(actor))
    return {
        "programmes": [
            {
                "id": programme.id,
                "name": programme.name,
                "state": programme.state,
                "starts_on": programme.starts_on,
                "ends_on": programme.ends_on,
                "coordinator_ids": coordinator_ids,
            }
            for programme, coordinator_ids in tx.execute(statement)
        ]
    }


def _coordinated_by(actor: Actor) -> ColumnElement[bool]:
    return exists().where(Coordinator.programme_id == Programme.id, Coordinator.person_id == actor.id)


def as_data(tx: Session, programme: Programme) -> dict[str, Any]:
    return _as_data(programme, coordinators_of(tx, programme.id))


def _as_data(programme: Programme, coordinator_ids: list[UUID]) -> dict[str, Any]:
    data = {field: getattr(programme, field) for field in FIELDS}
    return data | {
        "flags": rules.flags_of(programme.decision_maker_ids, programme.street_level_ids),
        "missing": rules.what_a_programme_still_lacks(data),
        "coordinator_ids": coordinator_ids,
    }


def coordinators_of(tx: Session, programme_id: UUID) -> list[UUID]:
    rows = tx.scalars(
        select(Coordinator.person_id).where(Coordinator.programme_id == programme_id).order_by(Coordinator.person_id)
    )
    return list(rows)


def readable(tx: Session, actor: Actor, programme_id: UUID) -> dict[str, Any]:
    """The programme, for one of its coordinators or an operator."""
    row = tx.execute(select(Programme, COORDINATOR_IDS).where(Programme.id == programme_id)).first()
    if row is None:
        raise NotFound()
    programme, coordinator_ids = row
    if not actor.has(OPERATOR) and actor.id not in coordinator_ids:
        raise ProgrammeNotYours()
    return _as_data(programme, coordinator_ids)


def own(tx: Session, actor: Actor, programme_id: UUID) -> Programme:
    """The programme, locked for a change by one of its coordinators."""
    programme = tx.get(Programme, programme_id, with_for_update=True)
    if programme is None:
        raise NotFound()
    if tx.get(Coordinator, (programme_id, actor.id)) is None:
        raise ProgrammeNotYours()
    return programme
