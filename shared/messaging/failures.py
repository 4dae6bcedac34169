"""Messages whose reaction failed: set aside, tried again with growing pauses, parked in the end.

Later messages of the same aggregate queue behind the failed one, so that order holds; all others go on.
"""

import json
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import delete, exists, insert, literal, select, update
from sqlalchemy.orm import Session

from shared import clock, context
from shared.context import Context
from shared.database import Database, is_outage
from shared.messaging import envelope
from shared.messaging.envelope import Message
from shared.messaging.tables import failed

log = structlog.get_logger()

ATTEMPTS = 8  # the last one comes about four minutes after the first
FIRST_PAUSE = timedelta(seconds=1)


def reason(error: Exception) -> str:
    """What went wrong, without the values: they may be about people."""
    return f"{type(error).__module__}.{type(error).__name__}"


def holds(tx: Session, subscription: str, aggregate_id: UUID) -> bool:
    """Whether an earlier message of this aggregate waits here."""
    return tx.execute(
        select(exists(literal(1)).where(failed.c.subscription == subscription, failed.c.aggregate_id == aggregate_id))
    ).scalar_one()


def set_aside(tx: Session, subscription: str, message: Message, error: Exception) -> None:
    _store(tx, subscription, message, reason(error), attempts=1, next_attempt_at=clock.now() + pause(1))


def queue_behind(tx: Session, subscription: str, message: Message) -> None:
    _store(tx, subscription, message, "an earlier message failed", attempts=0, next_attempt_at=clock.now())


def _store(tx: Session, subscription: str, message: Message, why: str, **when: Any) -> None:
    tx.execute(
        insert(failed).values(
            message_id=message.id,
            subscription=subscription,
            aggregate_id=message.aggregate_id,
            type=message.type,
            headers=message.headers,
            body=json.dumps(message.body).encode(),
            reason=why,
            **when,
        )
    )


def pause(attempts: int) -> timedelta:
    """Doubling, with jitter so that messages that failed together do not come back together."""
    return FIRST_PAUSE * 2 ** (attempts - 1) * random.uniform(1.0, 1.5)  # noqa: S311


def retry_due(database: Database, react: Callable[[Session, Message], None]) -> int:
    """Tries the first message of each aggregate whose time has come. Returns how many took effect."""
    done = 0
    while True:
        with database.transaction() as tx:
            due = _first_due(tx)
            if due is None:
                return done
            message = envelope.read(due.headers, json.loads(due.body))
            cause = Context(message.correlation_id, str(message.id), message.traceparent)
            with context.working_in(cause, message_id=str(message.id), message_type=message.type):
                try:
                    with tx.begin_nested():
                        react(tx, message)
                except Exception as error:
                    if is_outage(error):
                        raise
                    _failed_again(tx, due, error)
                else:
                    tx.execute(delete(failed).where(*_same(due)))
                    done += 1


def _first_due(tx: Session) -> Any:
    """Locked, so that two replicas never try the same one."""
    earlier = failed.alias()
    return tx.execute(
        select(failed)
        .where(
            failed.c.parked_at.is_(None),
            failed.c.next_attempt_at <= clock.now(),
            ~exists(literal(1)).where(
                earlier.c.subscription == failed.c.subscription,
                earlier.c.aggregate_id == failed.c.aggregate_id,
                earlier.c.position < failed.c.position,
            ),
        )
        .order_by(failed.c.position)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()


def _failed_again(tx: Session, due: Any, error: Exception) -> None:
    attempts = due.attempts + 1
    parked = attempts >= ATTEMPTS
    log.warning("message_parked" if parked else "message_failed_again", attempts=attempts, exc_info=True)
    tx.execute(
        update(failed)
        .where(*_same(due))
        .values(
            attempts=attempts,
            reason=reason(error),
            next_attempt_at=None if parked else clock.now() + pause(attempts),
            parked_at=clock.now() if parked else None,
        )
    )


def _same(due: Any) -> tuple[Any, Any]:
    return failed.c.message_id == due.message_id, failed.c.subscription == due.subscription


def park(tx: Session, subscription: str, message: Message, why: str) -> None:
    """For a message that can't be understood now, such as one of a version from the future."""
    _store(tx, subscription, message, why, attempts=0, parked_at=clock.now())
