from datetime import UTC, date, datetime

import pytest

from services.trainings import rules

ISSUED = date(2026, 8, 31)
REVOKED_AT = datetime(2026, 9, 1, tzinfo=UTC)


def test_a_certificate_is_valid_on_its_last_day_and_expired_on_the_next():
    last_day = date(2029, 8, 31)
    assert rules.the_state_of_a_certificate(None, last_day, last_day) == "valid"
    assert rules.the_state_of_a_certificate(None, last_day, date(2029, 9, 1)) == "expired"
    assert rules.the_state_of_a_certificate(None, None, date(2099, 1, 1)) == "valid"


def test_what_was_revoked_stays_revoked_however_old_it_is():
    assert rules.the_state_of_a_certificate(REVOKED_AT, date(2026, 9, 2), date(2030, 1, 1)) == "revoked"
    assert rules.what_is_revoked_is_not_renewed("revoked")
    assert not rules.what_is_revoked_is_not_renewed("expired")


@pytest.mark.parametrize(
    ("months", "last_day"),
    [(36, date(2029, 8, 31)), (6, date(2027, 2, 28)), (18, date(2028, 2, 29)), (4, date(2026, 12, 31)), (0, None)],
)
def test_a_certificate_lasts_for_months_and_keeps_to_the_end_of_a_short_one(months, last_day):
    assert rules.the_last_day_of_a_certificate(ISSUED, months) == last_day


def test_the_code_of_a_certificate_is_printed_in_blocks_and_read_in_any_form():
    code = rules.a_new_certificate_code()
    assert len(code) == 12
    printed = rules.as_printed(code)
    assert printed.count("-") == 2
    assert rules.as_kept(f" {printed.lower()} ") == code


def test_a_follow_up_becomes_due_on_its_day_unless_it_is_done():
    since, until = date(2026, 11, 19), date(2026, 11, 21)
    due = {"text": "Call the school", "due_on": "2026-11-21", "done": False}
    assert rules.a_follow_up_became_due(due, since, until)
    assert not rules.a_follow_up_became_due(due | {"due_on": "2026-11-19"}, since, until)
    assert not rules.a_follow_up_became_due(due | {"due_on": "2026-11-22"}, since, until)
    assert not rules.a_follow_up_became_due(due | {"done": True}, since, until)
    assert not rules.a_follow_up_became_due(due | {"due_on": None}, since, until)
