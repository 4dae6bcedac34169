from typing import Any

from sqlalchemy.orm import Session

from services.feedback import ballot_box, drafts, rules
from services.feedback.commands import comments, counting
from services.feedback.errors import SurveyIsClosed
from services.feedback.queries import surveys
from services.feedback.tables import Survey
from shared import clock
from shared.access import Actor
from shared.contracts.feedback import SurveyClosed
from shared.database import settings_of
from shared.messaging.outbox import publish


def close_survey(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    survey = surveys.coordinated(tx, actor, request["survey_id"])
    if survey.state == "closed":
        raise SurveyIsClosed(closes_on=survey.closes_on.isoformat())
    close(tx, survey)


def close(tx: Session, survey: Survey) -> None:
    """For good: a closed survey never reopens. The caller holds its row."""
    answers = ballot_box.seal(tx, survey.id)
    drafts.drop_all(tx, survey.id)
    survey.state = "closed"
    survey.closed_on = clock.today(settings_of(tx).time_zone)
    survey.received = answers
    survey.answers = answers if rules.there_are_enough(answers) else None
    tx.flush()
    comments.set_apart(tx, survey)
    counting.take_up(tx, survey)
    publish(
        tx,
        SurveyClosed,
        survey_id=survey.id,
        group_id=survey.group_id,
        programme_id=survey.programme_id,
        invited=survey.invited,
        answers=survey.answers,
        wave=survey.wave,
    )
