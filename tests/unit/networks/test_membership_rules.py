from datetime import date

import pytest

from services.networks import rules


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 21), 12, date(2027, 11, 21)),
        (date(2026, 11, 21), 6, date(2027, 5, 21)),
        (date(2026, 12, 31), 6, date(2027, 6, 30)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 1, 15), 11, date(2026, 12, 15)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day, months, later):
    assert rules.months_later(day, months) == later


def test_a_member_is_active_until_the_last_day_and_rests_from_the_next_on():
    until = date(2027, 3, 1)
    assert rules.the_standing_of_a_member(until, date(2027, 3, 1)) == "active"
    assert rules.the_standing_of_a_member(until, date(2027, 3, 2)) == "dormant"


def test_renewing_is_asked_from_thirty_days_before():
    until = date(2027, 3, 31)
    assert not rules.it_is_time_to_renew(until, date(2027, 2, 28))
    assert rules.it_is_time_to_renew(until, date(2027, 3, 1))
    assert rules.it_is_time_to_renew(until, date(2028, 1, 1))
