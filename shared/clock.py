"""The only place that asks what time it is, so that a test can say it."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def now() -> datetime:
    return datetime.now(UTC)


def today(time_zone: str) -> date:
    return now().astimezone(ZoneInfo(time_zone)).date()


def moment_of(day: date, at: time, time_zone: str) -> datetime | None:
    """The local day and time as a moment; None when the clocks skip that time on that day. A time that comes twice on a
    day means the first."""
    if at.tzinfo is not None:
        return None
    local = datetime.combine(day, at, ZoneInfo(time_zone))
    moment = local.astimezone(UTC)
    is_skipped = moment.astimezone(ZoneInfo(time_zone)).replace(tzinfo=None) != local.replace(tzinfo=None)
    return None if is_skipped else moment
