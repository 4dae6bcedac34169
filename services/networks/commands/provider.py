from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.networks import rules
from services.networks.queries.provider import CONTACT, THE_ONE
from services.networks.tables import Material, ProviderContact, ProviderDate
from shared import clock
from shared.access import Actor
from shared.contracts.networks import MaterialAdded, ProviderDateCancelled, ProviderDatePlanned
from shared.database import settings_of
from shared.errors import ChangedMeanwhile, Invalid, NotFound
from shared.ids import new_id
from shared.messaging.outbox import publish

MATERIAL = ("title", "kind", "link", "language", "purpose")


def change_provider(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """The first time it is made."""
    contact = tx.get(ProviderContact, THE_ONE, with_for_update=True, populate_existing=True)
    version = contact.version if contact else 0
    if request["version"] != version:
        raise ChangedMeanwhile(version=version)
    if contact is None:
        contact = ProviderContact(id=THE_ONE, version=0)
        tx.add(contact)
    for field in CONTACT:
        setattr(contact, field, request[field])
    contact.version += 1


def add_material(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Members hear of it in their next digest."""
    material = Material(id=new_id(), added_on=clock.today(settings_of(tx).time_zone), **request)
    tx.add(material)
    tx.flush()
    publish(tx, MaterialAdded, material_id=material.id, kind=material.kind, language=material.language)
    return {"id": material.id}


def change_material(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    material = _material(tx, request["material_id"])
    if request["version"] != material.version:
        raise ChangedMeanwhile(version=material.version)
    for field in MATERIAL:
        setattr(material, field, request[field])
    material.version += 1


def remove_material(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    tx.delete(_material(tx, request["material_id"]))


def plan_provider_date(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    date = ProviderDate(id=new_id(), revision=1, state="planned", **_plan(tx, request))
    tx.add(date)
    _announce(tx, date)
    return {"id": date.id}


def change_provider_date(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    date = _date(tx, request["date_id"])
    if request["revision"] != date.revision:
        raise ChangedMeanwhile(revision=date.revision)
    for field, value in _plan(tx, request).items():
        setattr(date, field, value)
    date.revision += 1
    _announce(tx, date)


def cancel_provider_date(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    date = _date(tx, request["date_id"])
    date.state = "cancelled"
    date.revision += 1
    tx.flush()
    publish(tx, ProviderDateCancelled, date_id=date.id)


def _plan(tx: Session, request: dict[str, Any]) -> dict[str, Any]:
    settings = settings_of(tx)
    if not rules.a_date_can_be_planned(request["date"], clock.today(settings.time_zone)):
        raise Invalid({"date": ["date_not_ahead"]})
    if not rules.people_know_where_to_go(request["place"], request["link"]):
        raise Invalid({"place": ["required"]})
    starts_at = clock.moment_of(request["date"], request["start_time"], settings.time_zone)
    if starts_at is None:
        raise Invalid({"start_time": ["not_a_time"]})
    ends_at = starts_at + timedelta(minutes=request["minutes"])
    return {field: request[field] for field in ("title", "place", "link")} | {
        "starts_at": starts_at,
        "ends_at": ends_at,
    }


def _material(tx: Session, material_id: UUID) -> Material:
    found = tx.get(Material, material_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound()
    return found


def _date(tx: Session, date_id: UUID) -> ProviderDate:
    """One that still takes place."""
    found = tx.get(ProviderDate, date_id, with_for_update=True, populate_existing=True)
    if found is None or found.state == "cancelled":
        raise NotFound()
    return found


def _announce(tx: Session, date: ProviderDate) -> None:
    tx.flush()
    publish(
        tx,
        ProviderDatePlanned,
        date_id=date.id,
        starts_at=date.starts_at,
        ends_at=date.ends_at,
        revision=date.revision,
    )
