from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session as Transaction

from services.trainings import rules
from services.trainings.queries.next_session import next_session_at
from services.trainings.tables import Group, Question, Treatment
from shared.access import Actor
from shared.errors import NotFound


def question_box(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    code = rules.as_kept(request["code"])
    found = tx.execute(
        select(Group.name.label("group_name"), next_session_at().label("next_session_at")).where(
            Group.question_code == code
        )
    ).first()
    if found is None:
        raise NotFound()
    return found._asdict()


def questions_of(tx: Transaction, group_id: UUID) -> list[dict[str, Any]]:
    """By their random id, which says nothing of when they were asked; the treated ones last."""
    rows = tx.execute(
        select(Question.id, Question.text, Question.treated, Question.theme, _treatments())
        .where(Question.group_id == group_id)
        .order_by(Question.treated, Question.id)
    )
    return [row._asdict() | {"treatments": row.treatments or []} for row in rows]


def _treatments() -> Any:
    one = func.jsonb_build_object("session_id", Treatment.session_id, "treated", Treatment.treated)
    return (
        select(func.jsonb_agg(aggregate_order_by(one, Treatment.number)))
        .where(Treatment.question_id == Question.id)
        .correlate(Question)
        .scalar_subquery()
        .label("treatments")
    )
