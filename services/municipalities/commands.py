from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.municipalities import queries, rules
from services.municipalities.errors import (
    AreaExists,
    LastCoordinator,
    ProgrammeIncomplete,
    ProgrammeRegisteredAlready,
)
from services.municipalities.tables import Area, BeneficiaryCount, Coordinator, Programme
from shared import clock
from shared.access import Actor
from shared.contracts.municipalities import ProgrammeChanged, ProgrammeRegistered
from shared.errors import ChangedMeanwhile, Invalid, NotFound
from shared.ids import new_id
from shared.messaging.outbox import publish


def add_area(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    added = tx.execute(
        insert(Area)
        .values(id=new_id(), name=request["name"])
        .on_conflict_do_nothing(index_elements=[Area.name])
        .returning(Area.id)
    ).scalar()
    if added is None:
        raise AreaExists(name=request["name"])
    return {"id": added}


def add_areas(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """A list of names; those that are areas of the city already stay as they are."""
    new = rules.names_of_new_areas(request["names"], list(tx.scalars(select(Area.name))))
    added = 0
    if new:
        rows = [{"id": new_id(), "name": name} for name in new]
        adding = insert(Area).values(rows).on_conflict_do_nothing(index_elements=[Area.name]).returning(Area.id)
        added = len(tx.scalars(adding).all())
    return {"added": added, "known": len(request["names"]) - added}


def place_areas(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """Their tiles on the map that all programmes of the city share; areas that are not named keep theirs."""
    areas = {area.id: area for area in tx.scalars(select(Area).order_by(Area.id).with_for_update())}
    wanted = {tile["area_id"]: (tile["column"], tile["row"]) for tile in request["tiles"]}
    wrong = {f"tiles.{number}": ["not_a_choice"] for number, area_id in enumerate(wanted) if area_id not in areas}
    kept = [(area.id, tile) for area in areas.values() if area.id not in wanted and (tile := queries.own_tile(area))]
    taken = rules.areas_on_a_tile_that_is_taken([*kept, *wanted.items()])
    wrong |= {f"tiles.{number}": ["tile_taken"] for number, area_id in enumerate(wanted) if area_id in taken}
    if wrong:
        raise Invalid(wrong)
    for area_id, (column, row) in wanted.items():
        areas[area_id].tile_column, areas[area_id].tile_row = column, row


def add_beneficiaries(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    programme = queries.own(tx, actor, request["programme_id"])
    if not rules.a_count_does_not_run_backwards(request["starts_on"], request["ends_on"]):
        raise Invalid({"ends_on": ["ends_before_it_starts"]})
    names = ("beneficiary", "people", "starts_on", "ends_on")
    count = BeneficiaryCount(id=new_id(), programme_id=programme.id, **{name: request[name] for name in names})
    tx.add(count)
    return {"id": count.id}


def remove_beneficiaries(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    programme = queries.own(tx, actor, request["programme_id"])
    count = tx.get(BeneficiaryCount, request["count_id"])
    if count is None or count.programme_id != programme.id:
        raise NotFound()
    tx.delete(count)


def start_programme(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """A draft with the actor as its coordinator; with an example, with what that says."""
    example = request["example"]
    said = queries.example_in(example, request["language"]) if example else {}
    filled_in = {field: said[field] for field in said if field in queries.OF_AN_EXAMPLE}
    programme = Programme(id=new_id(), started_at=clock.now(), example=example, **filled_in)
    tx.add(programme)
    tx.flush()
    tx.add(Coordinator(programme_id=programme.id, person_id=actor.id))
    return {"id": programme.id}


def save_programme(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Changes the given fields, of a draft or of a registered programme."""
    programme = queries.own(tx, actor, request.pop("programme_id"))
    version = request.pop("version")
    if version is not None and version != programme.version:
        raise ChangedMeanwhile(version=programme.version)
    for field, value in request.items():
        setattr(programme, field, value)
    _refuse_a_period_that_runs_backwards(programme)
    _refuse_unknown_areas(tx, programme.area_ids)
    if programme.state == "registered":
        _refuse_the_incomplete(tx, programme)
        announce_change(tx, programme)
    programme.version += 1
    tx.flush()
    return queries.as_data(tx, programme)


def register_programme(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    programme = queries.own(tx, actor, request["programme_id"])
    if programme.state == "registered":
        raise ProgrammeRegisteredAlready()
    _refuse_the_incomplete(tx, programme)
    programme.state = "registered"
    programme.registered_at = clock.now()
    programme.version += 1
    body = _as_event(tx, programme)
    publish(tx, ProgrammeRegistered, **body)
    return {"id": programme.id, "flags": body["flags"]}


def add_coordinator(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    programme = queries.own(tx, actor, request["programme_id"])
    tx.execute(
        insert(Coordinator).values(programme_id=programme.id, person_id=request["person_id"]).on_conflict_do_nothing()
    )
    announce_change(tx, programme)


def remove_coordinator(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    programme = queries.own(tx, actor, request["programme_id"])
    coordinator = tx.get(Coordinator, (programme.id, request["person_id"]))
    if coordinator is None:
        raise NotFound()
    if len(queries.coordinators_of(tx, programme.id)) == 1:
        raise LastCoordinator()
    tx.delete(coordinator)
    tx.flush()
    announce_change(tx, programme)


def _refuse_a_period_that_runs_backwards(programme: Programme) -> None:
    if not rules.a_programme_ends_after_it_starts(programme.starts_on, programme.ends_on):
        raise Invalid({"ends_on": ["ends_before_it_starts"]})


def _refuse_unknown_areas(tx: Session, area_ids: list[UUID]) -> None:
    known = set(tx.scalars(select(Area.id).where(Area.id.in_(area_ids))))
    if set(area_ids) - known:
        raise Invalid({"area_ids": ["not_a_choice"]})


def _refuse_the_incomplete(tx: Session, programme: Programme) -> None:
    missing = queries.as_data(tx, programme)["missing"]
    if missing:
        raise ProgrammeIncomplete(missing=missing)


def announce_change(tx: Session, programme: Programme) -> None:
    if programme.state == "registered":
        publish(tx, ProgrammeChanged, **_as_event(tx, programme))


def _as_event(tx: Session, programme: Programme) -> dict[str, Any]:
    """The whole state, so that a listener can take it as it is."""
    return {
        "programme_id": programme.id,
        "coordinator_ids": queries.coordinators_of(tx, programme.id),
        "area_ids": programme.area_ids,
        "initiating_domain": programme.initiating_domain,
        "starts_on": programme.starts_on,
        "ends_on": programme.ends_on,
        "flags": rules.flags_of(programme.decision_maker_ids, programme.street_level_ids),
    }
