from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.notifications import queries
from services.notifications.tables import Mail
from shared import clock, context
from shared.access import Actor
from shared.ids import new_id

AT_ONCE = timedelta(0)


def queue(
    tx: Session,
    kind: str,
    people: Iterable[UUID],
    *,
    about_id: UUID | None = None,
    role: str | None = None,
    after: timedelta = AT_ONCE,
) -> None:
    """One mail to each. The same event asks only once."""
    now = clock.now()
    cause = context.current().causation_id
    rows = [
        {
            "id": new_id(),
            "kind": kind,
            "person_id": person_id,
            "about_id": about_id,
            "role": role,
            "cause_id": UUID(cause) if cause else None,
            "queued_at": now,
            "due_at": now + after,
        }
        for person_id in people
    ]
    if rows:
        tx.execute(insert(Mail).on_conflict_do_nothing(), rows)


def send_again(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """Also what was sent before: the message keeps its id, so that a mailbox can tell."""
    mail = queries.shown(tx, request["mail_id"], lock=True)
    mail.state, mail.attempts, mail.reason = "queued", 0, None
    mail.due_at = clock.now()
