"""What municipalities announced about strategies, turned into mails."""

from typing import Any

from sqlalchemy.orm import Session

from services.notifications.commands import queue


def strategy_actions_due(tx: Session, event: dict[str, Any]) -> None:
    queue(tx, "strategy_actions_due", [event["owner_id"]], about_id=event["programme_id"])


def strategy_review_due(tx: Session, event: dict[str, Any]) -> None:
    queue(tx, "strategy_review_due", event["coordinator_ids"], about_id=event["programme_id"])
