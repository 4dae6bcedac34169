"""When the bands of a scale, and who chose an option, may be shown over several units."""

import pytest

from services.feedback.rules import (
    a_table_may_be_shown,
    bands_that_fit,
    choices_that_fit,
    in_bands,
    net_promoter_score,
    shown_of_a_scale,
)


def bands_known_of(values):
    return bands_that_fit(shown_of_a_scale(values, len(values), 5))


def may_be_shown(*units, fewest=5):
    total = tuple(sum(cell) for cell in zip(*(in_bands(values) for values in units), strict=True))
    return a_table_may_be_shown([bands_known_of(values) for values in units], total, fewest)


def test_the_ends_of_the_bands():
    assert in_bands([0, 6, 7, 8, 9, 10]) == (2, 2, 2)


def test_the_score_is_the_percentage_of_nines_and_tens_minus_that_of_zero_to_six():
    assert net_promoter_score((1, 3, 6)) == 50
    assert net_promoter_score((5, 0, 0)) == -100


def test_bands_are_shown_when_each_has_five_people_over_two_units():
    mixed = [5, 5, 6, 7, 7, 8, 9, 9, 10]
    assert may_be_shown(mixed, mixed)
    assert not may_be_shown(mixed, mixed, fewest=10)
    assert may_be_shown(mixed, mixed, mixed, mixed, fewest=10)


def test_the_bands_of_one_unit_alone_are_never_shown():
    assert not may_be_shown([5] * 5 + [7] * 5 + [9] * 6)


@pytest.mark.parametrize("small", [[], [6], [6] * 4])
def test_a_band_of_fewer_than_five_hides_the_table_also_when_it_is_empty(small):
    assert not may_be_shown([7, 7, 7, 9, 9, 9], [7, 7, 7, 9, 9, 9, *small])


def test_a_table_that_tells_the_bands_of_a_unit_waits():
    """The sums leave no choice: all the low ones gave nought, the middle ones seven, the high ones nine."""
    assert not may_be_shown([0] * 5 + [7] * 2 + [9] * 2, [7] * 3 + [9] * 4)


def test_an_option_is_shown_when_five_chose_it_and_five_did_not():
    units = [choices_that_fit(6), choices_that_fit(7)]
    assert a_table_may_be_shown(units, (6, 7), 5)
    assert not a_table_may_be_shown(units, (4, 9), 5)
    assert not a_table_may_be_shown(units, (9, 4), 5)


def test_the_bands_that_fit_are_those_that_some_answers_give():
    assert bands_known_of([7, 7, 7, 7, 8]) == [
        counts for counts in bands_known_of([7, 7, 7, 7, 8]) if 7 * counts[1] + 9 * counts[2] <= 36
    ]
    assert (0, 5, 0) in bands_known_of([7, 7, 7, 7, 8])
    assert (5, 0, 0) not in bands_known_of([7, 7, 7, 7, 8])
