from typing import Any

from sqlalchemy.orm import Session

from services.feedback import ballot_box, queries, questionnaire, rules, tokens
from services.feedback.errors import SurveyIsClosed
from services.feedback.tables import Survey
from shared.access import Actor
from shared.contracts.feedback import SurveyClosed
from shared.errors import NotFound
from shared.messaging.outbox import publish


def issue_links(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """New rights to answer, for whoever hands them out."""
    survey = tx.get(Survey, request["survey_id"], with_for_update=True, populate_existing=True)
    if survey is None:
        raise NotFound()
    if queries.is_over(tx, survey):
        raise SurveyIsClosed(closes_on=survey.closes_on.isoformat())
    links = dict(tokens.new(survey.id) for _ in range(request["count"]))
    ballot_box.add_links(tx, survey.id, links.values())
    return {"tokens": list(links), "closes_on": survey.closes_on}


def submit_answers(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """Who asks does not matter: the link is the right, and a signed-in person is not looked at."""
    survey, link = queries.answerable(tx, request["token"], for_update=True)
    answers = questionnaire.checked(survey.questions_version, request["answers"])
    ballot_box.put_in(tx, survey.id, link, answers)


def close_survey(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    survey = queries.coordinated(tx, actor, request["survey_id"])
    if survey.state == "closed":
        raise SurveyIsClosed(closes_on=survey.closes_on.isoformat())
    close(tx, survey)


def close(tx: Session, survey: Survey) -> None:
    """For good: a closed survey never reopens. The caller holds its row."""
    answers = ballot_box.seal(tx, survey.id)
    survey.state = "closed"
    survey.answers = answers if rules.there_are_enough(answers) else None
    tx.flush()
    publish(
        tx,
        SurveyClosed,
        survey_id=survey.id,
        group_id=survey.group_id,
        programme_id=survey.programme_id,
        invited=survey.invited,
        answers=survey.answers,
    )
