from uuid import UUID

from sqlalchemy import Exists, exists
from sqlalchemy.orm import Session

from services.feedback.errors import ProgrammeNotYours
from services.feedback.tables import Coordinator
from shared.access import Actor


def refuse_who_does_not_run(tx: Session, actor: Actor, programme_id: UUID) -> None:
    if tx.get(Coordinator, (programme_id, actor.id)) is None:
        raise ProgrammeNotYours()


def runs(actor: Actor, programme_id: UUID) -> Exists:
    """For a statement that asks for something else too."""
    return exists().where(Coordinator.programme_id == programme_id, Coordinator.person_id == actor.id)
