"""Who changes an initiative, and what becomes of it."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

UNDER_WAY = ("idea", "running")


def whoever_takes_part_changes_it(person_id: UUID, person_ids: Collection[UUID]) -> bool:
    """Who started it has no more rights than who joined yesterday."""
    return person_id in person_ids


def may_say_that_a_need_is_met(person_id: UUID, person_ids: Collection[UUID], *, supports: bool) -> bool:
    """Finding a room is what support is for."""
    return supports or person_id in person_ids


def what_it_becomes_when_somebody_leaves(state: str, left: int) -> str:
    """The last who leaves makes it rest; what is over stays over."""
    return "resting" if left == 0 and state in UNDER_WAY else state


def only_who_wrote_it_takes_it_back(author_id: UUID | None, person_id: UUID) -> bool:
    return author_id == person_id


def the_longer_participation(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Of two records of one person who both take part: since when they do."""
    return min(one, other, key=lambda row: row["joined_at"])
