"""What networks announced of its meetings, turned into mails."""

from typing import Any

from sqlalchemy.orm import Session

from services.notifications import rules
from services.notifications.commands import queue
from services.notifications.tables import Merge
from shared import clock
from shared.database import merging


@merging.following(Merge)
def meeting_planned(tx: Session, event: dict[str, Any]) -> None:
    _tell(tx, "meeting_planned", event)


@merging.following(Merge)
def meeting_moved(tx: Session, event: dict[str, Any]) -> None:
    _tell(tx, "meeting_changed", event)


@merging.following(Merge)
def meeting_cancelled(tx: Session, event: dict[str, Any]) -> None:
    _tell(tx, "meeting_cancelled", event)


def _tell(tx: Session, kind: str, event: dict[str, Any]) -> None:
    """Of one that is noted afterwards nobody needs a mail."""
    if not rules.a_session_that_is_over_needs_no_mail(event["ends_at"], clock.now()):
        queue(tx, kind, event["person_ids"], about_id=event["meeting_id"])
