from typing import Any

from sqlalchemy.orm import Session as Transaction

from services.trainings import access, rules
from services.trainings.queries.questions import questions_of
from services.trainings.tables import Question
from shared.access import Actor
from shared.errors import NotFound


def case_desk(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    group = access.given_group(tx, actor, request["group_id"])
    cases = sorted(questions_of(tx, group.id), key=lambda case: (case["treated"], (case["theme"] or "").casefold()))
    return {"group_name": group.name, "question_code": rules.as_shown(group.question_code), "cases": cases}


def case(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    found = tx.get(Question, request["question_id"])
    if found is None:
        raise NotFound()
    access.given_group(tx, actor, found.group_id)
    return {name: getattr(found, name) for name in ("id", "group_id", "text", "treated", "theme")}
