"""Decisions about backups: no database, no bus."""

from collections.abc import Collection
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


def last_time_for_a_backup(now: datetime, at: str, time_zone: str) -> datetime:
    """The latest moment, not after `now`, at which it is `at` (as in 02:30) in that zone."""
    hour, minute = (int(part) for part in at.split(":"))
    here = now.astimezone(ZoneInfo(time_zone))
    today = here.replace(hour=hour, minute=minute, second=0, microsecond=0, fold=0)
    return today if today.astimezone(now.tzinfo) <= now else today - DAY


def a_backup_is_due(last: datetime | None, now: datetime, at: str, time_zone: str) -> bool:
    """`last`: when the last good one was made."""
    return last is None or last < last_time_for_a_backup(now, at, time_zone)


def backups_that_may_go(
    taken_at: Collection[datetime], last_good: datetime | None, now: datetime, keep_days: int
) -> set[datetime]:
    """Those that are too old, but never the last good one, nor any that is later."""
    limit = now - timedelta(days=keep_days)
    return {each for each in taken_at if last_good is not None and each < min(limit, last_good)}
