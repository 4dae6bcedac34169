"""Which techniques go together with which outcomes, over all groups of a city.

Each unit counts with what it shows, so nothing new is told of anybody. A technique is compared only when at least five
units worked with it and at least five without it: fewer could stand for one trainer.
"""

from dataclasses import astuple, dataclass

FEWEST_UNITS = 5


@dataclass(frozen=True)
class Sums:
    """Over some units: how many, how many answers, and the points of these in tenths. `vague` are the units that tell
    their number of answers by the least that it may be, `rough` those that tell their mean roughly or as a bound."""

    units: int
    n: int
    tenths: float
    vague: int = 0
    rough: int = 0

    def without(self, others: "Sums") -> "Sums":
        left = (mine - theirs for mine, theirs in zip(astuple(self), astuple(others), strict=True))
        return Sums(*left)

    @property
    def mean(self) -> float:
        return round(self.tenths / self.n / 10, 1)

    @property
    def n_is_exact(self) -> bool:
        return not self.vague

    @property
    def meaning(self) -> str:
        """Bounds of several units together are none."""
        return "about" if self.rough else "exact"


def beside(used_by_all: Sums, used_by_some: Sums, everything: Sums) -> tuple[Sums, Sums] | None:
    """With and without a technique. A unit of several groups of which only some used it is on neither side."""
    without = everything.without(used_by_some)
    if min(used_by_all.units, without.units) < FEWEST_UNITS:
        return None
    return used_by_all, without
