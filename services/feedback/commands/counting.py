"""What becomes of the answers when a survey has closed. This is the only place that works anything out of them."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text, tuple_, update
from sqlalchemy.orm import Session

from services.feedback import questionnaire, rules
from services.feedback.questionnaire import Question
from services.feedback.tables import Answer, Invitation, ShownTable, Survey, Unit, UnitCount, UnitFigure
from shared.ids import new_id


def take_up(tx: Session, survey: Survey) -> None:
    """The survey has closed; the caller holds its row. Those of a programme and wave come one after the other."""
    _one_at_a_time(tx, survey)
    survey.turn = 1 + (tx.scalar(select(func.max(Survey.turn)).where(*_beside(survey))) or 0)
    tx.flush()
    together = [survey] if rules.there_are_enough(survey.received or 0) else _small_ones_that_are_enough(tx, survey)
    if together:
        _show_what_may_be_shown(tx, _count(tx, together))


def _one_at_a_time(tx: Session, survey: Survey) -> None:
    tx.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"),
        {"key": f"counting {survey.programme_id} {survey.wave}"},
    )


def _beside(survey: Survey) -> tuple[Any, ...]:
    return (Survey.programme_id == survey.programme_id, Survey.wave == survey.wave)


def _small_ones_that_are_enough(tx: Session, survey: Survey) -> list[Survey]:
    """All that wait, or none. Those that were asked other questions wait apart."""
    waiting = tx.scalars(
        select(Survey)
        .where(*_beside(survey), Survey.questions_version == survey.questions_version)
        .where(Survey.turn.is_not(None), Survey.unit_id.is_(None))
        .order_by(Survey.turn)
    ).all()
    withdrawn = _withdrawn(tx, waiting)
    most = [rules.most_that_may_have_answered(each.invited + withdrawn.get(each.id, 0)) for each in waiting]
    answers = sum(each.received or 0 for each in waiting)
    return list(waiting) if rules.small_surveys_are_counted_together(most, answers) else []


def _withdrawn(tx: Session, surveys: Sequence[Survey]) -> dict[UUID, int]:
    """How many invitations were taken back: those people may have answered too, since their link stayed good."""
    rows = tx.execute(
        select(Invitation.survey_id, func.count().label("people"))
        .where(Invitation.survey_id.in_([survey.id for survey in surveys]), Invitation.withdrawn)
        .group_by(Invitation.survey_id)
    )
    return {row.survey_id: row.people for row in rows}


def _count(tx: Session, surveys: Sequence[Survey]) -> Unit:
    last = surveys[-1]
    answers = sum(survey.received or 0 for survey in surveys)
    unit = Unit(id=new_id(), programme_id=last.programme_id, wave=last.wave, turn=last.turn, answers=answers)
    tx.add(unit)
    tx.flush()
    for survey in surveys:
        survey.unit_id = unit.id
    given = _given(tx, surveys)
    for question in questionnaire.questions(last.wave, last.questions_version):
        values = given.get(question["code"], [])
        if question["kind"] == "scale":
            _count_scale(tx, unit, question, values)
        elif question["kind"] == "choices":
            _count_options(tx, unit, question, values)
    tx.flush()
    return unit


def _given(tx: Session, surveys: Sequence[Survey]) -> dict[str, list[Any]]:
    """Question -> all answers to it, whosever they are."""
    rows = tx.execute(
        select(Answer.question, func.jsonb_agg(Answer.value).label("given"))
        .where(Answer.survey_id.in_([survey.id for survey in surveys]))
        .group_by(Answer.question)
    )
    return {row.question: row.given for row in rows}


def _count_scale(tx: Session, unit: Unit, question: Question, values: list[int]) -> None:
    figure = rules.shown_of_a_scale(values, unit.answers, rules.fewest(question["sensitive"]))
    if figure is None:
        return
    tx.add(
        UnitFigure(
            unit_id=unit.id,
            question=question["code"],
            n=figure.n,
            exact=figure.exact,
            tenths=figure.tenths,
            bound=figure.bound,
        )
    )
    if figure.exact:
        tx.add(UnitCount(unit_id=unit.id, question=question["code"], cells=list(rules.in_bands(values))))


def _count_options(tx: Session, unit: Unit, question: Question, values: list[list[str]]) -> None:
    for option in question["options"]:
        chosen = sum(option["code"] in value for value in values)
        cells = [chosen, unit.answers - chosen]
        tx.add(UnitCount(unit_id=unit.id, question=question["code"], option=option["code"], cells=cells))


def _show_what_may_be_shown(tx: Session, unit: Unit) -> None:
    """Of each table the unit is the last to have come."""
    items = questionnaire.items()
    for (question, option), waiting in groupby(_waiting(tx, unit), key=lambda row: (row.question, row.option)):
        rows = list(waiting)
        total = tuple(sum(cell) for cell in zip(*(row.cells for row in rows), strict=True))
        fewest = rules.fewest(items[question]["sensitive"])
        if rules.a_table_may_be_shown([_known_of(row) for row in rows], total, fewest):
            _show(tx, unit, question, option, total, [row.unit_id for row in rows])


def _waiting(tx: Session, unit: Unit) -> Sequence[Any]:
    """The counts of every table that this unit is part of, in the order in which the units came."""
    has_this = select(UnitCount.question, UnitCount.option).where(UnitCount.unit_id == unit.id)
    return tx.execute(
        select(
            *(UnitCount.unit_id, UnitCount.question, UnitCount.option, UnitCount.cells, Unit.answers),
            *(UnitFigure.n, UnitFigure.exact, UnitFigure.tenths, UnitFigure.bound),
        )
        .join(Unit, Unit.id == UnitCount.unit_id)
        .outerjoin(UnitFigure, (UnitFigure.unit_id == UnitCount.unit_id) & (UnitFigure.question == UnitCount.question))
        .where(Unit.programme_id == unit.programme_id, Unit.wave == unit.wave, UnitCount.table_id.is_(None))
        .where(tuple_(UnitCount.question, UnitCount.option).in_(has_this))
        .order_by(UnitCount.question, UnitCount.option, Unit.turn)
    ).all()


def _known_of(row: Any) -> list[rules.Counts]:
    """What a reader can think of one unit."""
    if row.option:
        return rules.choices_that_fit(row.answers)
    return rules.bands_that_fit(rules.Figure(row.n, row.exact, row.tenths, row.bound))


def _show(tx: Session, unit: Unit, question: str, option: str, total: rules.Counts, unit_ids: list[UUID]) -> None:
    table = ShownTable(
        id=new_id(),
        programme_id=unit.programme_id,
        wave=unit.wave,
        question=question,
        option=option,
        cells=list(total),
        units=len(unit_ids),
    )
    tx.add(table)
    tx.flush()
    counts = (UnitCount.question == question, UnitCount.option == option, UnitCount.unit_id.in_(unit_ids))
    tx.execute(update(UnitCount).where(*counts).values(table_id=table.id))
