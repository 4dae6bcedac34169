"""Decisions about a programme: no database, no bus."""

from collections.abc import Collection, Sequence
from datetime import date
from itertools import count
from typing import Any

Tile = tuple[int, int]
TILES_IN_A_ROW = 5

# Without these a programme can't be registered. Missing levels are flagged, never refused.
REQUIRED = ("name", "starts_on", "ends_on", "initiating_domain", "trigger", "area_ids", "vision", "sectors")


def names_of_new_areas(names: Sequence[str], known: Collection[str]) -> list[str]:
    """Each once, and none that is there already, however it is written."""
    there = {name.casefold() for name in known}
    new = []
    for name in names:
        if name.casefold() not in there:
            there.add(name.casefold())
            new.append(name)
    return new


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


def a_count_does_not_run_backwards(starts_on: date, ends_on: date) -> bool:
    return starts_on <= ends_on


def tiles_of(areas: Sequence[tuple[Any, Tile | None]]) -> dict[Any, Tile]:
    """Area -> its tile as (column, row). One that was not placed gets the next tile that is free, row by row."""
    placed = {area: tile for area, tile in areas if tile is not None}
    taken = set(placed.values())
    free = ((column, row) for row in count(1) for column in range(1, TILES_IN_A_ROW + 1) if (column, row) not in taken)
    return {area: placed[area] if area in placed else next(free) for area, _ in areas}


def areas_on_a_tile_that_is_taken(tiles: Sequence[tuple[Any, Tile]]) -> list[Any]:
    """Those that come after another one on the same tile."""
    first: dict[Tile, Any] = {}
    for area, tile in tiles:
        first.setdefault(tile, area)
    return [area for area, tile in tiles if first[tile] != area]
