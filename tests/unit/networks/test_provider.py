from datetime import UTC, date, datetime, time, timedelta

import pytest

from services.networks.rules import (
    a_date_can_be_planned,
    people_know_where_to_go,
    who_reads_what_the_provider_brings,
)
from shared import clock

TODAY = date(2026, 3, 2)


def test_members_and_those_who_run_or_give_courses_read_what_the_provider_brings():
    assert who_reads_what_the_provider_brings(is_member=True, is_staff=False)
    assert who_reads_what_the_provider_brings(is_member=False, is_staff=True)
    assert not who_reads_what_the_provider_brings(is_member=False, is_staff=False)


@pytest.mark.parametrize(("days", "can_be"), [(-1, False), (0, True), (3 * 365, True), (3 * 365 + 1, False)])
def test_a_date_is_planned_from_today_on_and_within_three_years(days, can_be):
    assert a_date_can_be_planned(TODAY + timedelta(days=days), TODAY) is can_be


@pytest.mark.parametrize(
    ("place", "link", "known"),
    [(None, None, False), ("Town hall", None, True), (None, "https://meet.example", True)],
)
def test_people_know_a_place_or_a_link(place, link, known):
    assert people_know_where_to_go(place, link) is known


@pytest.mark.parametrize(
    ("day", "at", "moment"),
    [
        (date(2026, 4, 2), time(13, 30), datetime(2026, 4, 2, 11, 30, tzinfo=UTC)),
        (date(2026, 3, 29), time(2, 30), None),  # the clocks go from two to three
        (date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # it comes twice
        (date(2026, 4, 2), time(13, 30, tzinfo=UTC), None),  # not local
    ],
)
def test_a_local_day_and_time_is_one_moment_or_none(day, at, moment):
    assert clock.moment_of(day, at, "Europe/Amsterdam") == moment
