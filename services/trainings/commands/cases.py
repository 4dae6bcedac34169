from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from services.trainings import access
from services.trainings.tables import Question
from shared.access import Actor
from shared.errors import NotFound


def reword_question(tx: Transaction, actor: Actor, request: dict[str, Any]) -> None:
    """The wording until now is not kept: it may have given away who asked."""
    question = tx.get(Question, request["question_id"], with_for_update=True)
    if question is None:
        raise NotFound()
    access.given_group(tx, actor, question.group_id)
    question.text = request["text"]


def theme_questions(tx: Transaction, actor: Actor, request: dict[str, Any]) -> None:
    group = access.given_group(tx, actor, request["group_id"])
    wanted = set(request["question_ids"])
    of_group = select(Question).where(Question.group_id == group.id, Question.id.in_(wanted))
    found = tx.scalars(of_group.order_by(Question.id).with_for_update()).all()
    if len(found) < len(wanted):
        raise NotFound()
    for question in found:
        question.theme = request["theme"]
