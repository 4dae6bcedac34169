from typing import Any

from sqlalchemy.orm import Session

from services.feedback import drafts, questionnaire, tokens
from services.feedback.queries.answers import answerable
from shared.access import Actor


def save_draft(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """The survey is held, so that none is kept after it has closed. An answer that does not fit is left out: whoever
    sends it is told then.
    """
    survey, _link = answerable(tx, request["token"], for_update=True)
    secret = tokens.secret_of(request["token"])
    answers = questionnaire.fitting(survey.wave, survey.questions_version, request["answers"])
    if answers:
        drafts.keep(tx, survey.id, secret, {"answers": answers, "at": request["at"]})
    else:
        drafts.drop(tx, secret)
