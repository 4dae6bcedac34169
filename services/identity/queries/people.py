from collections.abc import Sequence
from datetime import datetime
from math import ceil
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Select,
    String,
    Text,
    Uuid,
    any_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from services.identity import rules
from services.identity.queries import search
from services.identity.tables import Account, Organisation, Person, Role
from shared.access import COORDINATOR, OPERATOR, TRAINER, Actor
from shared.database import settings_of
from shared.errors import NotFound

HELD_ROLES = func.array(
    select(Role.role).where(Role.person_id == Person.id).order_by(Role.role).correlate(Person).scalar_subquery(),
    type_=ARRAY(Text),
)
# Not EXISTS: for that PostgreSQL would read all accounts first.
HAS_ACCOUNT = (
    select(Account.person_id).where(Account.person_id == Person.id).correlate(Person).scalar_subquery().is_not(None)
)
HERE = Person.removed_at.is_(None)
# Who applied stands in no list before they have confirmed.
LISTED = HERE & Person.applied_at.is_(None)
# Whom an id stands for: the person, or the one into whom they were merged.
Meant = aliased(Person)
MEANT = Meant.id == func.coalesce(Person.merged_into_id, Person.id)


def records() -> Select[*tuple[Any, ...]]:
    """People as the contract's `Person`."""
    return select(
        Person.id,
        Person.name,
        Person.email,
        Person.language,
        Organisation.name.label("organisation"),
        Person.organisation_id,
        Person.sector,
        Person.level,
        Person.area_ids,
        Person.line_manager_id,
        Person.version,
        Person.removed_at.is_not(None).label("removed"),
        Person.merged_into_id,
        HELD_ROLES.label("roles"),
        HAS_ACCOUNT.label("has_account"),
    ).outerjoin(Organisation, Organisation.id == Person.organisation_id)


def among(column: Any, values: Sequence[Any], kind: Any) -> Any:
    """One parameter however many values there are."""
    return column == any_(bindparam(None, list(values), type_=ARRAY(kind)))


def record(tx: Session, person_id: UUID) -> dict[str, Any]:
    found = tx.execute(records().where(Person.id == person_id)).first()
    if found is None:
        raise NotFound()
    return found._asdict()


def stands_for(tx: Session, person_id: UUID) -> UUID:
    """Who is meant by an id that may have been merged into another."""
    return tx.scalar(select(Person.merged_into_id).where(Person.id == person_id)) or person_id


def merged_into(tx: Session, person_id: UUID) -> list[UUID]:
    """Whose records this person's has become."""
    return list(tx.scalars(select(Person.id).where(Person.merged_into_id == person_id).order_by(Person.id)))


def locked(tx: Session, person_id: UUID) -> Person:
    """The person, for a change to anything about them. A removed one is not found."""
    person = tx.get(Person, person_id, with_for_update={"key_share": True}, populate_existing=True)
    if person is None or person.removed_at is not None:
        raise NotFound()
    return person


def person(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """A removed person is still found, with nothing but the id."""
    return record(tx, request["person_id"])


def people(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Ordered by name. Addresses, and who is whose line manager, are for coordinators and operators; addresses to be
    searched in too."""
    sees_addresses = actor.has(COORDINATOR, OPERATOR)
    conditions = [LISTED, *_matching(request)]
    if request["q"] is None:
        total = search.count(tx, select(literal(1)).select_from(Person).where(*conditions))
    else:
        total, matches = search.found(tx, request["q"], sees_addresses, conditions)
        conditions.append(matches)
    per_page = request["per_page"]
    order = (func.lower(Person.name), Person.id)
    shown = select(Person.id).where(*conditions).order_by(*order)
    shown = shown.offset((request["page"] - 1) * per_page).limit(per_page).correlate(None)
    # All that belongs to a person is read of those shown alone, and not of those before them.
    rows = tx.execute(records().where(Person.id == any_(search.array(shown))).order_by(*order))
    hidden = {} if sees_addresses else {"email": None, "line_manager_id": None}
    return {
        "items": [row._asdict() | hidden for row in rows],
        "total": total,
        "page": request["page"],
        "pages": ceil(total / per_page),
    }


def _matching(request: dict[str, Any]) -> list[Any]:
    conditions = [
        getattr(Person, column) == request[column]
        for column in ("organisation_id", "sector", "level")
        if request[column] is not None
    ]
    if request["person_ids"] is not None:
        conditions.append(among(Person.id, request["person_ids"], Uuid))
    if request["lacking"] is not None:
        lacks = {"sector": Person.sector.is_(None), "level": Person.level.is_(None)}
        wanted = lacks.values() if request["lacking"] == "either" else [lacks[request["lacking"]]]
        conditions.append(or_(*wanted))
    if request["role"] is not None:
        conditions.append(exists(literal(1)).where(Role.person_id == Person.id, Role.role == request["role"]))
    return conditions


def names(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """A removed person comes back without a name, an unknown one not at all; a merged one as whom they stand for."""
    return _named(tx, among(Person.id, request["person_ids"], Uuid))


def trainer_names(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """For participants: who gives a course is no secret, who takes part is. Anybody else does not come back."""
    is_trainer = exists(literal(1)).where(Role.person_id == Meant.id, Role.role == TRAINER)
    return _named(tx, Meant.removed_at.is_(None), is_trainer, among(Person.id, request["person_ids"], Uuid))


def _named(tx: Session, *wanted: ColumnElement[bool]) -> dict[str, Any]:
    rows = tx.execute(
        select(Person.id, Meant.name, Organisation.name.label("organisation"), Meant.sector, Meant.level)
        .join(Meant, MEANT)
        .outerjoin(Organisation, Organisation.id == Meant.organisation_id)
        .where(*wanted)
    )
    return {"people": [row._asdict() for row in rows]}


def contacts(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Where mail goes, at the moment of sending. Removed people have no address any more; merged ones the other's."""
    language = func.coalesce(Meant.language, settings_of(tx).default_language).label("language")
    has_account = select(Account.person_id).where(Account.person_id == Meant.id).scalar_subquery().is_not(None)
    rows = tx.execute(
        select(Person.id, Meant.name, Meant.email, language, has_account.label("has_account"))
        .join(Meant, MEANT)
        .where(Meant.removed_at.is_(None), among(Person.id, request["person_ids"], Uuid))
    )
    return {"people": [row._asdict() for row in rows]}


def organisations(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """All with how many people each, or those with people."""
    statement: Select[*tuple[Any, ...]] = select(Organisation.id, Organisation.name)
    if request["counted"]:
        people = func.count(Person.id).label("people")
        statement = statement.add_columns(people).outerjoin(Person).group_by(Organisation.id)
    else:
        statement = statement.where(exists(literal(1)).where(Person.organisation_id == Organisation.id))
    rows = tx.execute(statement.order_by(func.lower(Organisation.name)))
    return {"organisations": [row._asdict() for row in rows]}


def sector_counts(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """No cell that is small, nor one from which it would follow."""
    people = set(request["person_ids"])
    sector = func.coalesce(Person.sector, "unknown")
    rows = tx.execute(
        select(sector.label("sector"), func.count().label("people"))
        .where(among(Person.id, list(people), Uuid))
        .group_by(sector)
    )
    counts = {row.sector: row.people for row in rows}
    missing = len(people) - sum(counts.values())
    if missing:
        counts["unknown"] = counts.get("unknown", 0) + missing
    shown, too_few = rules.counts_to_show(counts)
    return {"sectors": shown, "too_few": too_few}


def known_by_address(emails: Sequence[str]) -> Select[*tuple[Any, ...]]:
    """`line_manager` is an address too."""
    manager = aliased(Person)
    return (
        select(
            Person.id,
            Person.email,
            Person.name,
            Person.language,
            Organisation.name.label("organisation"),
            Person.organisation_id,
            Person.sector,
            Person.level,
            Person.area_ids,
            Person.line_manager_id,
            manager.email.label("line_manager"),
            Person.version,
        )
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .outerjoin(manager, manager.id == Person.line_manager_id)
        .where(among(Person.email, emails, String))
        .order_by(Person.id)
    )


def removed_since(tx: Session, moment: datetime | None) -> list[tuple[UUID, datetime]]:
    """Who was removed, and when; everybody who ever was, without a moment. A record that was merged may come back."""
    since = Person.removed_at >= moment if moment else Person.removed_at.is_not(None)
    rows = tx.execute(
        select(Person.id, Person.removed_at).where(since, Person.merged_into_id.is_(None)).order_by(Person.removed_at)
    )
    return [(row.id, row.removed_at) for row in rows]
