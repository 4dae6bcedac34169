from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Uuid, and_, exists, func, select
from sqlalchemy.orm import Session

from services.municipalities import rules
from services.municipalities.errors import ProgrammeNotYours
from services.municipalities.tables import Area, BeneficiaryCount, Coordinator, Programme
from shared import taxonomies
from shared.access import OPERATOR, Actor
from shared.errors import NotFound

FIELDS = (
    "id",
    "state",
    "example",
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
    "sdgs",
    "registered_at",
    "version",
)

EXAMPLES = "programme_examples"
# What a programme takes over from its example.
OF_AN_EXAMPLE = ("name", "initiating_domain", "trigger", "vision", "sectors")

# Read along with a programme, in the same statement.
COORDINATOR_IDS = func.array(
    select(Coordinator.person_id)
    .where(Coordinator.programme_id == Programme.id)
    .order_by(Coordinator.person_id)
    .scalar_subquery(),
    type_=ARRAY(Uuid),
)


def areas(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    return {"areas": areas_on_tiles(tx)}


def areas_on_tiles(tx: Session) -> list[dict[str, Any]]:
    """By name, each with its tile on the map."""
    found = list(tx.scalars(select(Area).order_by(Area.name)))
    tiles = rules.tiles_of([(area.id, own_tile(area)) for area in found])
    return [
        {
            "id": area.id,
            "name": area.name,
            "column": tiles[area.id][0],
            "row": tiles[area.id][1],
            "placed": area.tile_column is not None,
        }
        for area in found
    ]


def own_tile(area: Area) -> rules.Tile | None:
    return (area.tile_column, area.tile_row) if area.tile_column and area.tile_row else None


def programme(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    return readable(tx, actor, request["programme_id"])


def programmes(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Those that the actor coordinates; an operator sees all. How many the city has registered is told to both."""
    registered = select(func.count()).where(Programme.state == "registered")
    statement = select(Programme, COORDINATOR_IDS, registered.scalar_subquery()).order_by(Programme.started_at.desc())
    if not actor.has(OPERATOR):
        statement = statement.where(_coordinated_by(actor))
    rows = tx.execute(statement).all()
    return {
        "registered": rows[0][-1] if rows else tx.scalar(registered),
        "programmes": [
            {
                "id": programme.id,
                "name": programme.name,
                "state": programme.state,
                "starts_on": programme.starts_on,
                "ends_on": programme.ends_on,
                "coordinator_ids": coordinator_ids,
            }
            for programme, coordinator_ids, _registered in rows
        ],
    }


def programme_examples(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    return {"examples": [example_in(code, request["language"]) for code in taxonomies.codes(EXAMPLES)]}


def example_in(code: str, language: str) -> dict[str, Any]:
    """What an example of a programme says, in a language. A sector that the city has dropped is left out."""
    card = taxonomies.card(EXAMPLES, code, language) or {}
    said = {name: card[name] for name in (*OF_AN_EXAMPLE, "areas")}
    said["sectors"] = [sector for sector in said["sectors"] if sector in taxonomies.codes("sectors")]
    return {"code": code, "title": taxonomies.label(EXAMPLES, code, language), **said}


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


def beneficiaries(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """The latest first."""
    programme_id = readable(tx, actor, request["programme_id"])["id"]
    counts = tx.scalars(
        select(BeneficiaryCount)
        .where(BeneficiaryCount.programme_id == programme_id)
        .order_by(BeneficiaryCount.ends_on.desc(), BeneficiaryCount.id)
    )
    names = ("id", "beneficiary", "people", "starts_on", "ends_on")
    return {"counts": [{name: getattr(each, name) for name in names} for each in counts]}


def background(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Three statements. Figures of the whole city are for every coordinator, those of one programme for its own."""
    statement = select(Programme, COORDINATOR_IDS).where(Programme.state == "registered").order_by(Programme.name)
    programmes = [_background(actor, *row) for row in tx.execute(statement)]
    programme_id = request["programme_id"]
    if programme_id is not None:
        _refuse_what_is_not_readable(actor, programmes, programme_id)
    counted = _beneficiaries(tx, request["starts_on"], request["ends_on"], programme_id)
    return {"programmes": programmes, "areas": areas_on_tiles(tx), **counted}


def _background(actor: Actor, programme: Programme, coordinator_ids: list[UUID]) -> dict[str, Any]:
    names = ("id", "name", "starts_on", "ends_on", "area_ids", "sectors", "sdgs")
    return {name: getattr(programme, name) for name in names} | {"yours": actor.id in coordinator_ids}


def _refuse_what_is_not_readable(actor: Actor, programmes: list[dict[str, Any]], programme_id: UUID) -> None:
    found = [programme for programme in programmes if programme["id"] == programme_id]
    if not found:
        raise NotFound()
    if not actor.has(OPERATOR) and not found[0]["yours"]:
        raise ProgrammeNotYours()


def _beneficiaries(tx: Session, starts_on: date, ends_on: date, programme_id: UUID | None) -> dict[str, Any]:
    inside = and_(BeneficiaryCount.starts_on >= starts_on, BeneficiaryCount.ends_on <= ends_on)
    statement = (
        select(
            BeneficiaryCount.beneficiary,
            func.coalesce(func.sum(BeneficiaryCount.people).filter(inside), 0).label("people"),
            func.count().filter(~inside).label("beyond"),
        )
        .where(BeneficiaryCount.starts_on <= ends_on, BeneficiaryCount.ends_on >= starts_on)
        .group_by(BeneficiaryCount.beneficiary)
    )
    if programme_id is not None:
        statement = statement.where(BeneficiaryCount.programme_id == programme_id)
    rows = tx.execute(statement).all()
    return {
        "beneficiaries": {row.beneficiary: row.people for row in rows if row.people},
        "counts_beyond": sum(row.beyond for row in rows),
    }
