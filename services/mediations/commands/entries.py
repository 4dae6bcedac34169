"""What a mediator writes down. The service keeps it as it comes, sealed, and sees to what comes before what."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.mediations import rules
from services.mediations.commands.mediations import moved, refuse_the_future
from services.mediations.commands.missing import refuse_what_is_missing
from services.mediations.queries.mediations import has_ground_rules, own
from services.mediations.tables import Entry, Mediation
from shared.access import Actor
from shared.contracts import mediations as contract
from shared.errors import ChangedMeanwhile, Invalid, NotFound
from shared.ids import new_id

WRITTEN = ("party_id", "happened_on", "due_on", "techniques", "content")


def add_entry(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    mediation = own(tx, actor, request["mediation_id"])
    missing = rules.what_is_missing_for_an_entry(
        request["kind"],
        confidential=mediation.confidential_on is not None,
        verdict=mediation.verdict,
        has_ground_rules=has_ground_rules(tx, mediation),
    )
    refuse_what_is_missing(missing)
    _refuse_another_day(tx, request)
    _refuse_another_party(tx, mediation, request)
    written = {name: request[name] for name in WRITTEN}
    entry = Entry(id=new_id(), mediation_id=mediation.id, kind=request["kind"], **written)
    tx.add(entry)
    _moved(tx, mediation)
    return {"id": entry.id}


def change_entry(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    mediation = own(tx, actor, request["mediation_id"])
    entry = _entry(tx, mediation, request["entry_id"])
    if request["kind"] != entry.kind:  # it was sealed for another kind
        raise Invalid({"kind": ["not_a_choice"]})
    if request["version"] != entry.version:
        raise ChangedMeanwhile()
    _refuse_another_day(tx, request)
    _refuse_another_party(tx, mediation, request)
    for name in WRITTEN:
        setattr(entry, name, request[name])
    entry.version += 1
    _moved(tx, mediation)


def finish_entry(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """A thank-you was sent, by a person; a promise was kept. Or not yet after all."""
    mediation = own(tx, actor, request["mediation_id"])
    entry = _entry(tx, mediation, request["entry_id"])
    if entry.kind not in contract.TO_BE_DONE:
        raise NotFound()
    refuse_the_future(tx, done_on=request["done_on"])
    entry.done_on = request["done_on"]
    _moved(tx, mediation)


def remove_entry(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """With a party goes what was written about it."""
    mediation = own(tx, actor, request["mediation_id"])
    tx.delete(_entry(tx, mediation, request["entry_id"]))
    _moved(tx, mediation)


def _moved(tx: Session, mediation: Mediation) -> None:
    tx.flush()
    used = tx.scalars(select(Entry.techniques).where(Entry.mediation_id == mediation.id))
    mediation.techniques = sorted({code for codes in used for code in codes})
    moved(tx, mediation)


def _entry(tx: Session, mediation: Mediation, entry_id: UUID) -> Entry:
    found = tx.get(Entry, entry_id, populate_existing=True)
    if found is None or found.mediation_id != mediation.id:
        raise NotFound()
    return found


def _refuse_another_day(tx: Session, request: dict[str, Any]) -> None:
    if request["happened_on"] is None and request["kind"] in rules.NEED_A_DAY:
        raise Invalid({"happened_on": ["required"]})
    refuse_the_future(tx, happened_on=request["happened_on"])


def _refuse_another_party(tx: Session, mediation: Mediation, request: dict[str, Any]) -> None:
    party_id = request["party_id"]
    if party_id is None:
        if request["kind"] in rules.NEED_A_PARTY:
            raise Invalid({"party_id": ["required"]})
        return
    party = tx.get(Entry, party_id)
    if party is None or (party.mediation_id, party.kind) != (mediation.id, "party") or request["kind"] == "party":
        raise Invalid({"party_id": ["not_a_choice"]})
