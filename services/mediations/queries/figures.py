"""Counts of what is over, by the year of closing. What is too small to show is not shown.

Techniques, which only a mediator sees of a single mediation, are counted when the year is over: whoever looks before
and after one was closed would read them in the difference."""

from collections import Counter
from typing import Any

from sqlalchemy import extract, func, select
from sqlalchemy.orm import Session

from services.mediations import rules
from services.mediations.queries.mediations import today
from services.mediations.tables import Mediation
from shared.access import Actor
from shared.contracts import mediations as contract


def mediation_figures(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    year = extract("year", Mediation.closed_on)
    closed = select(year, Mediation.outcome, func.count()).where(Mediation.outcome.is_not(None))
    each = select(year.label("year"), func.unnest(Mediation.techniques).label("technique"))
    used = each.where(Mediation.outcome.is_not(None), year < today(tx).year).subquery()
    outcomes = _by_year(tx.execute(closed.group_by(year, Mediation.outcome)))
    counted = select(used.c.year, used.c.technique, func.count()).group_by(used.c.year, used.c.technique)
    techniques = _by_year(tx.execute(counted))
    return {
        "fewest": rules.FEWEST,
        "years": [_year(each, outcomes[each], techniques.get(each, {})) for each in sorted(outcomes, reverse=True)],
    }


def _by_year(rows: Any) -> dict[int, Counter[str]]:
    found: dict[int, Counter[str]] = {}
    for year, code, number in rows:
        found.setdefault(int(year), Counter())[code] = number
    return found


def _year(year: int, outcomes: Any, techniques: Any) -> dict[str, Any]:
    parts = rules.shown_parts({code: outcomes.get(code, 0) for code in {*contract.outcomes(), *outcomes}})
    closed = sum(outcomes.values())
    shown = {code: rules.shown_use(techniques[code], closed) for code in techniques}
    return {
        "year": year,
        "mediations": rules.enough(closed),
        "outcomes": _in_order(parts, contract.outcomes()),
        "techniques": _in_order({code: number for code, number in shown.items() if number}, contract.techniques()),
    }


def _in_order(numbers: dict[str, int | None], codes: tuple[str, ...]) -> list[dict[str, Any]]:
    known = [code for code in codes if code in numbers]
    return [{"code": code, "number": numbers[code]} for code in [*known, *sorted(numbers.keys() - set(codes))]]
