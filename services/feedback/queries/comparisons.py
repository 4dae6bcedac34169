"""One moment beside another, over the same groups both times, added up by the database.

Out of nothing but what is shown of each unit. Two units are compared when they hold the same groups: a group that was
counted together with others at one of the two moments alone has no figure of its own there, and is left out.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import CTE, ColumnElement, FromClause, Integer, Text, and_, case, column, func, select, values
from sqlalchemy.orm import Session

from services.feedback import questionnaire, rules
from services.feedback.tables import Survey, Unit, UnitFigure
from shared.contracts.feedback import COMPARISONS, LOOKING_BACK

SELF_EFFICACY = "self_efficacy"


def comparisons(tx: Session, of: ColumnElement[bool]) -> list[dict[str, Any]]:
    """A group counts the same on both sides: with the smaller of its two numbers of answers."""
    asked, shown = _asked(), _shown(of)
    before, after = shown.alias("before"), shown.alias("after")
    weight = func.least(before.c.n, after.c.n)
    rows = tx.execute(
        select(
            asked.c.comparison,
            asked.c.after_question.label("question"),
            func.sum(func.cardinality(before.c.groups)).label("groups"),
            func.sum(weight).label("weight"),
            *_figures(before, weight, "before"),
            *_figures(after, weight, "after"),
        )
        .select_from(asked)
        .join(before, and_(before.c.wave == asked.c.before_wave, before.c.question == asked.c.before_question))
        .join(
            after,
            and_(
                after.c.wave == asked.c.after_wave,
                after.c.question == asked.c.after_question,
                after.c.groups == before.c.groups,
            ),
        )
        .group_by(asked.c.number, asked.c.comparison, asked.c.after_question)
        .order_by(asked.c.number)
    )
    return [_as_data(row._asdict()) for row in rows]


def _asked() -> FromClause:
    """Which question of which wave is compared with which."""
    names = ("comparison", "before_wave", "before_question", "after_wave", "after_question")
    listed = [(number, *each) for number, each in enumerate(_pairs())]
    return values(column("number", Integer), *(column(name, Text) for name in names), name="asked").data(listed)


def _pairs() -> Iterator[tuple[str, str, str, str, str]]:
    looking_back = {each["looks_back_on"]: each["code"] for each in questionnaire.ever_asked() if each["looks_back_on"]}
    about_oneself = [each["code"] for each in questionnaire.ever_asked() if each["part"] == SELF_EFFICACY]
    for comparison, (before, after) in COMPARISONS.items():
        for code in about_oneself:
            first = looking_back.get(code) if comparison == LOOKING_BACK else code
            if first:
                yield comparison, before, first, after, code


def _shown(of: ColumnElement[bool]) -> CTE:
    """What each unit shows, with its groups."""
    groups = select(Survey.group_id).where(Survey.unit_id == Unit.id).order_by(Survey.group_id)
    return (
        select(
            *(Unit.wave, func.array(groups.scalar_subquery()).label("groups"), UnitFigure.question),
            *(UnitFigure.n, UnitFigure.exact, UnitFigure.tenths, UnitFigure.bound),
        )
        .join(UnitFigure, UnitFigure.unit_id == Unit.id)
        .where(of)
        .cte("shown")
    )


def _figures(side: FromClause, weight: ColumnElement[Any], name: str) -> list[ColumnElement[Any]]:
    meaning = case((side.c.bound != "none", side.c.bound), (side.c.exact, "exact"), else_="about")
    figures = {
        "n": func.sum(side.c.n),
        "n_is_exact": func.bool_and(side.c.exact),
        "tenths": func.sum(weight * side.c.tenths),
        "meanings": func.array_agg(meaning),
    }
    return [figure.label(f"{name}_{each}") for each, figure in figures.items()]


def _as_data(row: dict[str, Any]) -> dict[str, Any]:
    return {
        **{name: row[name] for name in ("comparison", "question", "groups")},
        **{side: _side(row, side) for side in ("before", "after")},
    }


def _side(row: dict[str, Any], side: str) -> dict[str, Any]:
    return {
        "n": row[f"{side}_n"],
        "n_is_exact": row[f"{side}_n_is_exact"],
        "mean": rules.mean_of_tenths(row[f"{side}_tenths"], row["weight"]),
        "mean_is": rules.meaning_of_units(row[f"{side}_meanings"]),
    }
