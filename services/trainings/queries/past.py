from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session as Transaction
from sqlalchemy.orm import defer

from services.trainings import access, rules
from services.trainings.tables import PastImport, PastTraining
from shared import clock
from shared.access import Actor
from shared.database import settings_of
from shared.errors import NotFound

SHOWN = 10
FIGURES = ("line", "held_on", "kind", "place", "reference", "registered", "attended", "completed")
Read = dict[str, Any]


def past_import(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    one = own(tx, actor, request["import_id"])
    about = {name: getattr(one, name) for name in ("id", "programme_id", "source", "state", "date_order", "kind")}
    if one.sheet is None:
        taken = _as_data(_of_import(tx, one.id))
        nothing = {"unused": [], "heading": [], "columns": [], "asks_date_order": False}
        return about | nothing | _shown(taken) | {"known": one.known}
    found = read(tx, one)
    return (
        about
        | _shown(found["new"])
        | {
            "known": found["known"],
            "unused": found["unused"],
            "heading": one.sheet["heading"],
            "columns": one.columns,
            "asks_date_order": asks_date_order(one),
        }
    )


def _shown(trainings: list[dict[str, Any]]) -> dict[str, Any]:
    return {"totals": rules.the_totals_of(trainings), "first": trainings[:SHOWN]}


def past_trainings(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    programme = access.own_programme(tx, actor, request["programme_id"])
    imports = tx.scalars(
        select(PastImport)
        .options(defer(PastImport.sheet))
        .where(PastImport.programme_id == programme.id, PastImport.state != "draft")
        .order_by(PastImport.imported_at.desc())
        .limit(1_000)
    )
    names = ("id", "source", "state", "imported_at", "imported_by", "trainings", "known", "unused")
    return {
        "totals": rules.the_totals_of(counted(tx, programme.id)),
        "imports": [{name: getattr(each, name) for name in names} for each in imports],
    }


def counted(tx: Transaction, programme_id: UUID) -> list[dict[str, Any]]:
    """All trainings of the programme's past."""
    return _as_data(tx.scalars(select(PastTraining).where(PastTraining.programme_id == programme_id)))


def own(tx: Transaction, actor: Actor, import_id: UUID, *, lock: bool = False) -> PastImport:
    """Of a programme that the actor coordinates; a draft as long as it is kept."""
    one = tx.get(PastImport, import_id, with_for_update=lock or None)
    if one is None or (one.state == "draft" and one.imported_at <= clock.now() - rules.PAST_IMPORT_AGE):
        raise NotFound()
    access.own_programme(tx, actor, one.programme_id)
    return one


def asks_date_order(one: PastImport) -> bool:
    return rules.the_order_must_be_asked(_dates(one))


def likely_order(one: PastImport) -> str | None:
    return rules.the_likely_order(_dates(one))


def _dates(one: PastImport) -> list[str]:
    if one.sheet is None or "date" not in one.columns:
        return []
    place = one.columns.index("date")
    return [line["cells"][place] for line in one.sheet["lines"] if place < len(line["cells"])]


def read(tx: Transaction, one: PastImport) -> Read:
    """`new`: the trainings that would count, with their keys; `known`: how many count already; `unused` lines."""
    assert one.sheet is not None
    today = clock.today(settings_of(tx).time_zone)
    trainings, unused = [], []
    for line, key in zip(one.sheet["lines"], rules.keys_of_the_lines(_cells(one.sheet)), strict=True):
        try:
            training = rules.the_training_of_a_line(
                line["cells"], one.columns, order=one.date_order, kind=one.kind, today=today
            )
        except rules.Unusable as wrong:
            unused.append({"line": line["line"], "reason": wrong.reason, "cell": wrong.cell})
        else:
            trainings.append(training | {"line": line["line"], "line_key": key})
    for training, key in zip(trainings, rules.keys_of_the_trainings(trainings), strict=True):
        training["training_key"] = key
    return _apart(tx, one.programme_id, trainings, unused)


def _cells(sheet: dict[str, Any]) -> list[list[str]]:
    return [line["cells"] for line in sheet["lines"]]


def _apart(tx: Transaction, programme_id: UUID, trainings: list[Read], unused: list[Read]) -> Read:
    by_line, by_training = _known(tx, programme_id)
    new, known = [], 0
    for training in trainings:
        counts = (training["registered"], *training["attended"], training["completed"])
        if training["line_key"] in by_line or by_training.get(training["training_key"]) == counts:
            known += 1
        elif training["training_key"] in by_training:
            unused.append({"line": training["line"], "reason": "known_with_other_figures", "cell": ""})
        else:
            new.append(training)
    return {"new": new, "known": known, "unused": sorted(unused, key=lambda each: each["line"])}


def _known(tx: Transaction, programme_id: UUID) -> tuple[set[str], dict[str, tuple[int | None, ...]]]:
    """The keys of the lines that count, and of the trainings with their figures."""
    rows = tx.execute(
        select(
            PastTraining.line_key,
            PastTraining.training_key,
            PastTraining.registered,
            PastTraining.attended,
            PastTraining.completed,
        ).where(PastTraining.programme_id == programme_id)
    ).all()
    figures = {row.training_key: (row.registered, *row.attended, row.completed) for row in rows}
    return {row.line_key for row in rows}, figures


def _of_import(tx: Transaction, import_id: UUID) -> Iterable[PastTraining]:
    return tx.scalars(select(PastTraining).where(PastTraining.import_id == import_id).order_by(PastTraining.line))


def _as_data(rows: Iterable[PastTraining]) -> list[dict[str, Any]]:
    return [{name: getattr(row, name) for name in FIGURES} for row in rows]


def of_period(tx: Transaction, start: date, end: date, programme_id: UUID | None) -> list[dict[str, Any]]:
    """Those of a period; of the whole city one that two programmes brought counts once."""
    wanted = select(PastTraining).where(PastTraining.held_on.between(start, end))
    if programme_id is None:
        wanted = wanted.ext(distinct_on(PastTraining.training_key)).order_by(PastTraining.training_key, PastTraining.id)
    else:
        wanted = wanted.where(PastTraining.programme_id == programme_id)
    return _as_data(tx.scalars(wanted))
