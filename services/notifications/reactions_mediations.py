"""What mediations announced, turned into mails."""

from typing import Any

from sqlalchemy.orm import Session

from services.notifications.commands import queue


def mediations_wait(tx: Session, event: dict[str, Any]) -> None:
    queue(tx, "mediations_wait", [event["mediator_id"]])
