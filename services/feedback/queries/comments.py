from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.feedback import rules
from services.feedback.queries import surveys
from services.feedback.tables import Comment, Survey
from shared.access import Actor


def comments(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Before anybody else reads them, and what became of them."""
    survey = surveys.coordinated(tx, actor, request["survey_id"], for_update=False)
    return {
        "survey": surveys.as_data(survey),
        "read": survey.comments_read,
        "kept_until": rules.comments_are_kept_until(survey.closed_on) if survey.closed_on else None,
        "comments": [
            {name: getattr(comment, name) for name in ("id", "question", "text", "released", "reason")}
            for comment in _of(tx, survey)
        ],
    }


def released(tx: Session, survey: Survey) -> dict[str, Any]:
    found = _of(tx, survey)
    state = "read" if survey.comments_read else "unread" if found else "none"
    shown = [{"question": each.question, "text": each.text} for each in found if each.released]
    return {"comments_state": state, "comments": shown}


def _of(tx: Session, survey: Survey) -> list[Comment]:
    """In the order of their random ids."""
    return list(tx.scalars(select(Comment).where(Comment.survey_id == survey.id).order_by(Comment.id)))
