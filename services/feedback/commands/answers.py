from typing import Any

from sqlalchemy.orm import Session

from services.feedback import ballot_box, drafts, questionnaire, tokens
from services.feedback.errors import SurveyIsClosed
from services.feedback.queries.answers import answerable, is_over
from services.feedback.tables import Survey
from shared.access import Actor
from shared.errors import NotFound


def issue_links(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """New rights to answer, for whoever hands them out."""
    survey = tx.get(Survey, request["survey_id"], with_for_update=True, populate_existing=True)
    if survey is None:
        raise NotFound()
    if is_over(tx, survey):
        raise SurveyIsClosed(closes_on=survey.closes_on.isoformat())
    links = dict(tokens.new(survey.id) for _ in range(request["count"]))
    ballot_box.add_links(tx, survey.id, links.values())
    return {"tokens": list(links), "wave": survey.wave, "closes_on": survey.closes_on}


def submit_answers(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """Who asks does not matter: the link is the right, and a signed-in person is not looked at."""
    survey, link = answerable(tx, request["token"], for_update=True)
    answers = questionnaire.checked(survey.wave, survey.questions_version, request["answers"])
    drafts.drop(tx, tokens.secret_of(request["token"]))
    ballot_box.put_in(tx, survey.id, link, answers)
