"""Which small surveys are counted together. Everybody knows how many were invited to each."""

from services.feedback.rules import most_that_may_have_answered, small_surveys_are_counted_together


def test_a_survey_that_waits_has_four_answers_at_most_and_no_more_than_were_invited():
    assert [most_that_may_have_answered(invited) for invited in (0, 3, 4, 16)] == [0, 3, 4, 4]


def test_small_surveys_wait_until_they_hold_five_answers_together():
    assert not small_surveys_are_counted_together([4], 4)
    assert not small_surveys_are_counted_together([4, 4], 4)
    assert small_surveys_are_counted_together([4, 4], 5)
    assert small_surveys_are_counted_together([4, 4, 4], 6)


def test_they_wait_on_when_the_number_of_all_would_tell_that_of_one():
    assert not small_surveys_are_counted_together([4, 4], 8)
    assert not small_surveys_are_counted_together([1, 4], 5)


def test_what_waited_is_remembered():
    """Nine after two that had waited: they can only have been four and four, which only eight tells."""
    assert not small_surveys_are_counted_together([4, 4, 4], 9)
    assert small_surveys_are_counted_together([4, 4, 4], 8)


def test_later_ones_help_out_those_that_wait():
    assert small_surveys_are_counted_together([4] * 5, 10)
