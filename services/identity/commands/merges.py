"""Two records of one person become one, and two again. What others hold about them follows the announcement."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.identity import audit, rules
from services.identity.commands import roles
from services.identity.commands.people import as_event
from services.identity.errors import (
    AddressTakenSince,
    MergedSince,
    NotYourself,
    PersonNotYours,
    SamePerson,
    TooLateToUndo,
)
from services.identity.queries import people as queries
from services.identity.tables import Account, Distinct, Merge, OpenSession, Person, Role, Token
from shared import clock
from shared.access import Actor
from shared.contracts import identity as contract
from shared.contracts.identity import PersonChanged, PersonMerged, PersonMergeUndone, RoleGiven, RoleWithdrawn
from shared.errors import ChangedMeanwhile, NotFound
from shared.ids import new_id
from shared.messaging import idempotency
from shared.messaging.outbox import publish

COLUMNS = ("name", "email", "language", "organisation_id", "sector", "level", "area_ids", "line_manager_id")
IDS = ("organisation_id", "line_manager_id")


def keep_apart(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """Remembered, so that nobody is asked again whether these two are one."""
    one, other = _both(tx, request["person_id"], request["other_id"])
    one_id, other_id = rules.in_order(one.id, other.id)
    said = {"one_id": one_id, "other_id": other_id, "said_at": clock.now(), "said_by": actor.id}
    tx.execute(insert(Distinct).values(said).on_conflict_do_nothing())


def merge_people(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    kept, dropped = _both(tx, request["kept_id"], request["dropped_id"])
    for person, version in ((kept, request["kept_version"]), (dropped, request["dropped_version"])):
        if person.version != version:
            raise ChangedMeanwhile(current=contract.Person().dump(queries.record(tx, person.id)))
    if dropped.id == actor.id:
        raise NotYourself()
    held = {person.id: roles.held(tx, person.id) for person in (kept, dropped)}
    _refuse_to_take_over(actor, held[kept.id] | held[dropped.id])
    followers = queries.merged_into(tx, dropped.id)
    before = {
        "kept": _said(kept),
        "dropped": _said(dropped),
        "kept_roles": sorted(held[kept.id]),
        "dropped_roles": sorted(held[dropped.id]),
        "dropped_account": _account(tx, kept.id, dropped.id),
        "followers": [str(person_id) for person_id in followers],
    }
    staff = _change_line_manager(tx, dropped.id, kept.id)
    before["staff"] = [str(person_id) for person_id in staff]
    taken = {"organisation_id" if field == "organisation" else field for field in request["from_dropped"]}
    values = {column: getattr(dropped if column in taken else kept, column) for column in COLUMNS}
    if values["line_manager_id"] in (kept.id, dropped.id):
        values["line_manager_id"] = None
    _leave(tx, dropped, kept)
    _set(kept, values)
    _give(tx, kept.id, held[dropped.id] - held[kept.id])
    merge = Merge(
        id=new_id(),
        kept_id=kept.id,
        dropped_id=dropped.id,
        merged_at=clock.now(),
        merged_by=actor.id,
        before=before | {"after": _said(kept)},
    )
    tx.add(merge)
    tx.flush()
    audit.note(tx, actor.id, "people_merged", kept.id, str(dropped.id))
    _announce(tx, kept.id, dropped.id, *followers)
    _announce_changes(tx, kept.id, *staff)
    return {"id": merge.id}


def undo_merge(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """Both as they were; what was changed in the kept record since stays there."""
    merge = tx.get(Merge, request["merge_id"], with_for_update=True, populate_existing=True)
    if merge is None:
        raise NotFound()
    if merge.undone_at is not None:
        return
    kept, dropped = _locked(tx, merge.kept_id, merge.dropped_id)
    if kept.merged_into_id is not None or dropped.merged_into_id != kept.id:
        raise MergedSince()
    if merge.before is None or not rules.a_merge_can_be_undone(merge.merged_at, clock.now()):
        raise TooLateToUndo()
    before, held = merge.before, roles.held(tx, kept.id)
    _refuse_to_take_over(actor, held | {*before["kept_roles"], *before["dropped_roles"]})
    now, after = _said(kept), before["after"]
    theirs = {column: before["kept"][column] if now[column] == after[column] else now[column] for column in COLUMNS}
    _refuse_taken_addresses(tx, merge, theirs["email"], before["dropped"]["email"])
    _move_account_back(tx, merge)
    _set(kept, _typed(theirs))
    tx.flush()  # the address is free again before somebody gets it
    dropped.removed_at = dropped.merged_into_id = None
    _set(dropped, _typed(before["dropped"]))
    followers = [UUID(each) for each in before["followers"]]
    tx.execute(update(Person).where(Person.id.in_(followers)).values(merged_into_id=dropped.id))
    staff = _change_line_manager(tx, kept.id, dropped.id, among=[UUID(each) for each in before["staff"]])
    gained = {*before["dropped_roles"]} - {*before["kept_roles"]}
    _withdraw(tx, kept.id, gained & held)
    _give(tx, dropped.id, {*before["dropped_roles"]} & held)
    merge.undone_at, merge.before = clock.now(), None
    tx.flush()
    audit.note(tx, actor.id, "merge_undone", kept.id, str(dropped.id))
    publish(tx, PersonMergeUndone, kept_id=kept.id, dropped_id=dropped.id)
    _announce(tx, dropped.id, *followers)
    _announce_changes(tx, kept.id, dropped.id, *staff)


def forget_what_is_too_old(tx: Session, now: datetime) -> None:
    """After that nobody goes back; that they were one person is known for good."""
    tx.execute(update(Merge).where(Merge.merged_at < now - rules.UNDO_WITHIN).values(before=None))


def _announce(tx: Session, kept_id: UUID, *dropped_ids: UUID) -> None:
    """Also of records that became one with the dropped one before: whom they stand for is another one now."""
    for dropped_id in dropped_ids:
        publish(tx, PersonMerged, kept_id=kept_id, dropped_id=dropped_id)


def _announce_changes(tx: Session, *person_ids: UUID) -> None:
    for person_id in person_ids:
        publish(tx, PersonChanged, **as_event(queries.record(tx, person_id)))


def _change_line_manager(tx: Session, from_id: UUID, to_id: UUID, *, among: Sequence[UUID] | None = None) -> list[UUID]:
    """Of whom it is the line manager; `among`: of these alone. Nobody becomes their own."""
    staff = update(Person).where(Person.line_manager_id == from_id, Person.id != to_id)
    if among is not None:
        staff = staff.where(Person.id.in_(among))
    return sorted(tx.scalars(staff.values(line_manager_id=to_id, version=Person.version + 1).returning(Person.id)))


def _both(tx: Session, one_id: UUID, other_id: UUID) -> tuple[Person, Person]:
    if one_id == other_id:
        raise SamePerson()
    one, other = _locked(tx, one_id, other_id)
    if one.removed_at is not None or other.removed_at is not None:
        raise NotFound()
    return one, other


def _locked(tx: Session, *person_ids: UUID) -> list[Person]:
    """In the order given, and locked in that of their ids, so that two merges never wait for each other."""
    locked = select(Person).where(Person.id.in_(person_ids)).order_by(Person.id).with_for_update(key_share=True)
    found = {person.id: person for person in tx.scalars(locked.execution_options(populate_existing=True))}
    if len(found) < len(set(person_ids)):
        raise NotFound()
    return [found[person_id] for person_id in person_ids]


def _refuse_to_take_over(actor: Actor, held: set[str]) -> None:
    """A merge decides where mail goes and who has which role."""
    if not rules.may_change_where_mail_goes(actor.roles, held):
        raise PersonNotYours()


def _refuse_taken_addresses(tx: Session, merge: Merge, *emails: str) -> None:
    others = select(Person.id).where(Person.email.in_(emails), Person.id.not_in([merge.kept_id, merge.dropped_id]))
    if len(set(emails)) < len(emails) or tx.scalar(others.limit(1)) is not None:
        raise AddressTakenSince()


def _said(person: Person) -> dict[str, Any]:
    values = {column: getattr(person, column) for column in COLUMNS}
    ids = {column: str(values[column]) if values[column] else None for column in IDS}
    return values | ids | {"area_ids": [str(area_id) for area_id in person.area_ids]}


def _typed(values: dict[str, Any]) -> dict[str, Any]:
    ids = {column: UUID(values[column]) if values[column] else None for column in IDS}
    return {column: values[column] for column in COLUMNS} | ids | {"area_ids": [*map(UUID, values["area_ids"])]}


def _set(person: Person, values: dict[str, Any]) -> None:
    for column, value in values.items():
        setattr(person, column, value)
    person.version += 1


def _leave(tx: Session, dropped: Person, kept: Person) -> None:
    """The dropped record holds nothing any more, and says whom it stands for."""
    for column in COLUMNS:
        setattr(dropped, column, [] if column == "area_ids" else None)
    dropped.removed_at, dropped.merged_into_id = clock.now(), kept.id
    dropped.version += 1
    tx.execute(update(Person).where(Person.merged_into_id == dropped.id).values(merged_into_id=kept.id))
    tx.execute(delete(Token).where(Token.person_id.in_([kept.id, dropped.id])))
    tx.execute(delete(OpenSession).where(OpenSession.person_id == dropped.id))
    tx.execute(delete(Role).where(Role.person_id == dropped.id))
    idempotency.forget_answers_about(tx, dropped.id)
    tx.flush()


def _account(tx: Session, kept_id: UUID, dropped_id: UUID) -> dict[str, Any] | None:
    """Of the dropped person, as it was; who has none of their own gets it."""
    account = tx.get(Account, dropped_id, with_for_update=True)
    if account is None:
        return None
    values = {"password_hash": account.password_hash, "password_set_at": account.password_set_at}
    tx.delete(account)
    tx.flush()
    given = insert(Account).values(person_id=kept_id, **values).on_conflict_do_nothing().returning(Account.person_id)
    moved = tx.execute(given).first() is not None
    return values | {"password_set_at": account.password_set_at.isoformat(), "moved": moved}


def _move_account_back(tx: Session, merge: Merge) -> None:
    """A password that was set since stays with who was kept; the other gets the one from before."""
    account = merge.before["dropped_account"] if merge.before else None
    if account is None:
        return
    password_hash, set_at = account["password_hash"], datetime.fromisoformat(account["password_set_at"])
    if account["moved"]:
        is_theirs = (Account.person_id == merge.kept_id) & (Account.password_hash == password_hash)
        if tx.execute(delete(Account).where(is_theirs).returning(Account.person_id)).first():
            tx.execute(delete(OpenSession).where(OpenSession.person_id == merge.kept_id))
    tx.execute(delete(Token).where(Token.person_id == merge.kept_id))
    tx.execute(
        insert(Account)
        .values(person_id=merge.dropped_id, password_hash=password_hash, password_set_at=set_at)
        .on_conflict_do_nothing()
    )


def _give(tx: Session, person_id: UUID, given: Iterable[str]) -> None:
    for role in sorted(given):
        tx.execute(insert(Role).values(person_id=person_id, role=role).on_conflict_do_nothing())
        publish(tx, RoleGiven, person_id=person_id, role=role)


def _withdraw(tx: Session, person_id: UUID, withdrawn: Iterable[str]) -> None:
    for role in sorted(withdrawn):
        tx.execute(delete(Role).where(Role.person_id == person_id, Role.role == role))
        publish(tx, RoleWithdrawn, person_id=person_id, role=role)
