"""Counting attempts by address and client, without keeping either."""

import hashlib
import hmac
from datetime import timedelta

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from services.identity.rules import Limit
from services.identity.tables import Attempt
from shared import clock
from shared.database import settings_of
from shared.errors import TooManyAttempts

Counted = tuple[Limit, str]


def refuse_too_many(tx: Session, *counted: Counted) -> None:
    """Refuses when a limit is reached. Who asks at the same time about the same waits until this attempt is over."""
    for key in sorted(_key(tx, one) for one in counted):
        tx.execute(select(func.pg_advisory_xact_lock(int.from_bytes(key[:8], signed=True))))
    waits = [wait for one in counted if (wait := _wait(tx, one)) > timedelta()]
    if waits:
        raise TooManyAttempts(seconds=int(max(waits).total_seconds()) + 1)


def count(tx: Session, *counted: Counted) -> None:
    now = clock.now()
    tx.execute(insert(Attempt), [{"key": _key(tx, one), "made_at": now} for one in counted])


def forget(tx: Session, one: Counted) -> None:
    tx.execute(delete(Attempt).where(Attempt.key == _key(tx, one)))


def _wait(tx: Session, one: Counted) -> timedelta:
    """Until the attempt that fills the limit has left the window."""
    limit, now = one[0], clock.now()
    filling = tx.scalar(
        select(Attempt.made_at)
        .where(Attempt.key == _key(tx, one), Attempt.made_at > now - limit.window)
        .order_by(Attempt.made_at.desc())
        .offset(limit.attempts - 1)
        .limit(1)
    )
    return filling + limit.window - now if filling else timedelta()


def _key(tx: Session, one: Counted) -> bytes:
    limit, value = one
    return hmac.digest(settings_of(tx).secret_key.encode(), f"{limit.name}:{value}".encode(), hashlib.sha256)
