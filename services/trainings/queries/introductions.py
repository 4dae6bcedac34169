from typing import Any
from uuid import UUID

from sqlalchemy import exists, literal, select
from sqlalchemy.orm import Session as Transaction

from services.trainings import access
from services.trainings.tables import Attendance, Enrolment, Invitation, Session
from shared.access import Actor
from shared.contracts.trainings import MOST_INVITED


def candidates(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    programme = access.own_programme(tx, actor, request["programme_id"])
    return {"person_ids": candidates_of(tx, programme.id)}


def candidates_of(tx: Transaction, programme_id: UUID) -> list[UUID]:
    """Who is invited still: somebody who was erased keeps an attendance without a name, and no invitation."""
    grouped = exists(literal(1)).where(
        Enrolment.programme_id == Session.programme_id, Enrolment.person_id == Attendance.person_id
    )
    found = tx.scalars(
        select(Attendance.person_id)
        .join(Session)
        .join(
            Invitation,
            (Invitation.session_id == Attendance.session_id) & (Invitation.person_id == Attendance.person_id),
        )
        .where(
            Session.programme_id == programme_id,
            Session.kind == "introduction",
            Attendance.state == "present",
            ~grouped,
        )
        .distinct()
        .order_by(Attendance.person_id)
        .limit(MOST_INVITED)
    )
    return list(found)
