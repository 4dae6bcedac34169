from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from services.notifications import rules

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
TOMORROW = NOW + timedelta(days=1)


def test_pauses_grow_up_to_six_hours():
    pauses = [rules.pause_after(attempts) for attempts in range(1, rules.ATTEMPTS)]
    assert pauses == sorted(pauses)
    assert pauses[0] == timedelta(seconds=30)
    assert pauses[-1] == timedelta(hours=6)


def test_a_mail_is_given_up_after_eight_attempts():
    assert not rules.a_mail_is_given_up(7)
    assert rules.a_mail_is_given_up(8)


def test_who_waits_for_a_place_does_not_hear_of_sessions():
    assert not rules.hears_of_sessions(rules.WAITING)
    assert all(map(rules.hears_of_sessions, (rules.INVITED, rules.ENROLLED, rules.TRAINER)))


def test_an_invitation_to_a_cancelled_session_is_out_of_date_and_its_cancellation_is_not():
    assert rules.a_mail_is_out_of_date("introduction_invitation", "cancelled", TOMORROW, NOW)
    assert not rules.a_mail_is_out_of_date("session_cancelled", "cancelled", TOMORROW, NOW)
    assert not rules.a_mail_is_out_of_date("session_changed", "planned", TOMORROW, NOW)


def test_whatever_is_said_of_a_session_that_is_over_is_out_of_date():
    assert all(rules.a_mail_is_out_of_date(kind, "recorded", NOW, NOW) for kind in rules.SESSION_MAIL_KINDS)


def test_a_cancellation_outranks_the_last_plan_in_a_calendar():
    assert rules.sequence_of(revision=4, cancelled=True) > rules.sequence_of(revision=4, cancelled=False)


def made_at(moment: datetime) -> UUID:
    """An id as it would have been given then."""
    return UUID(int=(int(moment.timestamp() * 1000) << 80) | (7 << 76) | (2 << 62))


def test_a_mail_was_due_before_a_restore_when_what_asked_for_it_had_happened_before():
    """Even if it is asked for after the restore, because the message was still on its way."""
    queued = NOW + timedelta(minutes=1)
    hour_ago, just_now = NOW - timedelta(hours=1), NOW + timedelta(seconds=30)
    assert rules.a_mail_was_due_before(NOW, queued, queued, made_at(hour_ago))
    assert not rules.a_mail_was_due_before(NOW, queued, queued, made_at(just_now))
    assert not rules.a_mail_was_due_before(NOW, queued, queued + timedelta(hours=2), made_at(hour_ago))


def test_a_mail_that_nothing_asked_for_counts_by_its_own_time():
    assert rules.a_mail_was_due_before(NOW, NOW - timedelta(hours=1), NOW - timedelta(hours=1), None)
    assert not rules.a_mail_was_due_before(NOW, NOW - timedelta(hours=1), TOMORROW, None)
    assert not rules.a_mail_was_due_before(NOW, TOMORROW, TOMORROW, uuid4())
