"""Who may see which results: of a survey, of a group, of a programme, of the city."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select, true
from sqlalchemy.orm import Session

from services.feedback import questionnaire
from services.feedback.errors import ProgrammeNotYours
from services.feedback.queries import comments, shown, techniques
from services.feedback.queries.comparisons import comparisons
from services.feedback.queries.surveys import as_data, readable, readable_by
from services.feedback.tables import Coordinator, Group, ShownTable, Survey, Trainer, Unit
from shared.access import Actor
from shared.errors import NotFound


def results(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    survey = readable(tx, actor, request["survey_id"])
    state = _state(survey)
    asked = questionnaire.questions(survey.wave, survey.questions_version)
    return {
        "survey": as_data(survey),
        "state": state,
        "questions": [questionnaire.as_asked(question) for question in asked],
        "figures": shown.figures(tx, Unit.id == survey.unit_id) if state == "shown" else [],
        **comments.released(tx, survey),
    }


def _state(survey: Survey) -> str:
    if survey.state == "open":
        return "open"
    if survey.unit_id is None:
        return "too_few"
    return "together" if survey.answers is None else "shown"


def group_results(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """The waves of one group, as far as they are for the reader. What was counted with others is not this group's."""
    of_group = (Survey.group_id == request["group_id"]) & readable_by(actor)
    waves = shown.waves(tx, of_group, shown.ITS_OWN)
    if not waves and not _is_known_to(tx, actor, request["group_id"]):
        raise NotFound()
    own = Unit.id.in_(select(Survey.unit_id).where(of_group, shown.ITS_OWN))
    return _outcome(tx, waves, own, [])


def _is_known_to(tx: Session, actor: Actor, group_id: UUID) -> bool:
    """Before anything was asked: who gives the group, or runs the programme that it is of."""
    gives = exists().where(Trainer.group_id == group_id, Trainer.person_id == actor.id)
    of_it = (Group.id == group_id) & (Group.programme_id == Coordinator.programme_id)
    runs = exists().where(of_it, Coordinator.person_id == actor.id)
    return bool(tx.scalar(select(gives | runs)))


def programme_results(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    programme_id = request["programme_id"]
    if tx.get(Coordinator, (programme_id, actor.id)) is None:
        raise ProgrammeNotYours()
    return _over_all(
        tx,
        Survey.programme_id == programme_id,
        Unit.programme_id == programme_id,
        ShownTable.programme_id == programme_id,
    )


def city_results(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """All programmes together, for every coordinator."""
    return _over_all(tx, true(), true(), true()) | {"techniques": techniques.by_technique(tx)}


def _over_all(
    tx: Session, surveys: ColumnElement[bool], units: ColumnElement[bool], tables: ColumnElement[bool]
) -> dict[str, Any]:
    waves = shown.waves(tx, surveys, shown.WITH_OTHERS_TOO)
    return _outcome(tx, waves, units, shown.tables(tx, tables))


def _outcome(
    tx: Session, waves: list[dict[str, Any]], units: ColumnElement[bool], tables: list[dict[str, Any]]
) -> dict[str, Any]:
    figures = shown.figures(tx, units)
    return {
        "waves": waves,
        "questions": shown.asked_about([*figures, *tables]),
        "figures": figures,
        "comparisons": comparisons(tx, units),
        "tables": tables,
    }
