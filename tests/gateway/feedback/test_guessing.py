"""The measure of the attackers: it finds an order where there is one, and takes no chance for one."""

import random
from collections import Counter
from fractions import Fraction
from itertools import permutations

import pytest

from tests.gateway.feedback.guessing import (
    FALSE_ALARM,
    agreements,
    first_beyond_chance,
    inversions,
    inversions_of,
    tells_something,
)

ALONE = list(range(22))
IN_PAIRS = [number // 2 for number in range(22)]


@pytest.fixture(params=[ALONE, IN_PAIRS], ids=["alone", "in pairs"])
def truth(request):
    return request.param


@pytest.mark.parametrize("row", [(0, 1, 2, 3), (0, 0, 1, 1, 2, 2), (0, 0, 0, 1, 2)])
def test_chances_are_those_that_counting_all_rows_gives(row):
    sizes = tuple(sorted(Counter(row).values()))
    rows = [*permutations(row)]
    right = Counter(sum(one == other for one, other in zip(each, row, strict=True)) for each in rows)
    turned = Counter(map(inversions_of, rows))
    for counted, worked_out in ((right, agreements(sizes)), (turned, inversions(sizes))):
        assert worked_out == [Fraction(counted[number], len(rows)) for number in range(len(worked_out))]


def test_an_alarm_comes_by_chance_less_than_once_in_a_thousand_million_times(truth):
    sizes = tuple(sorted(Counter(truth).values()))
    for chances in (agreements(sizes), inversions(sizes)):
        first = first_beyond_chance(chances)
        assert sum(chances[first:]) < FALSE_ALARM <= sum(chances[first - 1 :])


def test_a_row_in_order_is_found_forwards_and_backwards_and_when_nobody_is_quite_in_their_place(truth):
    swapped = [*truth]
    swapped[1:-1:2], swapped[2:-1:2] = truth[2:-1:2], truth[1:-1:2]
    for order in (truth, truth[::-1], swapped):
        assert tells_something(order, truth)


def test_a_row_of_which_two_thirds_are_in_their_place_is_found(truth):
    chance = random.Random(1)
    order = [*truth]
    moved = chance.sample(range(len(order)), len(order) // 3)
    for place, from_ in zip(moved, [*moved[1:], moved[0]], strict=True):
        order[place] = truth[from_]
    assert tells_something(order, truth)


def test_shuffled_rows_tell_nothing(truth):
    chance = random.Random(2)
    assert not any(tells_something(chance.sample(truth, len(truth)), truth) for _ in range(2_000))
