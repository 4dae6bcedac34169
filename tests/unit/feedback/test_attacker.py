"""An attacker sees everything that is shown, at all times, knows these rules by heart, and has patience.

They try all that may have been: every set of answers that would have led to what they saw, as the rules themselves
tell. Of a small cell (one to four people who have something in common, and nobody at all counts as such) more than one
size must stay possible. And whoever is in the group, and so knows one answer, must not learn anybody else's.
"""

import random
from collections import defaultdict
from itertools import product

import pytest

from services.feedback.rules import (
    in_bands,
    most_that_may_have_answered,
    shown_of_a_scale,
)
from tests.unit.feedback.attacking import (
    FEWEST,
    POINTS,
    attack,
    bands_by_what_is_seen,
    bands_of,
    by_what_is_seen,
    numbers_and_sums_by_what_is_seen,
    what_is_seen_of_a_pool,
)

# one question of one group


@pytest.fixture(scope="module", params=[5, 6, 7, 8])
def answers(request):
    return request.param


def test_how_many_left_a_question_out_stays_open_if_they_were_fewer_than_five(answers):
    for figure, worlds in by_what_is_seen(answers).items():
        left_out = {answers - len(values) for values in worlds}
        nobody = figure is not None and left_out == {0}
        assert nobody or len(left_out) > 1, figure


def test_a_band_of_fewer_than_five_stays_open(answers):
    for figure, worlds in by_what_is_seen(answers).items():
        for sizes in zip(*{in_bands(values) for values in worlds}, strict=True):
            assert len(set(sizes)) > 1 or sizes[0] >= FEWEST, figure


def test_who_knows_their_own_answer_knows_nobody_elses(answers):
    for worlds in by_what_is_seen(answers).values():
        neighbours = defaultdict(set)
        for values in worlds:
            for own in set(values):
                others = list(values)
                others.remove(own)
                neighbours[own].update(others)
        assert all(len(points) > 1 for points in neighbours.values())


# a sensitive question, with ten in place of five

SENSITIVE = 10


@pytest.fixture(scope="module", params=[*range(10, 16), 20, 24])
def many(request):
    return request.param


def test_of_a_sensitive_question_nothing_is_told_under_ten(many):
    for figure, worlds in numbers_and_sums_by_what_is_seen(many, SENSITIVE).items():
        left_out = {many - n for n, _ in worlds}
        assert figure is None or min(n for n, _ in worlds) >= SENSITIVE
        assert left_out == {0} or len(left_out) > 1 or left_out.pop() >= SENSITIVE, figure


def test_a_band_of_fewer_than_ten_stays_open(many):
    for figure, worlds in numbers_and_sums_by_what_is_seen(many, SENSITIVE).items():
        for sizes in zip(*{bands for n, total in worlds for bands in bands_of(n, total)}, strict=True):
            assert len(set(sizes)) > 1 or sizes[0] >= SENSITIVE, figure


def test_who_knows_their_own_answer_to_a_sensitive_question_knows_nobody_elses(many):
    for worlds in numbers_and_sums_by_what_is_seen(many, SENSITIVE).values():
        for own in POINTS:
            others = {
                other
                for n, total in worlds
                for other in POINTS
                if n >= 2 and 0 <= total - own - other <= POINTS[-1] * (n - 2)
            }
            assert len(others) != 1


# small groups that are counted together


@pytest.mark.parametrize("surveys", [2, 3, 4, 5])
def test_how_many_answered_a_small_survey_stays_open(surveys):
    for invited in product((1, 2, 3, 9) if surveys < 5 else (2, 9), repeat=surveys):
        most = tuple(most_that_may_have_answered(each) for each in invited)
        seen = defaultdict(list)
        for received in product(*(range(each + 1) for each in most)):
            seen[what_is_seen_of_a_pool(most, received)].append(received)
        for what, worlds in seen.items():
            counted = surveys if what is None else what[0]
            for sizes in list(zip(*worlds, strict=True))[:counted]:
                assert len(set(sizes)) > 1, (most, what)


# tables over several groups


def test_bands_tell_nothing_of_a_group():
    chance = random.Random(1)
    shown = 0
    for _ in range(300):
        kind = [chance.random() for _ in range(3)]
        values = [
            [chance.choice(band) for band in chance.choices([POINTS[:7], POINTS[7:9], POINTS[9:]], kind, k=people)]
            for people in chance.choices((5, 6, 7), k=6)
        ]
        possible = [bands_by_what_is_seen(len(each))[shown_of_a_scale(each, len(each), FEWEST)] for each in values]
        shown += attack([in_bands(each) for each in values], possible)
    assert shown > 150


def test_bands_of_a_sensitive_question_tell_nothing_of_a_group():
    chance = random.Random(3)
    shown = 0
    for _ in range(40):
        sizes = chance.choices((10, 11), k=4)
        values = [chance.choices(POINTS, (1, 1, 1, 1, 1, 1, 1, 4, 4, 4, 4), k=people) for people in sizes]
        possible = [
            bands_by_what_is_seen(len(each), SENSITIVE)[shown_of_a_scale(each, len(each), SENSITIVE)] for each in values
        ]
        shown += attack([in_bands(each) for each in values], possible, SENSITIVE)
    assert shown > 20


def test_options_tell_nothing_of_a_group():
    chance = random.Random(2)
    shown = 0
    for _ in range(2_000):
        share = chance.random()
        sizes = chance.choices(range(5, 17), k=5)
        chosen = [sum(chance.random() < share for _ in range(people)) for people in sizes]
        units = [(each, people - each) for each, people in zip(chosen, sizes, strict=True)]
        shown += attack(units, [{(each, people - each) for each in range(people + 1)} for people in sizes])
    assert shown > 2_000
