from collections import Counter
from collections.abc import Iterable
from typing import Any

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
    checked = lines.check(request["rows"])
    known = _known(tx, (line["record"] for line in checked))
    rows = [line | _outcome(line, known.get(line["record"].get("email"))) for line in checked]
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


def _outcome(line: dict[str, Any], known: Record | None) -> dict[str, Any]:
    if line["errors"]:
        return {"outcome": "error", "changes": {}}
    if known is None:
        return {"outcome": "new", "changes": {}}
    changes = {column: known[column] for column in rules.what_a_line_changes(known, line["record"])}
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
    organisations_of = {
        record["email"]: organisations.get(rules.organisation_key(record["organisation"]) or "") for record in records
    }
    added = _add(tx, records, organisations_of)
    rest = [record for record in records if record["email"] not in added]
    updated = _update(tx, rest, organisations_of)
    return {"added": len(added), "updated": updated, "unchanged": len(rest) - updated}


def _add(tx: Session, records: list[Record], organisations_of: dict[str, Any]) -> set[str]:
    if not records:
        return set()
    now = clock.now()
    values = [
        {
            "id": new_id(),
            "added_at": now,
            "version": 1,
            "organisation_id": organisations_of[record["email"]],
            **{column: record[column] for column in ("name", "email", "language", "sector", "level")},
        }
        for record in sorted(records, key=lambda record: record["email"])
    ]
    added = tx.execute(
        insert(Person)
        .on_conflict_do_nothing(index_elements=[Person.email])
        .returning(Person.id, Person.email, Person.organisation_id, Person.sector, Person.level),
        values,
    ).all()
    publish_all(tx, PersonAdded, (as_event(row._asdict()) for row in added))
    return {row.email for row in added}


def _update(tx: Session, records: list[Record], organisations_of: dict[str, Any]) -> int:
    known = _known(tx, records, lock=True)
    changed = [
        known[record["email"]] | _given(record, organisations_of)
        for record in records
        if record["email"] in known and rules.what_a_line_changes(known[record["email"]], record)
    ]
    if changed:
        columns = ("id", "name", "language", "organisation_id", "sector", "level")
        tx.execute(
            update(Person),
            [{column: one[column] for column in columns} | {"version": one["version"] + 1} for one in changed],
        )
        publish_all(tx, PersonChanged, (as_event(one) for one in changed))
    return len(changed)


def _given(record: Record, organisations_of: dict[str, Any]) -> Record:
    """What the line says; its empty cells leave what is known."""
    given = {**record, "organisation_id": organisations_of[record["email"]]}
    return {column: value for column, value in given.items() if value is not None}


def _known(tx: Session, records: Iterable[Record], *, lock: bool = False) -> dict[str, Record]:
    """By address."""
    emails = [record["email"] for record in records if "email" in record]
    statement = known_by_address(emails)
    found = tx.execute(statement.with_for_update(of=Person) if lock else statement)
    return {row.email: row._asdict() for row in found}
