"""When a group is asked."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import Any

OPEN_FOR = timedelta(days=14)
BEFORE_THE_COURSE = timedelta(days=7)
# A mail after one day would only be a nuisance.
SHORTEST_WITH_A_REMINDER = timedelta(days=4)

# What counts from which session, and how many months.
WAVES_OF_SESSION = {"training_day": ("t0",), "deepening": ("t1", "t3", "t6")}
MONTHS_AFTER_THE_COURSE = {"t1": 0, "t3": 3, "t6": 6}


def the_day_that_has_begun(now: datetime, begins_at: str) -> date:
    """`now` in the city's zone, `begins_at` as 07:30: nobody gets a mail of ours in the night."""
    return now.date() if f"{now:%H:%M}" >= begins_at else now.date() - timedelta(days=1)


def the_day_a_wave_opens(wave: str, session_on: date) -> date:
    if wave == "t0":
        return session_on - BEFORE_THE_COURSE
    return months_after(session_on, MONTHS_AFTER_THE_COURSE[wave])


def months_after(day: date, months: int) -> date:
    """The same day of the month, or the last one of a month that is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def a_wave_opens_now(wave: str, session_on: date, today: date) -> bool:
    """Directly after the course it is the first who completed it that opens the survey, not a day."""
    opens_on = the_day_a_wave_opens(wave, session_on)
    return wave != "t1" and opens_on <= today and a_wave_is_still_to_come(wave, session_on, today)


def a_wave_is_still_to_come(wave: str, session_on: date, today: date) -> bool:
    """Before the course until the day before it. What asks how it is three or six months later is not made up for when
    its fortnight has passed: the answers would be about another time.
    """
    return today < (session_on if wave == "t0" else the_day_a_wave_opens(wave, session_on) + OPEN_FOR)


def what_either_has(kept: dict[str, Any], dropped: dict[str, Any]) -> dict[str, Any]:
    """Of two records of one person in a group."""
    return kept | {name: kept[name] or dropped[name] for name in ("has_place", "completed")}


def the_day_of_the_reminder(opens_on: date, closes_on: date) -> date | None:
    """Half-way; none in a survey that is short."""
    open_for = closes_on - opens_on
    return opens_on + open_for // 2 if open_for >= SHORTEST_WITH_A_REMINDER else None
