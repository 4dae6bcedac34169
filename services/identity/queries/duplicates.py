from math import ceil
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, select
from sqlalchemy.orm import Session, aliased

from services.identity import rules
from services.identity.queries.people import LISTED, among, records
from services.identity.tables import Distinct, Merge, Person
from shared import clock
from shared.access import Actor
from shared.errors import NotFound

MOST_MERGES = 200


def duplicates(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """The likeliest first; with `q` those in which it stands in a name or an address. Three statements, however many
    people there are."""
    looks = tx.execute(select(Person.id, Person.name, Person.email, Person.organisation_id).where(LISTED))
    people = [rules.Looks(row.id, row.name or "", row.email or "", row.organisation_id) for row in looks]
    distinct = [(row.one_id, row.other_id) for row in tx.execute(select(Distinct.one_id, Distinct.other_id))]
    found = rules.who_may_be_one_person(people, distinct)
    if request["q"]:
        named = rules.named_like(people, request["q"])
        found = [pair for pair in found if named & set(pair[:2])]
    page, size = request["page"], request["per_page"]
    shown = found[(page - 1) * size : page * size]
    about = _records(tx, {person_id for one, other, _why in shown for person_id in (one, other)})
    return {
        "items": [{"one": about[one], "other": about[other], "reasons": why} for one, other, why in shown],
        "total": len(found),
        "page": page,
        "pages": ceil(len(found) / size),
    }


def pair(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    one_id, other_id = request["person_id"], request["other_id"]
    about = _records(tx, {one_id, other_id})
    if len(about) < 2 or any(person["removed"] for person in about.values()):
        raise NotFound()
    said = tx.get(Distinct, rules.in_order(one_id, other_id))
    return {"one": about[one_id], "other": about[other_id], "distinct": said is not None}


def merges(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """The latest first."""
    kept = aliased(Person)
    now = clock.now()
    statement = (
        select(Merge, kept.name, kept.merged_into_id)
        .join(kept, kept.id == Merge.kept_id)
        .where(Merge.undone_at.is_(None), Merge.merged_at > now - rules.UNDO_WITHIN)
        .order_by(Merge.merged_at.desc(), Merge.id)
        .limit(MOST_MERGES)
    )
    if request["person_id"] is not None:
        statement = statement.where(Merge.kept_id == request["person_id"])
    return {"merges": [_merge(merge, name, later is None) for merge, name, later in tx.execute(statement)]}


def _merge(merge: Merge, kept_name: str | None, is_the_last: bool) -> dict[str, Any]:
    dropped = merge.before["dropped"] if merge.before else {"name": None, "email": None}
    return {
        "id": merge.id,
        "kept_id": merge.kept_id,
        "dropped_id": merge.dropped_id,
        "kept_name": kept_name,
        "dropped_name": dropped["name"],
        "dropped_email": dropped["email"],
        "merged_at": merge.merged_at,
        "merged_by": merge.merged_by,
        "until": merge.merged_at + rules.UNDO_WITHIN,
        "may_be_undone": is_the_last and merge.before is not None,
    }


def _records(tx: Session, person_ids: set[UUID]) -> dict[UUID, dict[str, Any]]:
    rows = tx.execute(records().where(among(Person.id, sorted(person_ids), Uuid)))
    return {row.id: row._asdict() for row in rows}
