"""What goes together with a technique."""

import pytest

from services.feedback.rules import Sums, beside

EVERYTHING = Sums(units=12, n=144, tenths=144 * 70)


@pytest.mark.parametrize(("with_it", "some", "told"), [(5, 5, True), (4, 4, False), (7, 7, True), (8, 8, False)])
def test_a_technique_is_told_of_with_five_units_on_either_side(with_it, some, told):
    sides = beside(Sums(with_it, 60, 4800), Sums(some, 60, 4800), EVERYTHING)
    assert (sides is not None) is told


def test_a_unit_of_which_some_groups_used_it_is_on_neither_side():
    with_it, without_it = beside(Sums(5, 60, 60 * 80), Sums(6, 72, 72 * 80), EVERYTHING)
    assert (with_it.n, with_it.mean) == (60, 8.0)
    assert (without_it.units, without_it.n, without_it.mean) == (6, 72, 6.0)


def test_a_side_says_so_where_one_of_its_units_is_told_of_roughly_or_by_a_bound():
    everything = Sums(units=12, n=144, tenths=144 * 70, vague=1, rough=3)
    with_it, without_it = beside(Sums(5, 60, 4800, 0, 3), Sums(5, 60, 4800, 0, 3), everything)
    assert (with_it.n_is_exact, with_it.meaning) == (True, "about")
    assert (without_it.n_is_exact, without_it.meaning) == (False, "exact")
