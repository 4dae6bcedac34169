from datetime import UTC, datetime, timedelta

import pytest

from shared import alarms

NOW = datetime(2026, 11, 3, 12, tzinfo=UTC)
GB = 1024**3


def test_messages_wait_too_long_after_a_minute():
    assert not alarms.messages_wait_too_long(None, NOW)
    assert not alarms.messages_wait_too_long(NOW - timedelta(seconds=50), NOW)
    assert alarms.messages_wait_too_long(NOW - timedelta(seconds=70), NOW)


def test_a_backup_is_overdue_when_the_next_one_has_not_come():
    assert alarms.a_backup_is_overdue(None, NOW)
    assert not alarms.a_backup_is_overdue(NOW - timedelta(hours=25), NOW)
    assert alarms.a_backup_is_overdue(NOW - timedelta(hours=27), NOW)


@pytest.mark.parametrize(
    ("free", "total", "is_full"),
    [(40, 80, False), (7, 80, True), (0.5, 4, True), (1.5, 4, False), (150, 2000, False), (19, 2000, True)],
)
def test_a_disk_is_nearly_full_by_its_part_unless_it_is_large(free, total, is_full):
    assert alarms.a_disk_is_nearly_full(int(free * GB), total * GB) is is_full


def test_versions_differ_when_one_is_not_ours():
    assert not alarms.versions_differ([], "1.0")
    assert not alarms.versions_differ(["1.0", "1.0"], "1.0")
    assert alarms.versions_differ(["1.0", "0.9"], "1.0")
