from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session as Transaction

from services.trainings import access, rules
from services.trainings.errors import NothingToImport, PastImportDone
from services.trainings.queries import past as queries
from services.trainings.tables import PastImport, PastTraining, Programme
from shared import clock
from shared.access import Actor
from shared.contracts.trainings import PastTrainingsCounted
from shared.errors import Invalid
from shared.ids import new_id
from shared.messaging.outbox import publish

TAKEN = (*queries.FIGURES, "line_key", "training_key")


def start_past_import(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """With a guess at what each column holds. A column that holds addresses is about people, and not kept at all."""
    programme = access.own_programme(tx, actor, request["programme_id"])
    heading = request["heading"]
    lines = [{**line, "cells": _as_wide_as(heading, line["cells"])} for line in request["lines"]]
    lines = rules.without_addresses(lines)
    one = PastImport(
        id=new_id(),
        programme_id=programme.id,
        source=request["source"],
        imported_at=clock.now(),
        imported_by=actor.id,
        sheet={"heading": heading, "lines": lines},
        columns=rules.what_the_columns_hold(heading, [line["cells"] for line in lines]),
    )
    one.date_order = queries.likely_order(one)
    tx.add(one)
    return {"id": one.id}


def _as_wide_as(heading: list[str], cells: list[str]) -> list[str]:
    return [*cells[: len(heading)], *[""] * (len(heading) - len(cells))]


def choose_past_columns(tx: Transaction, actor: Actor, request: dict[str, Any]) -> None:
    one = queries.own(tx, actor, request["import_id"], lock=True)
    sheet = _sheet_of_a_draft(one)
    _refuse_what_does_not_fit(request["columns"], len(sheet["heading"]))
    before = one.columns
    one.columns, one.date_order, one.kind = request["columns"], request["date_order"], request["kind"]
    if one.date_order is None and before != one.columns:
        one.date_order = queries.likely_order(one)
    _refuse_dates_in_an_unknown_order(one)


def confirm_past_import(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """A second time changes nothing and says the same. Of the file nothing is kept but what counts."""
    one = queries.own(tx, actor, request["import_id"], lock=True)
    if one.state == "draft":
        access.lock(tx, tx.get(Programme, one.programme_id))  # of two imports at once, the second knows the first
        _refuse_what_does_not_fit(one.columns, len(one.columns))
        _refuse_dates_in_an_unknown_order(one)
        _take(tx, actor, one)
        _announce(tx, one.programme_id)
    return {"trainings": one.trainings, "known": one.known, "unused": one.unused}


def _take(tx: Transaction, actor: Actor, one: PastImport) -> None:
    found = queries.read(tx, one)
    if not found["new"]:
        raise NothingToImport()
    about = {"import_id": one.id, "programme_id": one.programme_id}
    tx.execute(
        insert(PastTraining),
        [{"id": new_id(), **about, **{name: each[name] for name in TAKEN}} for each in found["new"]],
    )
    one.trainings, one.known, one.unused = len(found["new"]), found["known"], len(found["unused"])
    one.state, one.sheet, one.imported_at, one.imported_by = "done", None, clock.now(), actor.id


def undo_past_import(tx: Transaction, actor: Actor, request: dict[str, Any]) -> None:
    """As a whole: nothing of it counts any more, and the file can be imported again."""
    one = queries.own(tx, actor, request["import_id"], lock=True)
    if one.state == "draft":
        tx.delete(one)
    if one.state != "done":
        return
    tx.execute(delete(PastTraining).where(PastTraining.import_id == one.id))
    one.state, one.sheet = "undone", None
    _announce(tx, one.programme_id)


def _sheet_of_a_draft(one: PastImport) -> dict[str, Any]:
    if one.sheet is None:
        raise PastImportDone()
    return one.sheet


def _refuse_what_does_not_fit(columns: list[str], width: int) -> None:
    chosen = [column for column in columns if column != "ignored"]
    wrong = []
    if len(columns) != width:
        wrong.append(f"columns_in_the_file:{width}")
    if len(chosen) != len(set(chosen)):
        wrong.append("column_twice")
    if "date" not in chosen:
        wrong.append("date_column_needed")
    if not any(column in ("registered", "completed") or column.startswith("attended_") for column in chosen):
        wrong.append("count_column_needed")
    if wrong:
        raise Invalid({"columns": wrong})


def _refuse_dates_in_an_unknown_order(one: PastImport) -> None:
    if one.date_order is None and queries.asks_date_order(one):
        raise Invalid({"date_order": ["required"]})


def _announce(tx: Transaction, programme_id: UUID) -> None:
    tx.flush()
    counts = rules.what_counts_of_the_past(queries.counted(tx, programme_id))
    publish(tx, PastTrainingsCounted, programme_id=programme_id, **counts)
