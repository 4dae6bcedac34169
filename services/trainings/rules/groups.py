"""Decisions about groups and who is in them."""

from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar

Thing = TypeVar("Thing")


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
