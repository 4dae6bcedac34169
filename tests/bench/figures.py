"""Rounds, medians, percentiles, and how they are written down."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from statistics import median

Rounds = dict[str, list[float]]


def interleaved(ways: Mapping[str, Callable[[], float]], rounds: int, say: Callable[[str], None]) -> Rounds:
    """A B C A B C ...: what the machine does meanwhile happens to all of them."""
    found: Rounds = {name: [] for name in ways}
    for number in range(1, rounds + 1):
        for name, measure in ways.items():
            found[name].append(measure())
            say(f"  round {number} of {rounds}, {name}: {found[name][-1]:,.0f}")
    return found


def percentile(values: Iterable[float], percent: float) -> float:
    """The smallest value that so many percent of them do not exceed."""
    in_order = sorted(values)
    return in_order[max(ceil(len(in_order) * percent / 100), 1) - 1]


def middle(values: Sequence[float]) -> float:
    return median(values)


@dataclass(frozen=True)
class Target:
    what: str
    wanted: str
    measured: str
    reached: bool


@dataclass(frozen=True)
class Measured:
    """One part of the page: what was measured how, the table, the targets. `texts` are said below the tables."""

    how: str
    table: list[list[str]]
    targets: list[Target]
    texts: list[str] = field(default_factory=list)


def table(rows: Sequence[Sequence[str]]) -> str:
    """Markdown; the first row is the heading, figures stand on the right."""
    heading, *body = rows
    right = [
        index > 0 and all(row[index][:1].isdigit() or row[index] in ("", "-") for row in body)
        for index in range(len(heading))
    ]
    line = ["---:" if each else "---" for each in right]
    return "\n".join("| " + " | ".join(row) + " |" for row in (heading, line, *body))


def target_table(targets: Sequence[Target]) -> str:
    rows = [["Target", "Wanted", "Measured", ""]]
    rows += [[each.what, each.wanted, each.measured, "reached" if each.reached else "**missed**"] for each in targets]
    return table(rows)
