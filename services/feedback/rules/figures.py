"""What a unit shows of a scale: how many answered and their mean, rounded so that it points at nobody.

Three rules, and why they hold:

1. How many answered is told exactly if nobody left the question out, or as many did as may be shown. Otherwise it
   is told what the number is at least, and that fits to more than one number of people who left it out. Where it would
   fit to a single one, nothing is shown.
2. A mean gives the sum of a small group away. So it is told only that the mean is "8.9 or higher" where the sum is
   within eleven points of the highest: somebody in the group knows one answer, their own, and that can make up ten
   points. So whoever knows their own answer still knows none of the others'. At the low end the same.
3. Where the number is not told exactly, the mean is rounded to a fifth: that fits to every number from five on.
"""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import count
from typing import Literal

from services.feedback.rules.anonymity import HIGHEST

MARGIN = HIGHEST + 1

Bound = Literal["none", "at_least", "at_most"]


@dataclass(frozen=True)
class Figure:
    """`n` is the number of answers, or if not `exact` the least that it may be. `tenths`: ten times the mean, or what
    the mean is at least or at most."""

    n: int
    exact: bool
    tenths: int
    bound: Bound = "none"

    @property
    def mean(self) -> float:
        return self.tenths / 10

    @property
    def meaning(self) -> str:
        if self.bound == "none":
            return "exact" if self.exact else "about"
        return self.bound


def shown_of_a_scale(values: Collection[int], answers: int, fewest: int) -> Figure | None:
    """`answers` is how many answered anything of this survey, which everybody knows."""
    n, left_out = len(values), answers - len(values)
    if n < fewest:
        return None
    if left_out == 0 or left_out >= fewest:
        return _with_exact_number(n, sum(values))
    if answers == fewest + 1:  # then just one can have left it out
        return None
    return _with_rounded_number(max(fewest, answers - fewest + 1), n, sum(values))


def _with_exact_number(n: int, total: int) -> Figure:
    highest = HIGHEST * n
    if total >= highest - MARGIN:
        return Figure(n, True, 10 * (highest - MARGIN) // n, "at_least")
    if total <= MARGIN:
        return Figure(n, True, -(-10 * MARGIN // n), "at_most")
    return Figure(n, True, _tenths(total, n))


def _with_rounded_number(least: int, n: int, total: int) -> Figure:
    """The ends are cut where they would be for the least number, or they would tell which number it is."""
    tenths = 2 * ((10 * total + n) // (2 * n))
    if _is_near_the_highest(tenths, least):
        first = next(each for each in count(0, 2) if _is_near_the_highest(each, least))
        return Figure(least, False, first - 1, "at_least")
    if _is_near_the_lowest(tenths, least):
        last = next(each for each in count(100, -2) if _is_near_the_lowest(each, least))
        return Figure(least, False, last + 1, "at_most")
    return Figure(least, False, tenths)


def _is_near_the_highest(tenths: int, least: int) -> bool:
    return (tenths + 1) * least > 10 * (HIGHEST * least - MARGIN)


def _is_near_the_lowest(tenths: int, least: int) -> bool:
    return (tenths - 1) * least < 10 * MARGIN


def _tenths(total: int, n: int) -> int:
    """Half a tenth goes up."""
    return (20 * total + n) // (2 * n)


def sums_that_fit(figure: Figure) -> range:
    """All that the points of exactly `n` people may add up to, as a reader of the figure can tell."""
    highest = HIGHEST * figure.n
    if figure.bound == "at_least":
        return range(highest - MARGIN, highest + 1)
    if figure.bound == "at_most":
        return range(MARGIN + 1)
    fitting = [total for total in range(MARGIN + 1, highest - MARGIN) if _tenths(total, figure.n) == figure.tenths]
    return range(fitting[0], fitting[-1] + 1)


@dataclass(frozen=True)
class MeanOfUnits:
    """Each unit counts with the number that it shows."""

    n: int
    mean: float
    meaning: str


Units = dict[Figure, int]
"""What units show, and how many of them show just that."""


def mean_of_units(units: Units) -> MeanOfUnits:
    """Worked out of nothing but what is shown of each, so it tells nothing new. Of one unit it says what that says."""
    n = sum(figure.n * alike for figure, alike in units.items())
    tenths = sum(figure.n * figure.tenths * alike for figure, alike in units.items())
    meanings = [figure.meaning for figure, alike in units.items() for _ in range(alike)]
    return MeanOfUnits(n, mean_of_tenths(tenths, n), meaning_of_units(meanings))


def mean_of_tenths(total: int, n: int) -> float:
    return _tenths(total, 10 * n) / 10


def meaning_of_units(meanings: Collection[str]) -> str:
    """Of one unit it says what that says. Of several it is exact if each is; several bounds together are none."""
    if len(meanings) == 1 or all(meaning == "exact" for meaning in meanings):
        return next(iter(meanings))
    return "about"
