"""When an operator is needed. The page Operation, `status` and `doctor` decide by these."""

from collections.abc import Iterable
from datetime import datetime, timedelta

# The relay publishes within milliseconds; a message that waits longer waits for something.
OUTBOX_WAITS = timedelta(minutes=1)
# A backup is made each day; one that takes its time, or is made an hour later, is no reason to get up.
BACKUP_IS_DUE = timedelta(hours=26)
LEAST_FREE_PART = 0.1
LEAST_FREE_BYTES = 1024**3


def messages_wait_too_long(oldest: datetime | None, now: datetime) -> bool:
    return oldest is not None and now - oldest > OUTBOX_WAITS


def a_backup_is_overdue(taken_at: datetime | None, now: datetime) -> bool:
    return taken_at is None or now - taken_at > BACKUP_IS_DUE


def a_disk_is_nearly_full(free: int, total: int) -> bool:
    """A large disk has room left when a tenth of it is free no more."""
    return free < LEAST_FREE_BYTES or (free < LEAST_FREE_PART * total and free < 20 * LEAST_FREE_BYTES)


def versions_differ(running: Iterable[str], ours: str) -> bool:
    return bool(set(running) - {ours})
