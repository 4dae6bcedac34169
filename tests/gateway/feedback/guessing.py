"""How well somebody does who only guesses, worked out exactly: how often two shuffled rows agree, and in what order.

`sizes` says how many alike there are of each: (1, 1, 1) are three different ones, (2, 2) two pairs.
"""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from math import comb, factorial, prod

# So often may a comparison seem to tell something by chance alone: a thousand of them once in a million runs.
FALSE_ALARM = Fraction(1, 10**9)

Chances = list[Fraction]


def tells_something(order: Sequence[int], truth: Sequence[int]) -> bool:
    """Whether the one row is nearer to the other than guessing brings it, read forwards or backwards: value by value in
    the same place, or in what comes before what. Both hold the same values."""
    sizes = tuple(sorted(Counter(truth).values()))
    assert sizes == tuple(sorted(Counter(order).values()))
    agreeing = max(sum(one == other for one, other in zip(each, truth, strict=True)) for each in (order, order[::-1]))
    if agreeing >= first_beyond_chance(agreements(sizes)):
        return True
    turned, chances = inversions_of(place_by_truth(order, truth)), inversions(sizes)
    beyond = first_beyond_chance(chances)
    return turned >= beyond or len(chances) - 1 - turned >= beyond


def place_by_truth(order: Sequence[int], truth: Sequence[int]) -> list[int]:
    """The order with each value replaced by when it first comes in the truth."""
    ranks = {value: place for place, value in reversed(list(enumerate(truth)))}
    return [ranks[value] for value in order]


def first_beyond_chance(chances: Chances) -> int:
    """The smallest number that guessing reaches less often than a false alarm may come; none such is past the end."""
    beyond = Fraction(0)
    for number in range(len(chances) - 1, -1, -1):
        beyond += chances[number]
        if beyond >= FALSE_ALARM:
            return number + 1
    return 0


@cache
def agreements(sizes: tuple[int, ...]) -> Chances:
    """The chance that a shuffled row agrees with another in none, one, two … places (rook numbers)."""
    people = sum(sizes)
    ways = [1]
    for size in sizes:
        ways = _times(ways, [comb(size, taken) ** 2 * factorial(taken) for taken in range(size + 1)])
    return [
        Fraction(
            sum(
                (-1) ** (taken - right) * comb(taken, right) * ways[taken] * factorial(people - taken)
                for taken in range(right, people + 1)
            ),
            factorial(people),
        )
        for right in range(people + 1)
    ]


@cache
def inversions(sizes: tuple[int, ...]) -> Chances:
    """The chance that in a shuffled row none, one, two … pairs stand the wrong way round; alike ones never do."""
    ways, before = [1], 0
    for size in sizes:
        ways = _times(ways, _merged(before, size))
        before += size
    possible = factorial(before) // prod(factorial(size) for size in sizes)
    return [Fraction(each, possible) for each in ways]


def inversions_of(order: Sequence[int]) -> int:
    return sum(one > other for place, one in enumerate(order) for other in order[place + 1 :])


@cache
def _merged(one: int, other: int) -> list[int]:
    """In how many ways two rows become one with so many pairs the wrong way round."""
    if not one or not other:
        return [1]
    ways = [0] * (one * other + 1)
    for turned, number in enumerate(_merged(one - 1, other)):
        ways[turned + other] += number
    for turned, number in enumerate(_merged(one, other - 1)):
        ways[turned] += number
    return ways


def _times(one: Sequence[int], other: Sequence[int]) -> list[int]:
    product = [0] * (len(one) + len(other) - 1)
    for place, each in enumerate(one):
        for further, factor in enumerate(other):
            product[place + further] += each * factor
    return product
