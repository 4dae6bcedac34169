"""Decisions about a programme: no database, no bus."""

from collections.abc import Collection
from datetime import date
from typing import Any

# Without these a programme can't be registered. Missing levels are flagged, never refused.
REQUIRED = ("name", "starts_on", "ends_on", "initiating_domain", "trigger", "area_ids", "vision", "sectors")


def what_a_programme_still_lacks(programme: dict[str, Any]) -> list[str]:
    return [field for field in REQUIRED if not programme.get(field)]


def flags_of(decision_maker_ids: Collection[Any], street_level_ids: Collection[Any]) -> list[str]:
    """Street level and policy level must both be there; a programme that lacks one is flagged."""
    flags = []
    if not street_level_ids:
        flags.append("street_level_missing")
    if not decision_maker_ids:
        flags.append("policy_level_missing")
    return flags


def a_programme_ends_after_it_starts(starts_on: date | None, ends_on: date | None) -> bool:
    return starts_on is None or ends_on is None or starts_on < ends_on
