from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, false, or_, select
from sqlalchemy.orm import Session

from services.feedback import questionnaire as asked
from services.feedback import rules, tokens
from services.feedback.errors import AlreadyAnswered, LinkUnknown, SurveyIsClosed, SurveyNotYours
from services.feedback.tables import Answer, Coordinator, Link, Survey, Trainer
from shared import clock
from shared.access import COORDINATOR, TRAINER, Actor
from shared.database import settings_of
from shared.errors import NotFound

FIELDS = ("id", "group_id", "programme_id", "state", "opened_on", "closes_on", "invited", "answers")


def questionnaire(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    survey, _ = answerable(tx, request["token"])
    questions = asked.questions(survey.questions_version)
    return {"closes_on": survey.closes_on, "questions": [asked.as_asked(question) for question in questions]}


def surveys(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Those that the actor may read, newest first."""
    statement = select(Survey).where(_readable_by(actor)).order_by(Survey.opened_on.desc(), Survey.id.desc())
    for field in ("programme_id", "group_id"):
        if request[field] is not None:
            statement = statement.where(getattr(Survey, field) == request[field])
    return {"surveys": [as_data(survey) for survey in tx.scalars(statement)]}


def results(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    survey = _readable(tx, actor, request["survey_id"])
    if survey.state == "open":
        return {"survey": as_data(survey), "state": "open", "results": []}
    if survey.answers is None:
        return {"survey": as_data(survey), "state": "too_few", "results": []}
    answers = _answers(tx, survey.id)
    return {
        "survey": as_data(survey),
        "state": "shown",
        "results": [
            {"question": asked.as_asked(question)} | rules.shown_of(question, answers.get(question["code"], []))
            for question in asked.questions(survey.questions_version)
        ],
    }


def as_data(survey: Survey) -> dict[str, Any]:
    return {field: getattr(survey, field) for field in FIELDS}


def answerable(tx: Session, token: str, *, for_update: bool = False) -> tuple[Survey, bytes]:
    """The survey that this link still lets its holder answer, and the hash of the link's secret."""
    survey_id, link_hash = tokens.read(token)
    survey = tx.get(Survey, survey_id, with_for_update=for_update, populate_existing=for_update)
    if survey is None:
        raise LinkUnknown()
    if is_over(tx, survey):
        raise SurveyIsClosed(closes_on=survey.closes_on.isoformat())
    used = tx.scalar(select(Link.used).where(Link.hash == link_hash, Link.survey_id == survey.id))
    if used is None:
        raise LinkUnknown()
    if used:
        raise AlreadyAnswered()
    return survey, link_hash


def is_over(tx: Session, survey: Survey) -> bool:
    """Also when its last day has passed and nobody has closed it yet."""
    return rules.a_survey_is_over(survey.state, survey.closes_on, clock.today(settings_of(tx).time_zone))


def coordinated(tx: Session, actor: Actor, survey_id: UUID) -> Survey:
    """The survey, locked for a change by a coordinator of its programme."""
    survey = tx.get(Survey, survey_id, with_for_update=True, populate_existing=True)
    if survey is None:
        raise NotFound()
    if tx.get(Coordinator, (survey.programme_id, actor.id)) is None:
        raise SurveyNotYours()
    return survey


def _readable(tx: Session, actor: Actor, survey_id: UUID) -> Survey:
    row = tx.execute(select(Survey, _readable_by(actor)).where(Survey.id == survey_id)).first()
    if row is None:
        raise NotFound()
    survey, readable = row
    if not readable:
        raise SurveyNotYours()
    return survey


def _readable_by(actor: Actor) -> ColumnElement[bool]:
    """A coordinator of its programme, a trainer of its group."""
    ways: list[ColumnElement[bool]] = [false()]
    if actor.has(COORDINATOR):
        ways.append(exists().where(Coordinator.programme_id == Survey.programme_id, Coordinator.person_id == actor.id))
    if actor.has(TRAINER):
        ways.append(exists().where(Trainer.group_id == Survey.group_id, Trainer.person_id == actor.id))
    return or_(*ways)


def _answers(tx: Session, survey_id: UUID) -> dict[str, list[Any]]:
    """Question -> its answers, in the order of random ids."""
    rows = tx.execute(select(Answer.question, Answer.value).where(Answer.survey_id == survey_id).order_by(Answer.id))
    found: dict[str, list[Any]] = {}
    for question, value in rows:
        found.setdefault(question, []).append(value)
    return found
