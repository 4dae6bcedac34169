"""Intervision: whose turn it is, when it may begin, and how much time a step has left."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import ceil
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

CASE_BRINGER, FACILITATOR, PARTICIPANT = "case_bringer", "facilitator", "participant"
# The roles that go round, in the order in which they are given.
ROTATING = (CASE_BRINGER, FACILITATOR)

MOST_AT_INTERVISION = 8
FEWEST_AT_INTERVISION = 3  # somebody for each role
EXTENSION_MINUTES = 5
LONGEST_STEP = 90
ROOM_OPENS = timedelta(hours=1)
ROOM_STAYS = timedelta(days=1)
LEFT_ALONE = timedelta(hours=6)
FURTHEST = timedelta(days=366)
INTERVISION_AGE = timedelta(days=2 * 365)

Somebody = TypeVar("Somebody")


@dataclass(frozen=True)
class Had:
    """How often somebody had a role, and when last."""

    times: int
    last: datetime


NEVER = Had(0, datetime.min.replace(tzinfo=UTC))


def roles_in_turn(
    chosen: Mapping[Somebody, str | None], had: Mapping[tuple[Somebody, str], Had]
) -> dict[Somebody, str]:
    """What somebody took is theirs. Each other role goes to who had it the fewest times, then to whom it was longest
    ago, then to who had any of them the fewest times, then to who joined first; to who handed it on only when nobody
    else is left.

    `chosen`: in the order of joining; None for who leaves it to the turn.
    """
    given = {person: role for person, role in chosen.items() if role in ROTATING}
    for role in ROTATING:
        free = [person for person in chosen if person not in given]
        if role not in given.values() and free:
            willing = [person for person in free if chosen[person] is None] or free
            given[min(willing, key=lambda person: _turn(person, role, had))] = role
    return {person: given.get(person, PARTICIPANT) for person in chosen}


def _turn(person: Somebody, role: str, had: Mapping[tuple[Somebody, str], Had]) -> tuple[int, datetime, int]:
    any_of_them = sum(had.get((person, each), NEVER).times for each in ROTATING)
    own = had.get((person, role), NEVER)
    return (own.times, own.last, any_of_them)


def what_a_swap_changes(roles: Mapping[Somebody, str], person: Somebody, wanted: str) -> dict[Somebody, str]:
    """Who takes a role gives theirs for it; a participant's is not taken from anybody."""
    holders = [each for each, role in roles.items() if role == wanted and role in ROTATING and each != person]
    return {person: wanted} | dict.fromkeys(holders, roles[person])


def facilitating_is_taken_over(role: str, wanted: str) -> bool:
    """The one change of roles while it runs, such as when somebody has to go."""
    return wanted == FACILITATOR and role == PARTICIPANT


def who_has(roles: Mapping[Somebody, str], role: str) -> Somebody | None:
    return next((person for person, theirs in roles.items() if theirs == role), None)


def there_is_a_place(people: int) -> bool:
    return people < MOST_AT_INTERVISION


def enough_people_are_there(people: Iterable[Any]) -> bool:
    return len(set(people)) >= FEWEST_AT_INTERVISION


def the_room_is_open(state: str, starts_at: datetime, now: datetime) -> bool:
    """From an hour before, for a day: who is late begins late."""
    return state == "open" or (state == "planned" and starts_at - ROOM_OPENS <= now < starts_at + ROOM_STAYS)


def a_room_was_left_alone(step_began_at: datetime, now: datetime) -> bool:
    return step_began_at + LEFT_ALONE <= now


def seconds_left(began_at: datetime, minutes: int, now: datetime) -> int:
    """Below zero when the step is over its time; it goes on all the same, until the facilitator moves on."""
    return ceil((began_at + timedelta(minutes=minutes) - now).total_seconds())


def a_step_can_be_longer(minutes: int) -> bool:
    return minutes + EXTENSION_MINUTES <= LONGEST_STEP


def the_beginning_of(day: date, clock_time: time, time_zone: str) -> datetime | None:
    """The local date and time as a moment; None when the clocks skip that time on that day."""
    if clock_time.tzinfo is not None:
        return None
    local = datetime.combine(day, clock_time, ZoneInfo(time_zone))
    moment = local.astimezone(UTC)
    exists = moment.astimezone(ZoneInfo(time_zone)).replace(tzinfo=None) == local.replace(tzinfo=None)
    return moment if exists else None


def a_plan_is_within_reach(starts_at: datetime, now: datetime) -> bool:
    return now - timedelta(hours=1) <= starts_at <= now + FURTHEST


def the_seat_that_counts(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Of two of one person: who came has come, and in the role that weighs more."""
    weight = {CASE_BRINGER: 3, FACILITATOR: 2, PARTICIPANT: 1}
    return max(one, other, key=lambda row: (bool(row["came"]), weight.get(row["role"], 0)))
