"""Technique by outcome, added up by the database: a row for each technique, however many groups there are."""

from typing import Any

from sqlalchemy import CTE, ColumnElement, Numeric, cast, distinct, func, literal, select, true, tuple_, union_all
from sqlalchemy.orm import Session, aliased

from services.feedback import questionnaire, rules
from services.feedback.tables import SessionTechnique, Survey, UnitFigure

WAVE = "t1"
RECOMMENDS = "recommend"


def by_technique(tx: Session) -> list[dict[str, Any]]:
    """What people said right after the course, beside what was worked with in it. Groups of which no technique is
    known are left out."""
    used, outcomes = _used(), _outcomes()
    with_any = select(used.c.unit_id)
    everything = {
        outcome: rules.Sums(*sums)
        for outcome, *sums in tx.execute(
            select(outcomes.c.outcome, *_sums(outcomes)).where(outcomes.c.unit_id.in_(with_any)).group_by("outcome")
        )
    }
    each = tx.execute(
        select(used.c.technique, outcomes.c.outcome, *_sums(outcomes, used.c.by_all), *_sums(outcomes))
        .join(outcomes, outcomes.c.unit_id == used.c.unit_id)
        .group_by(used.c.technique, outcomes.c.outcome)
        .order_by(used.c.technique, outcomes.c.outcome)
    )
    found = []
    for technique, outcome, *sums in each:
        half = len(sums) // 2
        sides = rules.beside(rules.Sums(*sums[:half]), rules.Sums(*sums[half:]), everything[outcome])
        if sides:
            with_it, without_it = (_as_data(side) for side in sides)
            found.append({"technique": technique, "outcome": outcome, "with_it": with_it, "without_it": without_it})
    return found


def _used() -> CTE:
    """The techniques of each unit, and whether all its groups worked with it."""
    groups = (
        select(Survey.unit_id, func.count().label("groups"))
        .where(Survey.wave == WAVE, Survey.unit_id.is_not(None))
        .group_by(Survey.unit_id)
        .subquery()
    )
    with_it = func.count(distinct(SessionTechnique.group_id))
    return (
        select(Survey.unit_id, SessionTechnique.technique, (with_it == groups.c.groups).label("by_all"))
        .join(SessionTechnique, SessionTechnique.group_id == Survey.group_id)
        .join(groups, groups.c.unit_id == Survey.unit_id)
        .where(Survey.wave == WAVE)
        .group_by(Survey.unit_id, SessionTechnique.technique, groups.c.groups)
        .cte("used")
    )


def _outcomes() -> CTE:
    """Of each unit what it shows: whether people recommend the course, and how much they say to have grown. `vague` and
    `rough` as the rules have them."""
    now, then = aliased(UnitFigure), aliased(UnitFigure)
    pairs = [
        (question["looks_back_on"], code)
        for code, question in questionnaire.items().items()
        if question["looks_back_on"]
    ]
    recommends = select(
        UnitFigure.unit_id,
        literal(RECOMMENDS).label("outcome"),
        UnitFigure.n,
        cast(UnitFigure.tenths, Numeric).label("tenths"),
        (~UnitFigure.exact).label("vague"),
        _is_rough(UnitFigure).label("rough"),
    ).where(UnitFigure.question == RECOMMENDS)
    growth = (
        select(
            *(now.unit_id, literal("growth"), func.min(now.n), func.avg(now.tenths - then.tenths)),
            func.bool_or(~now.exact),
            func.bool_or(_is_rough(now) | _is_rough(then)),
        )
        .join(then, then.unit_id == now.unit_id)
        .where(tuple_(now.question, then.question).in_(pairs))
        .group_by(now.unit_id)
    )
    return union_all(recommends, growth).cte("outcomes")


def _is_rough(figure: Any) -> ColumnElement[bool]:
    return ~figure.exact | (figure.bound != "none")


def _sums(outcomes: CTE, where: ColumnElement[bool] | None = None) -> tuple[ColumnElement[Any], ...]:
    """The fields of `Sums`."""
    counted = true() if where is None else where
    points = func.sum(outcomes.c.n * outcomes.c.tenths).filter(counted)
    return (
        func.count().filter(counted),
        func.coalesce(func.sum(outcomes.c.n).filter(counted), 0),
        func.coalesce(points, 0),
        func.count().filter(counted, outcomes.c.vague),
        func.count().filter(counted, outcomes.c.rough),
    )


def _as_data(side: rules.Sums) -> dict[str, Any]:
    return {
        "units": side.units,
        "n": side.n,
        "n_is_exact": side.n_is_exact,
        "mean": side.mean,
        "mean_is": side.meaning,
    }
