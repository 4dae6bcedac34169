"""Who gave a course, and when it was over, as far as it is recorded."""

from typing import Any
from uuid import UUID

from sqlalchemy import Date, cast, func, select
from sqlalchemy.orm import Session as Transaction

from services.trainings.queries.trainers import GIVE
from services.trainings.tables import Session, SessionRole
from shared.database import settings_of


def course_as_given(tx: Transaction, group_id: UUID) -> dict[str, Any]:
    """What the others are told of it, beside who completed it."""
    recorded = (Session.group_id == group_id, Session.state == "recorded")
    on = cast(func.timezone(settings_of(tx).time_zone, Session.starts_at), Date)
    trainers = (
        select(SessionRole.person_id)
        .join(Session, Session.id == SessionRole.session_id)
        .where(*recorded, SessionRole.role.in_(GIVE))
        .distinct()
        .order_by(SessionRole.person_id)
    )
    return {
        "completed_on": tx.scalar(select(func.max(on)).where(*recorded, Session.kind == "deepening")),
        "trainer_ids": list(tx.scalars(trainers)),
    }
