"""Decisions about trainings that members gave onward."""

from datetime import date
from typing import Any


def a_training_is_over(held_on: date, today: date) -> bool:
    """What is still to come has reached nobody yet."""
    return held_on <= today


def another_can_be_named(named: int, people: int) -> bool:
    """Nobody names more than they trained."""
    return named < people


def the_one_who_agreed(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Of two records of one trainee: what they agreed to under either name stands."""
    return max(one, other, key=lambda row: ("asked", "agreed").index(row["state"]))
