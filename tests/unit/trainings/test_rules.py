from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from services.trainings import rules

AMSTERDAM = "Europe/Amsterdam"


def test_half_past_nine_is_an_hour_earlier_in_utc_in_winter_and_two_in_summer():
    assert rules.the_moment_of(date(2026, 1, 15), time(9, 30), AMSTERDAM) == datetime(2026, 1, 15, 8, 30, tzinfo=UTC)
    assert rules.the_moment_of(date(2026, 7, 15), time(9, 30), AMSTERDAM) == datetime(2026, 7, 15, 7, 30, tzinfo=UTC)


def test_a_time_that_the_clocks_skip_is_no_moment():
    assert rules.the_moment_of(date(2026, 3, 29), time(2, 30), AMSTERDAM) is None
    assert rules.the_moment_of(date(2026, 3, 29), time(3, 0), AMSTERDAM) == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_a_time_that_comes_twice_means_the_first():
    assert rules.the_moment_of(date(2026, 10, 25), time(2, 30), AMSTERDAM) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_time_with_an_offset_of_its_own_is_not_local():
    assert rules.the_moment_of(date(2026, 1, 15), time(9, 30, tzinfo=timezone(timedelta(hours=5))), AMSTERDAM) is None


@pytest.mark.parametrize(
    ("day", "within_reach"),
    [
        (date(2024, 5, 1), True),
        (date(2024, 4, 30), False),
        (date(2029, 5, 1), True),
        (date(2029, 5, 2), False),
    ],
)
def test_a_session_lies_at_most_two_years_back_and_three_ahead(day, within_reach):
    assert rules.a_date_is_within_reach(day, date(2026, 5, 1)) is within_reach


def test_the_reach_is_known_on_the_29th_of_february_too():
    assert rules.a_date_is_within_reach(date(2026, 2, 28), date(2028, 2, 29))
    assert not rules.a_date_is_within_reach(date(2026, 2, 27), date(2028, 2, 29))


@pytest.mark.parametrize(
    ("delivery", "place", "link"), [("on_site", True, False), ("online", False, True), ("hybrid", True, True)]
)
def test_what_a_session_needs_depends_on_its_delivery(delivery, place, link):
    assert rules.a_session_needs_a_place(delivery) is place
    assert rules.a_session_needs_a_link(delivery) is link


def test_the_deepening_may_begin_when_the_training_day_ends():
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert rules.the_deepening_follows_the_training_day(noon, noon)
    assert not rules.the_deepening_follows_the_training_day(noon, noon - timedelta(minutes=1))


def test_only_more_places_than_ideal_need_a_reason():
    assert not rules.so_many_places_need_a_reason(16, 16, None)
    assert rules.so_many_places_need_a_reason(17, 16, None)
    assert not rules.so_many_places_need_a_reason(17, 16, "Two colleagues work as one")


def test_places_go_to_who_came_first():
    assert rules.first_come_first_served(["a", "b", "c"], 2) == (["a", "b"], ["c"])
    assert rules.first_come_first_served(["a"], 5) == (["a"], [])
    assert rules.first_come_first_served(["a"], -1) == ([], ["a"])


def test_the_course_is_both_parts():
    assert rules.who_completed_the_course(["a", "b"], ["b", "c"]) == {"b"}
    assert rules.who_completed_the_course(["a"], []) == set()


def test_a_thing_named_twice_counts_once_where_it_came_first():
    assert rules.each_once(["b", "a", "b"]) == ["b", "a"]


def test_a_code_is_shown_in_two_blocks_and_known_however_it_is_typed():
    code = rules.a_new_code()
    shown = rules.as_shown(code)
    assert len(shown) == 9
    assert shown[4] == "-"
    for typed in (shown, shown.lower(), code, f" {code[:4]} {code[4:]} "):
        assert rules.as_kept(typed) == code


def test_codes_have_nothing_that_looks_like_something_else_and_do_not_repeat():
    codes = {rules.a_new_code() for _ in range(500)}
    assert len(codes) == 500
    assert not set("".join(codes)) & set("01ILOAEU")
