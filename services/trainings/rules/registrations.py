"""Decisions about registering, nominating and the waiting list."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from services.trainings.rules.groups import Thing

A_PLACE_IS_HELD_FOR = timedelta(hours=48)
PLACES_ARE_KEPT_FOR_A_PAIR_UNTIL = timedelta(days=7)
MOST_NOMINATIONS = 2


def one_can_register(
    *, is_open: bool, closes_on: date | None, today: date, begins_at: datetime | None, now: datetime
) -> bool:
    """While it is open, its last day is not over, and its first session has not begun."""
    return is_open and (closes_on is None or today <= closes_on) and not it_has_begun(begins_at, now)


def it_has_begun(begins_at: datetime | None, now: datetime) -> bool:
    return begins_at is not None and begins_at <= now


def a_registration_lapses(until: datetime | None, now: datetime) -> bool:
    """A place is held for two days; who has not confirmed by then registers anew."""
    return until is not None and until <= now


def a_partner_nominates_at_most_two(used: int, wanted: int) -> bool:
    """For one edition; who has left since does not count."""
    return used + wanted <= MOST_NOMINATIONS


def a_free_place_is_kept_for_a_pair(training_day_starts_at: datetime | None, now: datetime) -> bool:
    """A pair that is first in line waits for two places, and nobody passes it, until seven days before the training
    day. From then on a single place goes to the next person who waits alone, so that no chair stays empty."""
    return training_day_starts_at is None or now < training_day_starts_at - PLACES_ARE_KEPT_FOR_A_PAIR_UNTIL


def both_or_neither(people: Sequence[Thing], free: int) -> tuple[Sequence[Thing], Sequence[Thing]]:
    """Who gets a place, and who waits, of two who were nominated together."""
    return (people, people[:0]) if len(people) <= free else (people[:0], people)


def with_their_pairs(waiting: Iterable[tuple[Thing, Any]]) -> list[list[Thing]]:
    """(person, pair or none) in their order -> who is promoted together, in the order of the first of them."""
    together: dict[Any, list[Thing]] = {}
    for person, pair in waiting:
        together.setdefault(pair or person, []).append(person)
    return list(together.values())


def who_is_promoted(waiting: Iterable[Sequence[Thing]], free: int, *, is_kept: bool) -> list[Thing]:
    """First come, first promoted; a pair gets both places or none."""
    promoted: list[Thing] = []
    for people in waiting:
        if len(people) <= free - len(promoted):
            promoted += people
        elif is_kept:
            break
    return promoted


def free_for_a_newcomer(free: int, waiting: int, *, is_kept: bool) -> int:
    """A place that is kept for who waits is not given to who comes later."""
    return 0 if waiting and is_kept else max(free, 0)
