"""What a group shows of one question: how many answered it and their mean."""

import pytest

from services.feedback import rules
from services.feedback.rules import Figure, mean_of_units, shown_of_a_scale, sums_that_fit
from shared.contracts import feedback as contract


def shown(values, answers=None, fewest=5):
    return shown_of_a_scale(values, len(values) if answers is None else answers, fewest)


def test_the_contract_promises_the_same_number():
    assert rules.FEWEST_ANSWERS == contract.FEWEST_ANSWERS


def test_of_four_answers_nothing_is_shown_and_of_a_sensitive_question_nothing_under_ten():
    assert shown([7] * 4, answers=12) is None
    assert shown([7] * 5) == Figure(5, True, 70)
    assert shown([7] * 9, fewest=rules.fewest(sensitive=True)) is None
    assert shown([7] * 10, fewest=rules.fewest(sensitive=True)) == Figure(10, True, 70)


def test_when_everybody_answered_the_number_is_exact_and_the_mean_has_one_decimal():
    assert shown([7, 7, 7, 8, 8, 8]) == Figure(6, True, 75)
    assert shown([7] * 8 + [8] * 8) == Figure(16, True, 75)


def test_when_some_left_it_out_the_number_is_told_as_at_least():
    """Of fourteen, one to four: so ten at least."""
    assert {shown([7] * n, answers=14).n for n in (10, 11, 12, 13)} == {10}
    assert not shown([7] * 13, answers=14).exact


def test_when_five_left_it_out_that_may_be_told():
    assert shown([7] * 9, answers=14) == Figure(9, True, 70)


def test_when_only_one_can_have_left_it_out_nothing_is_shown():
    assert shown([7] * 5, answers=6) is None
    assert shown([7] * 5, answers=7) == Figure(5, False, 70)


def test_where_the_number_is_not_exact_the_mean_is_rounded_to_a_fifth():
    figure = shown([7, 7, 7, 8, 8, 8, 8], answers=8)  # 7.57
    assert (figure.mean, figure.meaning) == (7.6, "about")
    assert shown([7, 7, 7, 7, 7, 8, 8], answers=8).mean == 7.2  # 7.29


@pytest.mark.parametrize(
    ("values", "mean", "meaning"),
    [
        ([10] * 5, 7.8, "at_least"),
        ([8, 8, 8, 8, 7], 7.8, "at_least"),
        ([7, 7, 8, 8, 8], 7.6, "exact"),
        ([10] * 9 + [0], 8.9, "at_least"),
        ([10] * 11 + [0], 9.0, "at_least"),
        ([0] * 5, 2.2, "at_most"),
        ([3, 2, 2, 2, 2], 2.2, "at_most"),
        ([3, 3, 2, 2, 2], 2.4, "exact"),
    ],
)
def test_near_the_ends_of_the_scale_only_a_bound_is_shown(values, mean, meaning):
    figure = shown(values)
    assert (figure.mean, figure.meaning) == (mean, meaning)


def test_the_bound_does_not_tell_how_many_left_the_question_out():
    assert {shown([10] * n, answers=9) for n in (5, 6, 7, 8)} == {Figure(5, False, 77, "at_least")}
    assert {shown([0] * n, answers=9) for n in (5, 6, 7, 8)} == {Figure(5, False, 23, "at_most")}


@pytest.mark.parametrize("n", [5, 9, 16])
def test_a_reader_thinks_of_every_sum_that_gives_the_figure_and_of_no_other(n):
    figures = {total: shown([total // n + (place < total % n) for place in range(n)]) for total in range(10 * n + 1)}
    for figure in set(figures.values()):
        assert [total for total, each in figures.items() if each == figure] == list(sums_that_fit(figure))


def test_the_mean_of_several_units_counts_each_with_what_it_shows():
    both = mean_of_units({Figure(5, True, 60): 1, Figure(15, True, 80): 1})
    assert (both.n, both.mean, both.meaning) == (20, 7.5, "exact")
    assert mean_of_units({Figure(5, True, 60): 1, Figure(10, False, 80): 1}).meaning == "about"
    assert mean_of_units({Figure(5, True, 78, "at_least"): 2}).meaning == "about"
    assert mean_of_units({Figure(5, True, 78, "at_least"): 1}).meaning == "at_least"
