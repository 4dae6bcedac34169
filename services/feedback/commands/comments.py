"""What people wrote in their own words: a coordinator reads it before anybody else does."""

from typing import Any
from uuid import uuid4

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from services.feedback import questionnaire, rules
from services.feedback.errors import CommentsWereRead, SurveyIsOpen
from services.feedback.queries import surveys
from services.feedback.tables import Answer, Comment, Survey
from shared.access import Actor
from shared.errors import Invalid


def set_apart(tx: Session, survey: Survey) -> None:
    """Out of the answers of a survey that closes, each paragraph by itself. Where too few answered, they are gone:
    nobody will ever read them."""
    asked = questionnaire.questions(survey.wave, survey.questions_version)
    in_words = {question["code"]: question["sensitive"] for question in asked if question["kind"] == "text"}
    written = tx.execute(
        delete(Answer)
        .where(Answer.survey_id == survey.id, Answer.question.in_(in_words))
        .returning(Answer.question, Answer.value)
    )
    rows = [
        {"id": uuid4(), "survey_id": survey.id, "question": question, "text": text}
        for question, said in written
        if (survey.received or 0) >= rules.fewest(in_words[question])
        for text in rules.comments_in(said)
    ]
    if rows:
        tx.execute(insert(Comment), sorted(rows, key=lambda row: row["id"]))


def release_comments(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """All of a survey in one go, but those that are withheld."""
    survey = surveys.coordinated(tx, actor, request["survey_id"])
    if survey.state == "open":
        raise SurveyIsOpen()
    if survey.comments_read:
        raise CommentsWereRead()
    withheld = {each["comment_id"]: each["reason"] for each in request["withheld"]}
    known = set(tx.scalars(select(Comment.id).where(Comment.survey_id == survey.id)))
    if not withheld.keys() <= known:
        raise Invalid({"withheld": ["not_a_choice"]})
    for comment_id, reason in withheld.items():
        tx.execute(update(Comment).where(Comment.id == comment_id).values(reason=reason))
    tx.execute(update(Comment).where(Comment.survey_id == survey.id, Comment.reason.is_(None)).values(released=True))
    survey.comments_read = True
    tx.flush()
