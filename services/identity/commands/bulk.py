"""The same change to many people at once."""

from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.identity import audit, rules
from services.identity.commands.people import TOLD, as_event, organisation_ids
from services.identity.errors import RoleNotYours
from services.identity.queries.people import HAS_ACCOUNT, HERE, among
from services.identity.tables import Person, Role
from shared.access import Actor
from shared.contracts.identity import AccountInvited, PersonChanged, RoleGiven
from shared.errors import Invalid
from shared.messaging.outbox import publish_all
from shared.taxonomies import codes

TAXONOMIES = {"sector": "sectors", "level": "levels"}


def change_people(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Who has the value already is left as they are."""
    column, value = _column(tx, request["field"], request["value"])
    theirs = getattr(Person, column)
    wanted = (HERE, among(Person.id, request["person_ids"], Uuid), theirs.is_distinct_from(value))
    ids = tx.scalars(select(Person.id).where(*wanted).order_by(Person.id).with_for_update(key_share=True)).all()
    changed = tx.execute(
        update(Person)
        .where(among(Person.id, ids, Uuid))
        .values({column: value, "version": Person.version + 1})
        .returning(*(getattr(Person, name) for name in TOLD))
        .execution_options(synchronize_session=False)
    ).all()
    if changed:
        publish_all(tx, PersonChanged, [as_event(row._asdict()) for row in changed])
    return {"changed": len(changed)}


def _column(tx: Session, field: str, value: str | None) -> tuple[str, str | UUID | None]:
    if field == "organisation":
        key = rules.organisation_key(value)
        return "organisation_id", organisation_ids(tx, [value])[key] if value and key else None
    if value is not None and value not in codes(TAXONOMIES[field]):
        raise Invalid({"value": ["not_a_choice"]})
    return field, value


def give_role_to_people(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """As one by one: who can't sign in yet is invited to make an account."""
    role = request["role"]
    if not rules.may_give(actor.roles, role):
        raise RoleNotYours()
    there = select(Person.id, HAS_ACCOUNT.label("has_account")).where(
        HERE, among(Person.id, request["person_ids"], Uuid)
    )
    people = tx.execute(there.order_by(Person.id).with_for_update(key_share=True, of=Person)).all()
    if not people:
        return {"changed": 0}
    given = set(
        tx.scalars(
            insert(Role).on_conflict_do_nothing().returning(Role.person_id),
            [{"person_id": person.id, "role": role} for person in people],
        )
    )
    for person_id in sorted(given):
        audit.note(tx, actor.person_id, "role_given", person_id, role)
    invited = [person.id for person in people if person.id in given and not person.has_account]
    if given:
        publish_all(tx, RoleGiven, [{"person_id": person_id, "role": role} for person_id in sorted(given)])
    if invited:
        publish_all(tx, AccountInvited, [{"person_id": person_id} for person_id in invited])
    return {"changed": len(given)}


def note_export(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """Who took a list of people out of the system, and how many stood in it."""
    audit.note(tx, actor.id, "exported", actor.id, f"{request['table']} {request['people']}")
