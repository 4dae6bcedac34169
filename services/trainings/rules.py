"""Decisions about groups and sessions: no database, no bus."""

import secrets
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime, time
from typing import TypeVar
from zoneinfo import ZoneInfo

Thing = TypeVar("Thing")

MOST_OPEN_QUESTIONS = 200

# No vowels, so that no word comes out by chance, and nothing that looks like something else.
CODE_ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"
CODE_LENGTH = 8


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


def the_deepening_follows_the_training_day(training_day_ends_at: datetime, deepening_starts_at: datetime) -> bool:
    return training_day_ends_at <= deepening_starts_at


def so_many_places_need_a_reason(places: int, ideal: int, reason: str | None) -> bool:
    return places > ideal and not reason


def first_come_first_served(people: Sequence[Thing], free: int) -> tuple[Sequence[Thing], Sequence[Thing]]:
    """Who gets one of the free places, and who waits."""
    free = max(free, 0)
    return people[:free], people[free:]


def each_once(things: Iterable[Thing]) -> list[Thing]:
    """In the order in which they came first."""
    return list(dict.fromkeys(things))


def who_completed_the_course(training_day: Collection[Thing], deepening: Collection[Thing]) -> set[Thing]:
    """Only both parts together are the course."""
    return set(training_day) & set(deepening)


def a_new_code() -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def as_shown(code: str) -> str:
    """In two blocks, which are easier to copy from a board."""
    half = CODE_LENGTH // 2
    return f"{code[:half]}-{code[half:]}"


def as_kept(typed: str) -> str:
    """What somebody typed, without blanks and dashes and in capitals."""
    return "".join(character for character in typed.upper() if character.isalnum())
