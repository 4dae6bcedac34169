"""A message that came again may have ended the process the last time. So each further trial is noted before it is made:
should it end the process too, the note is all that is left of it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from shared import clock
from shared.messaging.inbox import KEPT
from shared.messaging.tables import trials

MOST = 5


def note(tx: Session, queue: str, message_id: UUID, subscriptions: Sequence[str] = ()) -> int | None:
    """Which trial this will be; None when all subscriptions of the queue have taken the message over before."""
    return tx.execute(
        text(
            "INSERT INTO trials (message_id, subscription, trials) SELECT :message_id, :queue, 1"
            " WHERE EXISTS (SELECT FROM unnest(CAST(:subscriptions AS text[])) AS wanted (subscription)"
            " WHERE NOT EXISTS (SELECT FROM inbox"
            " WHERE message_id = :message_id AND inbox.subscription = wanted.subscription))"
            " ON CONFLICT (message_id, subscription) DO UPDATE SET trials = trials.trials + 1, tried_at = now()"
            " RETURNING trials"
        ),
        {"message_id": message_id, "queue": queue, "subscriptions": list(subscriptions or [queue])},
    ).scalar()


def are_noted(tx: Session, subscription: str, message_id: UUID) -> bool:
    return tx.execute(select(trials.c.trials).where(*_of(subscription, message_id))).first() is not None


def forget(tx: Session, subscription: str, message_id: UUID) -> None:
    tx.execute(delete(trials).where(*_of(subscription, message_id)))


def forget_old(tx: Session) -> None:
    tx.execute(delete(trials).where(trials.c.tried_at < clock.now() - KEPT))


def _of(subscription: str, message_id: UUID) -> tuple[Any, Any]:
    return trials.c.message_id == message_id, trials.c.subscription == subscription
