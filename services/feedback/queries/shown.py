"""What is shown, read from what was worked out at closing. Nothing here looks at answers or at counts that wait."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from services.feedback import questionnaire, rules
from services.feedback.questionnaire import Question
from services.feedback.tables import ShownTable, Survey, Unit, UnitFigure
from shared.contracts.feedback import WAVES

OPTION_CELLS = ("chosen", "not_chosen")
ITS_OWN = Survey.answers.is_not(None)
WITH_OTHERS_TOO = Survey.unit_id.is_not(None)


def waves(tx: Session, of: ColumnElement[bool], counted: ColumnElement[bool]) -> list[dict[str, Any]]:
    """How many were asked and how many answered, in the order of the waves. `counted`: the surveys that are told of."""
    closed_without = (Survey.state == "closed") & Survey.unit_id.is_(None)
    rows = tx.execute(
        select(
            Survey.wave,
            func.count().label("surveys"),
            func.count(case((Survey.state == "open", 1))).label("open"),
            func.count(case((closed_without, 1))).label("waiting"),
            func.sum(Survey.invited).label("invited"),
            func.coalesce(func.sum(case((counted, Survey.invited))), 0).label("invited_to_counted"),
            func.sum(case((counted, Survey.received))).label("answered"),
        )
        .where(of)
        .group_by(Survey.wave)
    )
    return sorted((row._asdict() for row in rows), key=lambda wave: WAVES.index(wave["wave"]))


def figures(tx: Session, of: ColumnElement[bool]) -> list[dict[str, Any]]:
    """Of each scale and wave, over the units."""
    units: defaultdict[tuple[str, str], rules.Units] = defaultdict(dict)
    figure = (UnitFigure.n, UnitFigure.exact, UnitFigure.tenths, UnitFigure.bound)
    rows = tx.execute(
        select(UnitFigure.question, Unit.wave, func.count(), *figure)
        .join(Unit, Unit.id == UnitFigure.unit_id)
        .where(of)
        .group_by(UnitFigure.question, Unit.wave, *figure)
        .order_by(UnitFigure.question, Unit.wave)
    )
    for question, wave, alike, n, exact, tenths, bound in rows:
        units[question, wave][rules.Figure(n, exact, tenths, bound)] = alike
    return [{"question": question, "wave": wave} | _together(found) for (question, wave), found in units.items()]


def _together(units: rules.Units) -> dict[str, Any]:
    mean = rules.mean_of_units(units)
    exact = all(figure.exact for figure in units)
    return {"n": mean.n, "n_is_exact": exact, "mean": mean.mean, "mean_is": mean.meaning}


def tables(tx: Session, of: ColumnElement[bool]) -> list[dict[str, Any]]:
    """Sums of the tables that were shown. So the difference between two sums is one again."""
    sums: dict[tuple[str, str, str], tuple[int, ...]] = {}
    rows = tx.scalars(select(ShownTable).where(of).order_by(ShownTable.question, ShownTable.wave, ShownTable.option))
    for row in rows:
        known = sums.get(key := (row.question, row.wave, row.option), (0,) * len(row.cells))
        sums[key] = tuple(sum(pair) for pair in zip(known, row.cells, strict=True))
    items = questionnaire.items()
    return [_table(items[question], wave, option, cells) for (question, wave, option), cells in sums.items()]


def _table(question: Question, wave: str, option: str, cells: tuple[int, ...]) -> dict[str, Any]:
    names = OPTION_CELLS if option else rules.BANDS
    return {
        "question": question["code"],
        "wave": wave,
        "option": option or None,
        "n": sum(cells),
        "cells": dict(zip(names, cells, strict=True)),
        "net_promoter_score": rules.net_promoter_score(cells) if question["net_promoter_score"] else None,
    }


def asked_about(shown: Iterable[dict[str, Any]]) -> list[Question]:
    """The questions that stand in figures or tables."""
    codes = {each["question"] for each in shown}
    return [questionnaire.as_asked(each) for each in questionnaire.ever_asked() if each["code"] in codes]


def chosen(tx: Session, questions: Collection[str], programme_id: UUID) -> dict[tuple[str, str, str], tuple[int, int]]:
    """Question, wave and option -> by how many people it was chosen, and of how many: all that may be counted of
    questions with options. An option of which nothing may be shown yet is not in it."""
    found = tables(tx, (ShownTable.programme_id == programme_id) & ShownTable.question.in_(questions))
    return {
        (table["question"], table["wave"], table["option"]): (table["cells"]["chosen"], table["n"]) for table in found
    }
