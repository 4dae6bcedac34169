from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest

from services.networks.rules import (
    a_day_is_within_reach,
    a_meeting_begins_at,
    it_needs_a_link,
    it_needs_a_place,
    what_one_person_said_of_a_meeting,
    who_is_asked_for_minutes,
    whoever_put_it_on_the_agenda_changes_it,
    with_one_moved,
)

AMSTERDAM = "Europe/Amsterdam"
TODAY = date(2026, 11, 21)
ONE, OTHER, THIRD = uuid4(), uuid4(), uuid4()


def test_a_meeting_begins_at_the_time_of_the_city():
    assert a_meeting_begins_at(date(2026, 7, 1), time(9, 30), AMSTERDAM) == datetime(2026, 7, 1, 7, 30, tzinfo=UTC)


def test_no_meeting_begins_in_the_hour_that_summer_leaves_out():
    assert a_meeting_begins_at(date(2026, 3, 29), time(2, 30), AMSTERDAM) is None
    assert a_meeting_begins_at(date(2026, 3, 29), time(9, tzinfo=UTC), AMSTERDAM) is None


@pytest.mark.parametrize("days", [-700, 0, 700])
def test_a_meeting_may_be_noted_afterwards(days):
    assert a_day_is_within_reach(TODAY + timedelta(days=days), TODAY)
    assert not a_day_is_within_reach(TODAY + 2 * timedelta(days=days or 700), TODAY)


def test_people_in_the_room_need_a_place_and_those_online_a_link():
    assert [it_needs_a_place(each) for each in ("on_site", "hybrid", "online")] == [True, True, False]
    assert [it_needs_a_link(each) for each in ("on_site", "hybrid", "online")] == [False, True, True]


def test_an_item_is_changed_by_who_put_it_on_the_agenda():
    assert whoever_put_it_on_the_agenda_changes_it(ONE, ONE)
    assert not whoever_put_it_on_the_agenda_changes_it(ONE, OTHER)


def test_what_nobody_is_left_to_look_after_is_everybodys():
    assert whoever_put_it_on_the_agenda_changes_it(None, OTHER)


@pytest.mark.parametrize(
    ("item", "direction", "order"),
    [("b", "up", "bac"), ("b", "down", "acb"), ("a", "up", "abc"), ("c", "down", "abc"), ("c", "up", "acb")],
)
def test_an_item_moves_one_place_and_stays_at_the_end(item, direction, order):
    assert "".join(with_one_moved("abc", item, direction)) == order


def test_minutes_are_asked_of_who_was_there():
    assert who_is_asked_for_minutes([ONE], [ONE, OTHER], THIRD) == [ONE]


def test_while_that_is_not_recorded_of_who_said_yes_and_at_last_of_who_planned_it():
    assert who_is_asked_for_minutes([], [OTHER], THIRD) == [OTHER]
    assert who_is_asked_for_minutes([], [], THIRD) == [THIRD]
    assert who_is_asked_for_minutes([], [], None) == []


def test_of_two_records_of_one_person_an_answer_counts_before_none_and_who_was_seen_was_there():
    silent, seen = {"reply": None, "present": True}, {"reply": "yes", "present": None}
    assert what_one_person_said_of_a_meeting(silent, seen) == {"reply": "yes", "present": True}
    away = {"reply": "no", "present": False}
    assert what_one_person_said_of_a_meeting(seen, away) == {"reply": "yes", "present": False}
    unseen = {"reply": "no", "present": None}
    assert what_one_person_said_of_a_meeting(unseen, unseen) == unseen
