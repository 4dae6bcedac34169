from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.feedback import drafts, rules, tokens
from services.feedback import questionnaire as asked
from services.feedback.errors import AlreadyAnswered, LinkUnknown, SurveyIsClosed
from services.feedback.tables import Link, Survey
from shared import clock
from shared.access import Actor
from shared.database import settings_of


def questionnaire(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    survey, _ = answerable(tx, request["token"])
    questions = [asked.as_asked(each) for each in asked.questions(survey.wave, survey.questions_version)]
    return {
        "wave": survey.wave,
        "closes_on": survey.closes_on,
        "questions": questions,
        "draft": drafts.read(tx, tokens.secret_of(request["token"])),
    }


def survey_details(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Of those that there are."""
    found = tx.scalars(select(Survey).where(Survey.id.in_(request["survey_ids"])))
    return {
        "surveys": [
            {"id": survey.id, "wave": survey.wave, "closes_on": survey.closes_on, "open": not is_over(tx, survey)}
            for survey in found
        ]
    }


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
    """Also when its time has passed and nobody has closed it yet."""
    today = clock.today(settings_of(tx).time_zone)
    return rules.a_survey_is_over(survey.state, survey.closes_on, today, survey.closes_at, clock.now())
