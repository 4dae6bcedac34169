"""The only place that asks what time it is, so that a test can say it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    return datetime.now(UTC)


def today(time_zone: str) -> date:
    return now().astimezone(ZoneInfo(time_zone)).date()
