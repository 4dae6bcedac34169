from uuid import UUID

from sqlalchemy.orm import Session

from services.identity.tables import PrivilegedAct
from shared import clock


def note(tx: Session, actor_id: UUID | None, act: str, subject_id: UUID, detail: str | None = None) -> None:
    tx.add(PrivilegedAct(done_at=clock.now(), actor_id=actor_id, act=act, subject_id=subject_id, detail=detail))
