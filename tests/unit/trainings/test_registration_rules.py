from datetime import UTC, datetime, timedelta

import pytest

from services.trainings import rules

NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
SOON = NOW + timedelta(days=20)


@pytest.mark.parametrize(
    ("circumstances", "can"),
    [
        ({}, True),
        ({"is_open": False}, False),
        ({"closes_on": TODAY}, True),
        ({"closes_on": TODAY - timedelta(days=1)}, False),
        ({"begins_at": None}, True),
        ({"begins_at": NOW}, False),
    ],
)
def test_one_can_register_while_it_is_open_until_it_begins(circumstances, can):
    common = {"is_open": True, "closes_on": None, "today": TODAY, "begins_at": SOON, "now": NOW}
    assert rules.one_can_register(**common | circumstances) is can


def test_a_place_is_held_until_the_very_moment():
    until = NOW + rules.A_PLACE_IS_HELD_FOR
    assert not rules.a_registration_lapses(until, until - timedelta(seconds=1))
    assert rules.a_registration_lapses(until, until)
    assert not rules.a_registration_lapses(None, NOW)


@pytest.mark.parametrize(
    ("used", "wanted", "may"), [(0, 1, True), (0, 2, True), (1, 1, True), (1, 2, False), (2, 1, False)]
)
def test_a_partner_nominates_at_most_two(used, wanted, may):
    assert rules.a_partner_nominates_at_most_two(used, wanted) is may


def test_two_who_were_nominated_together_get_both_places_or_both_wait():
    assert rules.both_or_neither(["Ada", "Bo"], free=2) == (["Ada", "Bo"], [])
    assert rules.both_or_neither(["Ada", "Bo"], free=1) == ([], ["Ada", "Bo"])
    assert rules.both_or_neither(["Ada"], free=1) == (["Ada"], [])


def test_a_pair_stands_where_the_first_of_them_stands():
    waiting = [("Ada", None), ("Bo", "pair"), ("Cas", "pair"), ("Dina", None)]
    assert rules.with_their_pairs(waiting) == [["Ada"], ["Bo", "Cas"], ["Dina"]]


IN_LINE = [["Bo", "Cas"], ["Dina"], ["Els"]]


@pytest.mark.parametrize(
    ("free", "is_kept", "promoted"),
    [
        (0, True, []),
        (1, True, []),  # kept for the pair
        (1, False, ["Dina"]),  # the training day is near: no chair stays empty
        (2, True, ["Bo", "Cas"]),
        (3, True, ["Bo", "Cas", "Dina"]),
        (9, True, ["Bo", "Cas", "Dina", "Els"]),
        (-1, False, []),  # the group has fewer places than people
    ],
)
def test_first_come_first_promoted_and_a_pair_is_not_split(free, is_kept, promoted):
    assert rules.who_is_promoted(IN_LINE, free, is_kept=is_kept) == promoted


def test_a_place_is_kept_for_a_pair_until_a_week_before_the_training_day():
    training_day = datetime(2026, 9, 20, 9, 0, tzinfo=UTC)
    a_week_before = training_day - timedelta(days=7)
    assert rules.a_free_place_is_kept_for_a_pair(None, NOW)
    assert rules.a_free_place_is_kept_for_a_pair(training_day, a_week_before - timedelta(seconds=1))
    assert not rules.a_free_place_is_kept_for_a_pair(training_day, a_week_before)


def test_nobody_passes_who_waits_for_a_place_that_is_kept():
    assert rules.free_for_a_newcomer(1, 2, is_kept=True) == 0
    assert rules.free_for_a_newcomer(1, 2, is_kept=False) == 1
    assert rules.free_for_a_newcomer(3, 0, is_kept=True) == 3
    assert rules.free_for_a_newcomer(-1, 0, is_kept=True) == 0


def test_a_course_begins_with_its_first_session():
    assert rules.it_has_begun(NOW, NOW)
    assert not rules.it_has_begun(SOON, NOW)
    assert not rules.it_has_begun(None, NOW)
