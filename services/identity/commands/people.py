from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Text, Uuid, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.identity import audit, rules
from services.identity.commands import roles
from services.identity.errors import NotYourself, PersonNotYours
from services.identity.queries import people as queries
from services.identity.tables import Account, Import, OpenSession, Organisation, Person, Role, Token
from shared import clock
from shared.access import Actor
from shared.contracts import identity as contract
from shared.contracts.identity import PersonAdded, PersonChanged, PersonErased
from shared.errors import ChangedMeanwhile, Invalid, NotFound
from shared.ids import new_id
from shared.messaging import idempotency
from shared.messaging.outbox import publish

EMAIL_TAKEN = {"email": ["email_taken"]}


def add_person(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    return {"id": add(tx, request).id}


def add(tx: Session, fields: dict[str, Any]) -> Person:
    organisation_id = _organisation_id(tx, fields["organisation"])
    values = {
        "id": new_id(),
        "added_at": clock.now(),
        "version": 1,
        "organisation_id": organisation_id,
        **{column: fields[column] for column in ("name", "email", "language", "sector", "level")},
    }
    person = tx.scalar(
        insert(Person).values(values).on_conflict_do_nothing(index_elements=[Person.email]).returning(Person)
    )
    if person is None:
        raise Invalid(EMAIL_TAKEN)
    publish(tx, PersonAdded, **as_event(values))
    return person


def change_person(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    person = queries.locked(tx, request["person_id"])
    if request["version"] != person.version:
        raise ChangedMeanwhile(current=contract.Person().dump(queries.record(tx, person.id)))
    if request["email"] != person.email:
        _redirect_mail(tx, actor, person)
    person.organisation_id = _organisation_id(tx, request["organisation"])
    for column in ("name", "email", "language", "sector", "level"):
        setattr(person, column, request[column])
    if not tx.is_modified(person):
        return queries.record(tx, person.id)
    person.version += 1
    try:
        with tx.begin_nested():
            tx.flush()
    except IntegrityError as error:
        raise Invalid(EMAIL_TAKEN) from error
    changed = queries.record(tx, person.id)
    publish(tx, PersonChanged, **as_event(changed))
    return changed


def _redirect_mail(tx: Session, actor: Actor, person: Person) -> None:
    """Links that went to the old address let nobody in any more."""
    if person.id != actor.id and not rules.may_change_where_mail_goes(actor.roles, roles.held(tx, person.id)):
        raise PersonNotYours()
    tx.execute(delete(Token).where(Token.person_id == person.id))


def erase_person(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """Everything about the person goes; the bare id stays, for what others did with them."""
    person = tx.get(Person, request["person_id"], with_for_update={"key_share": True})
    if person is None:
        raise NotFound()
    if person.removed_at is not None:
        return
    if person.id == actor.id:
        raise NotYourself()
    if not rules.may_change_where_mail_goes(actor.roles, roles.held(tx, person.id)):
        raise PersonNotYours()
    roles.refuse_to_lose_the_last_operator(tx, person.id)
    _erase(tx, person, actor.person_id)


def erase_again(tx: Session, person_ids: Iterable[UUID]) -> int:
    """Those who were erased after the backup from which the city was restored. Nobody is asked whether they may be: it
    was done. Returns how many of them were there again."""
    waiting = select(Person).where(queries.HERE, queries.among(Person.id, list(person_ids), Uuid)).order_by(Person.id)
    there = tx.scalars(waiting.with_for_update(key_share=True)).all()
    for person in there:
        _erase(tx, person, None)
    return len(there)


def _erase(tx: Session, person: Person, by: UUID | None) -> None:
    # Tokens first: a password that is being set with one is waited for, and then goes too.
    for table in (Token, Account, OpenSession, Role):
        tx.execute(delete(table).where(table.person_id == person.id))
    tx.execute(delete(Import).where((Import.owner_id == person.id) | Import.rows.contains(_line_of(person))))
    idempotency.forget_answers_about(tx, person.id)
    for column in ("name", "email", "language", "organisation_id", "sector", "level"):
        setattr(person, column, None)
    person.removed_at = clock.now()
    person.version += 1
    audit.note(tx, by, "person_erased", person.id)
    publish(tx, PersonErased, person_id=person.id)


def _line_of(person: Person) -> list[dict[str, Any]]:
    return [{"record": {"email": person.email}}]


def _organisation_id(tx: Session, name: str | None) -> UUID | None:
    key = rules.organisation_key(name)
    return organisation_ids(tx, [name])[key] if name and key else None


def organisation_ids(tx: Session, names: Iterable[str]) -> dict[str, UUID]:
    """By key. Organisations named for the first time are made."""
    by_key = {key: " ".join(name.split()) for name in names if (key := rules.organisation_key(name))}
    if not by_key:
        return {}
    tx.execute(
        insert(Organisation).on_conflict_do_nothing(index_elements=[Organisation.key]),
        [{"id": new_id(), "name": by_key[key], "key": key} for key in sorted(by_key)],
    )
    known = tx.execute(
        select(Organisation.key, Organisation.id).where(queries.among(Organisation.key, list(by_key), Text))
    )
    return {row.key: row.id for row in known}


def as_event(person: dict[str, Any]) -> dict[str, Any]:
    return {"person_id": person["id"], **{column: person[column] for column in ("organisation_id", "sector", "level")}}
