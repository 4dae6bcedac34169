from datetime import UTC, datetime, timedelta

import pytest

from services.instance import rules

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
AT, ZONE = "02:30", "Europe/Amsterdam"


def due(last: datetime | None, now: datetime = NOW) -> bool:
    return rules.a_backup_is_due(last, now, AT, ZONE)


def test_a_city_without_a_backup_needs_one_at_once():
    assert due(None)


def test_a_backup_is_made_each_day_at_its_time_in_the_zone_of_the_city():
    before, after = datetime(2026, 3, 10, 1, 29, tzinfo=UTC), datetime(2026, 3, 10, 1, 30, tzinfo=UTC)
    last = after - timedelta(days=1)
    assert not due(last, before)
    assert due(last, after)
    assert not due(after, NOW)


def test_in_summer_its_time_is_another_in_utc():
    assert rules.last_time_for_a_backup(datetime(2026, 7, 1, 9, tzinfo=UTC), AT, ZONE) == datetime(
        2026, 7, 1, 0, 30, tzinfo=UTC
    )


def test_one_that_was_missed_is_made_as_soon_as_somebody_can():
    assert due(NOW - timedelta(hours=20))


@pytest.mark.parametrize("day", [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)])
def test_the_clock_change_neither_skips_nor_doubles_one(day: datetime):
    """02:30 is not there on the one day, and twice on the other."""
    last, now = day - timedelta(hours=20), day - timedelta(hours=6)
    backups = []
    while now < day + timedelta(hours=42):
        if rules.a_backup_is_due(last, now, AT, ZONE):
            last = now
            backups.append(now.date())
        now += timedelta(minutes=5)
    assert backups == [day.date(), (day + timedelta(days=1)).date()]


def test_old_backups_may_go_but_never_the_last_good_one():
    days = [NOW - timedelta(days=number) for number in (1, 29, 31, 40)]
    assert rules.backups_that_may_go(days, days[0], NOW, keep_days=30) == {days[2], days[3]}
    assert rules.backups_that_may_go(days, days[2], NOW, keep_days=30) == {days[3]}
    assert rules.backups_that_may_go(days, None, NOW, keep_days=30) == set()
