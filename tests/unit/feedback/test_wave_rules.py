"""When a group is asked, before its course and after it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from services.feedback.rules import (
    WAVES_OF_SESSION,
    a_survey_is_over,
    a_wave_is_still_to_come,
    a_wave_opens_now,
    months_after,
    the_day_a_wave_opens,
    the_day_of_the_reminder,
    the_day_that_has_begun,
    what_either_has,
)
from shared.contracts.feedback import WAVES

SESSION = date(2026, 3, 17)
NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)
A_DAY = timedelta(days=1)


def test_every_wave_counts_from_a_session():
    assert sorted(wave for waves in WAVES_OF_SESSION.values() for wave in waves) == list(WAVES)


@pytest.mark.parametrize(
    ("wave", "opens_on"),
    [("t0", date(2026, 3, 10)), ("t1", SESSION), ("t3", date(2026, 6, 17)), ("t6", date(2026, 9, 17))],
)
def test_a_wave_opens_a_week_before_the_training_day_or_months_after_the_half_day(wave, opens_on):
    assert the_day_a_wave_opens(wave, SESSION) == opens_on


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 31), 0, date(2026, 12, 31)),
        (date(2026, 6, 30), 6, date(2026, 12, 30)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day, months, later):
    assert months_after(day, months) == later


def test_before_the_course_it_opens_until_the_day_before():
    days = [SESSION - n * A_DAY for n in range(10, -2, -1)]
    assert [day for day in days if a_wave_opens_now("t0", SESSION, day)] == days[3:10]


@pytest.mark.parametrize("wave", ["t3", "t6"])
def test_what_asks_how_it_is_months_later_is_not_made_up_for_after_its_fortnight(wave):
    opens_on = the_day_a_wave_opens(wave, SESSION)
    days = [opens_on + n * A_DAY for n in range(-3, 20)]
    assert [day for day in days if a_wave_opens_now(wave, SESSION, day)] == days[3:17]
    assert not a_wave_is_still_to_come(wave, SESSION, opens_on + 14 * A_DAY)


def test_directly_after_the_course_no_day_opens_it():
    assert not any(a_wave_opens_now("t1", SESSION, SESSION + n * A_DAY) for n in range(-20, 20))
    assert a_wave_is_still_to_come("t1", SESSION, SESSION)


@pytest.mark.parametrize(("time", "begun"), [((7, 29), 14), ((7, 30), 15), ((23, 59), 15), ((0, 0), 14)])
def test_nothing_opens_in_the_night(time, begun):
    assert the_day_that_has_begun(datetime(2026, 3, 15, *time, tzinfo=UTC), "07:30") == date(2026, 3, begun)


def test_the_reminder_comes_half_way():
    assert the_day_of_the_reminder(SESSION, SESSION + 14 * A_DAY) == SESSION + 7 * A_DAY
    assert the_day_of_the_reminder(SESSION, SESSION + 7 * A_DAY) == SESSION + 3 * A_DAY


def test_a_short_survey_has_no_reminder():
    assert the_day_of_the_reminder(SESSION, SESSION + 3 * A_DAY) is None


def test_the_last_day_still_counts():
    assert not a_survey_is_over("open", date(2026, 3, 15), date(2026, 3, 15), None, NOON)
    assert a_survey_is_over("open", date(2026, 3, 15), date(2026, 3, 16), None, NOON)
    assert a_survey_is_over("closed", date(2026, 3, 15), date(2026, 3, 1), None, NOON)


def test_before_a_course_answers_end_when_it_begins():
    day = date(2026, 3, 15)
    assert not a_survey_is_over("open", day, day, NOON + timedelta(minutes=1), NOON)
    assert a_survey_is_over("open", day, day, NOON, NOON)


def test_two_records_of_one_person_have_what_either_has():
    kept, dropped = {"has_place": False, "completed": True}, {"has_place": True, "completed": False}
    assert what_either_has(kept, dropped) == {"has_place": True, "completed": True}
