"""How long a signal stands, and in which order it is looked at."""

from datetime import date, timedelta

import pytest

from services.municipalities.signals.rules import (
    a_decision_follows_a_judgement,
    a_signal_stands_until,
    expired_before,
    state_of_a_signal,
)

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("judged", "decided", "days", "state"),
    [
        (False, False, 90, "new"),
        (True, False, 1, "judged"),
        (True, True, 0, "decided"),
        (True, True, -1, "expired"),
        (False, False, -1, "expired"),
    ],
)
def test_a_signal_is_new_then_judged_then_decided_until_it_expires(judged, decided, days, state):
    assert state_of_a_signal(judged, decided, TODAY + timedelta(days=days), TODAY) == state


def test_a_signal_stands_for_ninety_days_and_is_archived_for_a_year():
    assert a_signal_stands_until(TODAY) == date(2027, 2, 20)
    assert expired_before(TODAY) == date(2025, 11, 22)


def test_nothing_is_decided_before_it_is_judged():
    assert not a_decision_follows_a_judgement("new")
    assert a_decision_follows_a_judgement("judged")
