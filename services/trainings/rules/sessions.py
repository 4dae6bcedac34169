"""Decisions about sessions."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def a_date_is_within_reach(day: date, today: date) -> bool:
    """Two years back, so that what was held can be noted; three years ahead."""
    return _years_later(today, -2) <= day <= _years_later(today, 3)


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + years, day=28)


def the_moment_of(day: date, clock_time: time, time_zone: str) -> datetime | None:
    """The local date and time as a moment; None when the clocks skip that time on that day.

    A time that comes twice on a day means the first.
    """
    if clock_time.tzinfo is not None:
        return None
    local = datetime.combine(day, clock_time, ZoneInfo(time_zone))
    moment = local.astimezone(UTC)
    exists = moment.astimezone(ZoneInfo(time_zone)).replace(tzinfo=None) == local.replace(tzinfo=None)
    return moment if exists else None


def a_session_needs_a_place(delivery: str) -> bool:
    return delivery in ("on_site", "hybrid")


def a_session_needs_a_link(delivery: str) -> bool:
    return delivery in ("online", "hybrid")


def a_period_does_not_run_backwards(starts_on: date, ends_on: date) -> bool:
    return starts_on <= ends_on


def the_deepening_follows_the_training_day(training_day_ends_at: datetime, deepening_starts_at: datetime) -> bool:
    return training_day_ends_at <= deepening_starts_at
