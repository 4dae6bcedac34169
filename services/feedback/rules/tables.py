"""When a table over several units may be shown: the bands of a scale, who chose an option and who did not.

Units are collected in the order in which they came. A table is shown, for good, when there are enough people in every
cell, it has at least two units, and it tells nothing about one of them: a reader can't work out a small cell of it, and
who is in it, and so knows one answer, learns nobody else's. Then a new collection begins. So the difference of any two
things that were ever shown is again a sum of whole tables.
"""

from collections.abc import Collection, Sequence
from functools import lru_cache

from services.feedback.rules.anonymity import HIGHEST
from services.feedback.rules.figures import Figure, sums_that_fit
from services.feedback.rules.worlds import counts_that_fit

Counts = tuple[int, ...]

BANDS = {"0-6": range(7), "7-8": range(7, 9), "9-10": range(9, HIGHEST + 1)}
FEWEST_UNITS = 2
UNITS_TO_KNOW_ALL_OF = 6


def in_bands(values: Collection[int]) -> Counts:
    return tuple(sum(value in band for value in values) for band in BANDS.values())


def net_promoter_score(bands: Counts) -> int:
    low, _, high = bands
    return round(100 * (high - low) / sum(bands))


def bands_that_fit(figure: Figure) -> list[Counts]:
    """What a reader of a unit's figure can think of. The figure must be exact."""
    sums = sums_that_fit(figure)
    lowest = [band[0] for band in BANDS.values()]
    highest = [band[-1] for band in BANDS.values()]
    return [
        counts
        for low in range(figure.n + 1)
        for middle in range(figure.n - low + 1)
        if _points(counts := (low, middle, figure.n - low - middle), lowest) <= sums[-1]
        and _points(counts, highest) >= sums[0]
    ]


def _points(counts: Counts, each: Sequence[int]) -> int:
    return sum(people * points for people, points in zip(counts, each, strict=True))


def choices_that_fit(answers: int) -> list[Counts]:
    """Of an option nothing is told of a unit: anything between nobody and everybody may have chosen it."""
    return [(chosen, answers - chosen) for chosen in range(answers + 1)]


def a_table_may_be_shown(members: Sequence[Sequence[Counts]], total: Counts, fewest: int) -> bool:
    """`members` holds what a reader can think of each unit. They are told what waits and what is shown, so it may
    depend on nothing else but the total."""
    if len(members) < FEWEST_UNITS or min(total) < fewest:
        return False
    step = sum(total) + 1
    written = [{_as_number(counts, step): counts for counts in member} for member in members]
    waiting = [_waits(tuple(members[:number]), fewest, step) for number in range(1, len(members))]
    fitting = counts_that_fit([list(each) for each in written], waiting, _as_number(total, step))
    return all(
        _it_tells_nothing_of(known, [member[each] for each in numbers], fewest)
        for known, member, numbers in zip(members, written, fitting, strict=True)
    )


def _it_tells_nothing_of(before: Collection[Counts], after: Collection[Counts], fewest: int) -> bool:
    """Of a unit, what a reader could think of it before the table was shown and what they can think after it."""
    return (
        bool(after)
        and not _a_small_cell_is_known(after, fewest)
        and not any(
            len(_cells_of_a_neighbour(before, own)) > 1 and len(_cells_of_a_neighbour(after, own)) == 1
            for own in range(len(next(iter(before))))
        )
    )


def _a_small_cell_is_known(possible: Collection[Counts], fewest: int) -> bool:
    return any(len(set(cell)) == 1 and cell[0] < fewest for cell in zip(*possible, strict=True))


def _cells_of_a_neighbour(possible: Collection[Counts], own: int) -> set[int]:
    """Where somebody who is in the cell `own` can think of any other one person."""
    return {
        cell for counts in possible if counts[own] for cell, people in enumerate(counts) if people - (cell == own) > 0
    }


def _as_number(counts: Counts, step: int) -> int:
    """The last cell is left out: it follows from the others and the number of people."""
    return sum(people * step**place for place, people in enumerate(counts[:-1]))


def _waits(members: tuple[Sequence[Counts], ...], fewest: int, step: int) -> int:
    """Sums with which nothing was shown yet, as bits. Of options all of them while they are few: a table that waits
    because it would tell something could else wait for ever. Of others those with a small cell, which are certain."""
    people = [sum(member[0]) for member in members]
    if len(members[0][0]) == 2 and len(members) <= UNITS_TO_KNOW_ALL_OF:
        return _every_option_that_waits(tuple(people), fewest)
    return _with_a_small_cell(sum(people), len(members[0][0]), fewest, step)


@lru_cache(maxsize=1_000)
def _every_option_that_waits(people: tuple[int, ...], fewest: int) -> int:
    members = [choices_that_fit(each) for each in people]
    totals = choices_that_fit(sum(people))
    return sum(1 << total[0] for total in totals if not a_table_may_be_shown(members, total, fewest))


def _with_a_small_cell(people: int, cells: int, fewest: int, step: int) -> int:
    rows = range(people + 1) if cells == 3 else [0]
    return sum(_small_row(people - others, others, cells, fewest) << others * step for others in rows)


def _small_row(rest: int, others: int, cells: int, fewest: int) -> int:
    """Of two cells that share `rest` people, beside one with `others` if there are three."""
    every = (1 << rest + 1) - 1
    if cells == 3 and others < fewest:
        return every
    few = (1 << fewest) - 1
    return (few | few << rest + 1 >> fewest) & every
