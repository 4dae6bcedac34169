"""What a link lets a partner do, and for how long what they sent is kept."""

from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

MOST_AN_HOUR = 5
MOST_BY_A_LINK = 30
KEPT = timedelta(days=90)


def the_end_of_a_link(now: datetime, days: int, time_zone: str) -> datetime:
    """The whole of its last day, as a partner reads "until 5 March" on their clock."""
    day = now.astimezone(ZoneInfo(time_zone)).date() + timedelta(days=days)
    return datetime.combine(day, time(23, 59, 59), ZoneInfo(time_zone)).astimezone(UTC)


def a_link_is_open(expires_at: datetime, revoked_at: datetime | None, now: datetime) -> bool:
    return revoked_at is None and now < expires_at


def seconds_until_the_next(sent_at: Collection[datetime], now: datetime) -> int:
    """0 when another contribution may come at once."""
    recent = sorted(each for each in sent_at if now - each < timedelta(hours=1))
    if len(recent) < MOST_AN_HOUR:
        return 0
    return max(1, int((recent[-MOST_AN_HOUR] + timedelta(hours=1) - now).total_seconds()))


def no_more_fit(sent: int) -> bool:
    return sent >= MOST_BY_A_LINK


def what_was_declined_goes_before(now: datetime) -> datetime:
    """The partner has had three months to read why."""
    return now - KEPT
