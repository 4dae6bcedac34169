"""Decisions about two records that are one person."""

from collections.abc import Collection, Sequence
from typing import Any

# The better attendance wins: somebody who was there under one of the names was there.
ATTENDED = ("absent", "excused", "present")


def the_better_attendance(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    return max(one, other, key=lambda row: ATTENDED.index(row["state"]))


def the_better_place(one: dict[str, Any], other: dict[str, Any], begun: Collection[Any]) -> dict[str, Any]:
    """One person has one place in a programme. A place goes before a wait, a group whose course they attended before
    another; otherwise it is `one`, that of the record that is kept."""
    return max(one, other, key=lambda row: (row["state"] == "enrolled", row["group_id"] in begun))


def the_better_registration(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """One that still counts goes before one that lapsed or was given up."""
    return max(one, other, key=lambda row: row["state"] not in ("lapsed", "left"))


def the_better_thank_you(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Nobody is thanked twice."""
    return max(one, other, key=lambda row: row["sent_at"] is not None)


def the_further_on(one: dict[str, Any], other: dict[str, Any], states: Sequence[str]) -> dict[str, Any]:
    """Along the path of a trainer; `states` in its order."""
    return max(one, other, key=lambda row: states.index(row["state"]) if row["state"] in states else -1)
