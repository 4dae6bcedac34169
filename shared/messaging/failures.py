"""Messages whose reaction failed: set aside, tried again with growing pauses, parked in the end.

Later messages of the same aggregate queue behind the failed one, so that order holds; all others go on. What time it is
the database says: a process whose clock is wrong puts nothing off.
"""

import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import ColumnElement, delete, exists, func, insert, literal, or_, select, update
from sqlalchemy.orm import Session

from shared.database import is_outage
from shared.messaging import metrics
from shared.messaging.envelope import Message
from shared.messaging.metrics import Figure
from shared.messaging.tables import failed

log = structlog.get_logger()

ATTEMPTS = 8  # the last one comes about four minutes after the first
FIRST_PAUSE = timedelta(seconds=1)

# What `failed.reason` says, unless it is the class of what a reaction raised or the code of an Undecodable.
WAITS = "waits_for_an_earlier_one"
OUT_OF_ORDER = "out_of_order"
UNKNOWN_TYPE = "unknown_type"
ENDED_THE_PROCESS = "ended_the_process"

# While something waits here an operator may have it tried again, or another replica may leave it behind.
LOOK = timedelta(seconds=1)
LOOK_WHEN_EMPTY = timedelta(seconds=30)
SHORTEST_PAUSE = timedelta(milliseconds=20)

PARKED = Figure("middleground_messages_parked", "Messages that wait for a person.")
RETRIED = Figure("middleground_messages_retried", "Messages that are tried again, or wait behind one that is.")

Transaction = Callable[[], AbstractContextManager[Session]]
# Lets a row of `failed` take effect. Raises NotNow when it can't be tried.
Apply = Callable[[Session, Any], None]


class NotNow(Exception):
    """This code can't read the message, or has no reaction to it; `reason` says which."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


def reason(error: BaseException) -> str:
    """What went wrong, without the values: they may be about people."""
    return f"{type(error).__module__}.{type(error).__name__}"


def set_aside(tx: Session, subscription: str, message: Message, error: BaseException) -> None:
    _store(tx, subscription, message, reason(error), attempts=1, next_attempt_at=func.now() + pause(1))


def queue_behind(tx: Session, subscription: str, message: Message) -> None:
    _store(tx, subscription, message, WAITS, next_attempt_at=func.now())


def park(tx: Session, subscription: str, message: Message, why: str) -> None:
    """Only a person lets it take effect, once the reason is gone."""
    log.warning("message_parked", subscription=subscription, message_id=str(message.id), reason=why)
    _store(tx, subscription, message, why, parked_at=func.now())


def _store(tx: Session, subscription: str, message: Message, why: str, attempts: int = 0, **when: Any) -> None:
    tx.execute(
        insert(failed).values(
            message_id=message.id,
            subscription=subscription,
            aggregate_id=message.aggregate_id,
            type=message.type,
            headers=message.headers,
            body=message.body,
            reason=why,
            attempts=attempts,
            **when,
        )
    )


def pause(attempts: int) -> timedelta:
    """Doubling, with jitter so that messages that failed together do not come back together."""
    return FIRST_PAUSE * 2 ** (attempts - 1) * random.uniform(1.0, 1.5)  # noqa: S311


def retry_due(transaction: Transaction, apply: Apply) -> timedelta:
    """Tries the first message of each aggregate whose time has come, and then those behind it. Returns how long it is
    until the next look."""
    while (first := _claim(transaction)) is not None:
        following: Any = first
        while following is not None and _try(transaction, following, apply):
            following = _claim(transaction, *_same_aggregate(first))
    with transaction() as tx:
        return _until_next(tx)


def _claim(transaction: Transaction, *which: ColumnElement[bool]) -> Any:
    """The first that is due. Its attempt counts before it is made, since it may end the process."""
    with transaction() as tx:
        due = tx.execute(
            select(failed)
            .where(failed.c.parked_at.is_(None), failed.c.next_attempt_at <= func.now(), _is_first(), *which)
            .order_by(failed.c.position)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if due is None:
            return None
        if due.attempts < ATTEMPTS:
            attempts = due.attempts + 1
            counted = _change(due).values(attempts=attempts, next_attempt_at=func.now() + pause(attempts))
            return tx.execute(counted.returning(failed)).one()
        _park_again(tx, due, ENDED_THE_PROCESS)
    return _claim(transaction, *which)


def _try(transaction: Transaction, claimed: Any, apply: Apply) -> bool:
    """Whether what waits behind it may be tried now."""
    with transaction() as tx:
        if tx.execute(select(failed.c.position).where(*_same(claimed)).with_for_update()).first() is None:
            return True  # another replica was faster
        try:
            with tx.begin_nested():
                apply(tx, claimed)
        except NotNow as not_now:
            _park_again(tx, claimed, not_now.reason)
            return False
        except Exception as error:
            if is_outage(error):
                raise
            _failed_again(tx, claimed, error.__cause__ or error)
            return False
        tx.execute(delete(failed).where(*_same(claimed)))
    metrics.count(claimed.subscription, "applied")
    return True


def _failed_again(tx: Session, claimed: Any, error: BaseException) -> None:
    why = reason(error)
    metrics.failed(metrics.service_of(claimed.subscription), metrics.REACTION)
    known = {"subscription": claimed.subscription, "message_id": str(claimed.message_id), "reason": why}
    if claimed.attempts >= ATTEMPTS:
        log.error("message_fails_for_good", **known, exc_info=error)
        _park_again(tx, claimed, why)
    else:
        log.warning("message_failed_again", **known, attempts=claimed.attempts)
        tx.execute(_change(claimed).values(reason=why, next_attempt_at=func.now() + pause(claimed.attempts)))


def _park_again(tx: Session, row: Any, why: str) -> None:
    log.warning("message_parked", subscription=row.subscription, message_id=str(row.message_id), reason=why)
    metrics.count(row.subscription, "parked")
    tx.execute(_change(row).values(reason=why, next_attempt_at=None, parked_at=func.now()))


def _is_first() -> ColumnElement[bool]:
    """Nothing earlier of its aggregate waits here. What came out of order holds nothing up and waits for nothing."""
    earlier = failed.alias()
    return or_(
        failed.c.reason == OUT_OF_ORDER,
        ~exists(literal(1)).where(
            earlier.c.subscription == failed.c.subscription,
            earlier.c.aggregate_id == failed.c.aggregate_id,
            earlier.c.position < failed.c.position,
            earlier.c.reason != OUT_OF_ORDER,
        ),
    )


def _until_next(tx: Session) -> timedelta:
    if tx.execute(select(failed.c.position).limit(1)).first() is None:
        return LOOK_WHEN_EMPTY
    until_due = func.min(failed.c.next_attempt_at) - func.now()
    left = tx.execute(select(until_due).where(failed.c.parked_at.is_(None), _is_first())).scalar()
    return LOOK if left is None else max(SHORTEST_PAUSE, min(LOOK, left))


def figures(tx: Session) -> dict[Figure, float]:
    is_parked = failed.c.parked_at.is_not(None)
    parked, retried = tx.execute(select(func.count().filter(is_parked), func.count().filter(~is_parked))).one()
    return {PARKED: parked, RETRIED: retried}


def _same(row: Any) -> tuple[Any, Any]:
    return failed.c.message_id == row.message_id, failed.c.subscription == row.subscription


def _same_aggregate(row: Any) -> tuple[Any, Any]:
    return failed.c.aggregate_id == row.aggregate_id, failed.c.subscription == row.subscription


def _change(row: Any) -> Any:
    return update(failed).where(*_same(row))
