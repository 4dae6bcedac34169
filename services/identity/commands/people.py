from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text, Uuid, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.identity import audit, rules
from services.identity.commands import roles
from services.identity.errors import NotYourself, PersonNotYours
from services.identity.queries import people as queries
from services.identity.tables import Account, Distinct, Import, Merge, OpenSession, Organisation, Person, Role, Token
from shared import clock
from shared.access import Actor
from shared.contracts import identity as contract
from shared.contracts.identity import PersonAdded, PersonChanged, PersonErased
from shared.errors import ChangedMeanwhile, Invalid, NotFound
from shared.ids import new_id
from shared.messaging import idempotency
from shared.messaging.outbox import publish, publish_all

ERASED_AT_ONCE = 100
EMAIL_TAKEN = {"email": ["email_taken"]}
TOLD = ("id", "organisation_id", "sector", "level", "area_ids", "line_manager_id")
OWN = ("name", "email", "language", "sector", "level", "area_ids", "line_manager_id")


def add_person(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    return {"id": (_adopted(tx, request) or add(tx, request)).id}


def _adopted(tx: Session, fields: dict[str, Any]) -> Person | None:
    """Who applied and has not confirmed yet stands in no list; somebody who adds them says who they are."""
    applied = select(Person).where(Person.email == fields["email"], Person.applied_at.is_not(None))
    person = tx.scalar(applied.with_for_update(key_share=True))
    if person is None:
        return None
    _refuse_an_unknown_line_manager(tx, fields["line_manager_id"], person.id)
    person.organisation_id = _organisation_id(tx, fields["organisation"])
    for column, value in _own(fields).items():
        setattr(person, column, value)
    person.applied_at = None
    person.version += 1
    tx.flush()
    publish(tx, PersonChanged, **as_event(queries.record(tx, person.id)))
    return person


def add(tx: Session, fields: dict[str, Any], *, applied_at: datetime | None = None) -> Person:
    _refuse_an_unknown_line_manager(tx, fields["line_manager_id"])
    values = {
        "id": new_id(),
        "added_at": clock.now(),
        "applied_at": applied_at,
        "version": 1,
        "organisation_id": _organisation_id(tx, fields["organisation"]),
        **_own(fields),
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
    if request["line_manager_id"] != person.line_manager_id:
        _refuse_an_unknown_line_manager(tx, request["line_manager_id"], person.id)
    person.organisation_id = _organisation_id(tx, request["organisation"])
    for column, value in _own(request).items():
        setattr(person, column, value)
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


def _own(fields: dict[str, Any]) -> dict[str, Any]:
    """As columns, without the organisation, which has a row of its own."""
    return {column: fields[column] for column in OWN} | {"area_ids": rules.each_once(fields["area_ids"])}


def _refuse_an_unknown_line_manager(tx: Session, manager_id: UUID | None, person_id: UUID | None = None) -> None:
    """Who is chosen now can't be erased before this is over."""
    if manager_id is None:
        return
    if manager_id == person_id:
        raise Invalid({"line_manager_id": ["own_line_manager"]})
    known = select(Person.id).where(Person.id == manager_id, queries.HERE).with_for_update(read=True)
    if tx.scalar(known) is None:
        raise Invalid({"line_manager_id": ["not_an_id"]})


def _redirect_mail(tx: Session, actor: Actor, person: Person) -> None:
    """Links that went to the old address let nobody in any more."""
    if person.id != actor.id and not rules.may_change_where_mail_goes(actor.roles, roles.held(tx, person.id)):
        raise PersonNotYours()
    tx.execute(delete(Token).where(Token.person_id == person.id))
    person.link_generation += 1
    person.calendar_generation += 1


def erase_person(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """Everything about the person goes; the bare id stays, for what others did with them."""
    person = tx.get(Person, request["person_id"], with_for_update={"key_share": True})
    if person is None or person.merged_into_id is not None:
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


def erase_who_did_not_confirm(tx: Session) -> None:
    """Who gave their name with a code, and then did not follow the link of the mail."""
    late = select(Person).where(queries.HERE, Person.applied_at <= clock.now() - rules.APPLICANT_AGE)
    for person in tx.scalars(late.order_by(Person.id).limit(ERASED_AT_ONCE).with_for_update(key_share=True)):
        _erase(tx, person, None)


def _erase(tx: Session, person: Person, by: UUID | None) -> None:
    # Tokens first: a password that is being set with one is waited for, and then goes too.
    for table in (Token, Account, OpenSession, Role):
        tx.execute(delete(table).where(table.person_id == person.id))
    tx.execute(delete(Import).where((Import.owner_id == person.id) | _lines_with(person)))
    idempotency.forget_answers_about(tx, person.id)
    for column in ("name", "email", "language", "organisation_id", "sector", "level", "line_manager_id"):
        setattr(person, column, None)
    person.applied_at = None
    person.area_ids = []
    person.removed_at = clock.now()
    person.version += 1
    audit.note(tx, by, "person_erased", person.id)
    # Other services take the records that became this one for theirs until they hear that this one is gone.
    gone = [person.id, *queries.merged_into(tx, person.id)]
    _forget_merges(tx, gone)
    for person_id in gone:
        publish(tx, PersonErased, person_id=person_id)
    _leave_staff_without_line_manager(tx, person.id)


def _forget_merges(tx: Session, person_ids: list[UUID]) -> None:
    """Nothing of what was kept for going back outlives an erasure, nor who looked like whom."""
    tx.execute(delete(Merge).where(or_(Merge.kept_id.in_(person_ids), Merge.dropped_id.in_(person_ids))))
    tx.execute(delete(Distinct).where(or_(Distinct.one_id.in_(person_ids), Distinct.other_id.in_(person_ids))))
    merged = Person.merged_into_id.is_not(None) & Person.id.in_(person_ids)
    tx.execute(update(Person).where(merged).values(merged_into_id=None, removed_at=clock.now()))


def _leave_staff_without_line_manager(tx: Session, manager_id: UUID) -> None:
    staff = tx.scalars(
        select(Person).where(Person.line_manager_id == manager_id).order_by(Person.id).with_for_update(key_share=True)
    ).all()
    for person in staff:
        person.line_manager_id = None
        person.version += 1
    publish_all(tx, PersonChanged, (as_event({name: getattr(person, name) for name in TOLD}) for person in staff))


def _lines_with(person: Person) -> Any:
    """Condition on an import: a line is about the person, or names them as somebody's line manager."""
    return or_(*(Import.rows.contains([{"record": {name: person.email}}]) for name in ("email", "line_manager")))


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
    return {"person_id": person["id"]} | {column: person[column] for column in TOLD if column != "id"}
