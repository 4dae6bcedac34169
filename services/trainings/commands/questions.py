from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Transaction

from services.trainings import access, rules
from services.trainings.errors import TooManyQuestions
from services.trainings.tables import Group, Question, Session, Treatment
from shared.access import Actor
from shared.errors import Invalid, NotFound


def ask_question(tx: Transaction, actor: Actor, request: dict[str, Any]) -> None:
    """By the group's code, without sign-in. The actor is not looked at, so that nobody can know who asked."""
    group = tx.scalar(select(Group).where(Group.question_code == rules.as_kept(request["code"])))
    if group is None:
        raise NotFound()
    access.lock(tx, group)
    _add(tx, group, request["text"])


def add_question(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """One that was asked aloud or on paper."""
    group = access.given_group(tx, actor, request["group_id"])
    access.lock(tx, group)
    return {"id": _add(tx, group, request["text"]).id}


def treat_question(tx: Transaction, actor: Actor, request: dict[str, Any]) -> None:
    question = tx.get(Question, request["question_id"], with_for_update=True)
    if question is None:
        raise NotFound()
    access.given_group(tx, actor, question.group_id)
    _refuse_a_session_of_another_group(tx, question, request["session_id"])
    if question.treated != request["treated"]:
        question.treated = request["treated"]
        tx.add(Treatment(question_id=question.id, session_id=request["session_id"], treated=question.treated))


def _refuse_a_session_of_another_group(tx: Transaction, question: Question, session_id: UUID | None) -> None:
    if session_id is None:
        return
    session = tx.get(Session, session_id)
    if session is None or session.group_id != question.group_id:
        raise Invalid({"session_id": ["not_a_choice"]})


def _add(tx: Transaction, group: Group, text: str) -> Question:
    """A question that is sent twice is asked once."""
    open_ones = select(Question).where(Question.group_id == group.id, Question.treated.is_(False))
    same = tx.scalars(open_ones.where(Question.text == text)).first()
    if same is not None:
        return same
    if tx.scalars(select(func.count()).select_from(open_ones.subquery())).one() >= rules.MOST_OPEN_QUESTIONS:
        raise TooManyQuestions(most=rules.MOST_OPEN_QUESTIONS)
    question = Question(group_id=group.id, text=text)
    tx.add(question)
    tx.flush()
    return question
