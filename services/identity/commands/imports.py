from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.identity import audit, lines, rules
from services.identity.commands.people import as_event, organisation_ids
from services.identity.errors import ImportHasErrors
from services.identity.queries import imports as queries
from services.identity.queries.people import known_by_address
from services.identity.tables import Import, Person
from shared import clock
from shared.access import Actor
from shared.contracts.identity import IMPORT_OUTCOMES, PersonAdded, PersonChanged
from shared.ids import new_id
from shared.messaging.outbox import publish_all

Record = dict[str, Any]


def preview_import(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Says of every line what would become of it. Only the import itself is stored, for an hour."""
    checked = lines.check(request["rows"], request["areas"])
    known = _known(tx, (line["record"] for line in checked))
    _blame_unknown_line_managers(checked, known)
    names = {area["id"]: area["name"] for area in request["areas"]}
    rows = [line | _outcome(line, known.get(line["record"].get("email")), names) for line in checked]
    found = Counter(row["outcome"] for row in rows)
    one = Import(
        id=new_id(),
        owner_id=actor.id,
        checked_at=clock.now(),
        rows=rows,
        counts={outcome: found[outcome] for outcome in IMPORT_OUTCOMES},
    )
    tx.add(one)
    return queries.as_data(one)


def _blame_unknown_line_managers(checked: list[Record], known: Mapping[str, Record]) -> None:
    """They are somebody who is known, or another line of the file."""
    here = known.keys() | {line["record"].get("email") for line in checked}
    for line in checked:
        manager = line["record"].get("line_manager")
        if manager is not None and manager not in here:
            line["errors"]["line_manager"] = "line_manager_unknown"


def _outcome(line: dict[str, Any], known: Record | None, names: Mapping[UUID, str]) -> dict[str, Any]:
    if line["errors"]:
        return {"outcome": "error", "changes": {}}
    if known is None:
        return {"outcome": "new", "changes": {}}
    changes = {column: known[column] for column in rules.what_a_line_changes(known, line["record"])}
    if "area_ids" in changes:
        changes["areas"] = "; ".join(sorted(names[area_id] for area_id in changes.pop("area_ids") if area_id in names))
    return {"outcome": "update" if changes else "same", "changes": changes}


def confirm_import(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Carries out what was previewed, all of it or nothing. A second time changes nothing and says the same."""
    one = queries.own(tx, actor, request["import_id"], lock=True)
    if one.done is None:
        if one.counts["error"]:
            raise ImportHasErrors(errors=one.counts["error"])
        one.done = _carry_out(tx, [row["record"] for row in one.rows])
        audit.note(tx, actor.person_id, "people_imported", one.id)
    return one.done


def _carry_out(tx: Session, records: list[Record]) -> dict[str, int]:
    """People may have been added or changed since the preview: who is new shows when adding, and the rest after."""
    organisations = organisation_ids(tx, (record["organisation"] for record in records if record["organisation"]))
    added = _add(tx, [_as_columns(record, organisations) for record in records])
    # Only now is everybody there whom a line may name as somebody's line manager.
    known = _known(tx, records, lock=True)
    people = {
        record["email"]: known[record["email"]] | _given(record, organisations, known)
        for record in records
        if record["email"] in known
    }
    _confirm_who_applied(tx, (person["id"] for person in people.values()))
    changed = {
        record["email"]
        for record in records
        if record["email"] in known and rules.what_a_line_changes(known[record["email"]], record)
    }
    updated = changed - added
    _update(
        tx,
        [
            one | {"version": one["version"] + (one["email"] in updated)}
            for one in (people[email] for email in sorted(changed))
        ],
    )
    publish_all(tx, PersonAdded, (as_event(people[email]) for email in sorted(added)))
    publish_all(tx, PersonChanged, (as_event(people[email]) for email in sorted(updated)))
    return {"added": len(added), "updated": len(updated), "unchanged": len(records) - len(added) - len(updated)}


def _as_columns(record: Record, organisations: Mapping[str, UUID]) -> Record:
    """Of somebody new. The line manager may be new too, and comes after."""
    return {
        "organisation_id": _organisation_of(record, organisations),
        "area_ids": [UUID(area_id) for area_id in record["area_ids"]],
        **{column: record[column] for column in ("name", "email", "language", "sector", "level")},
    }


def _organisation_of(record: Record, organisations: Mapping[str, UUID]) -> UUID | None:
    return organisations.get(rules.organisation_key(record["organisation"]) or "")


def _add(tx: Session, people: list[Record]) -> set[str]:
    """The addresses of those who were not there."""
    if not people:
        return set()
    now = clock.now()
    values = [
        {"id": new_id(), "added_at": now, "version": 1, **person}
        for person in sorted(people, key=lambda person: person["email"])
    ]
    return set(
        tx.scalars(insert(Person).on_conflict_do_nothing(index_elements=[Person.email]).returning(Person.email), values)
    )


def _confirm_who_applied(tx: Session, person_ids: Iterable[UUID]) -> None:
    """By listing them: somebody says who they are."""
    applied = (Person.id.in_(list(person_ids)), Person.applied_at.is_not(None))
    tx.execute(update(Person).where(*applied).values(applied_at=None))


def _update(tx: Session, people: list[Record]) -> None:
    columns = ("id", "name", "language", "organisation_id", "sector", "level", "area_ids", "line_manager_id", "version")
    if people:
        tx.execute(update(Person), [{column: one[column] for column in columns} for one in people])


def _given(record: Record, organisations: Mapping[str, UUID], known: Mapping[str, Record]) -> Record:
    """What the line says; its empty cells leave what is known. So does a line manager who was removed meanwhile."""
    manager = known.get(record["line_manager"] or "")
    given = {**_as_columns(record, organisations), "line_manager_id": manager and manager["id"]}
    return {column: value for column, value in given.items() if value}


def _known(tx: Session, records: Iterable[Record], *, lock: bool = False) -> dict[str, Record]:
    """By address: those whom the lines are about, and the line managers that they name."""
    emails = {email for record in records for name in ("email", "line_manager") if (email := record.get(name))}
    statement = known_by_address(sorted(emails))
    found = tx.execute(statement.with_for_update(of=Person) if lock else statement)
    return {row.email: row._asdict() for row in found}
