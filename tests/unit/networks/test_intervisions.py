"""Whose turn it is at an intervision, and how time runs in its room."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest

from services.networks import rules
from services.networks.rules import CASE_BRINGER, FACILITATOR, PARTICIPANT, Had
from shared import taxonomies

NOW = datetime(2026, 12, 1, 14, 0, tzinfo=UTC)
NOBODY_CHOSE = {"Ada": None, "Bram": None, "Cor": None, "Dina": None}


def had(times: int, days_ago: int = 100) -> Had:
    return Had(times, NOW - timedelta(days=days_ago))


def test_at_a_first_intervision_the_roles_go_by_who_joined_first():
    assert rules.roles_in_turn(NOBODY_CHOSE, {}) == {
        "Ada": CASE_BRINGER,
        "Bram": FACILITATOR,
        "Cor": PARTICIPANT,
        "Dina": PARTICIPANT,
    }


def test_a_role_goes_to_who_had_it_the_fewest_times():
    before = {("Ada", CASE_BRINGER): had(2), ("Bram", CASE_BRINGER): had(1), ("Cor", CASE_BRINGER): had(1)}
    assert rules.who_has(rules.roles_in_turn(NOBODY_CHOSE, before), CASE_BRINGER) == "Dina"


def test_of_who_had_it_as_often_it_goes_to_whom_it_was_longest_ago():
    before = {(name, CASE_BRINGER): had(1, days) for name, days in zip(NOBODY_CHOSE, (10, 50, 90, 20), strict=True)}
    assert rules.who_has(rules.roles_in_turn(NOBODY_CHOSE, before), CASE_BRINGER) == "Cor"


def test_who_had_the_other_role_comes_after_who_had_none():
    before = {("Ada", CASE_BRINGER): had(1), ("Bram", FACILITATOR): had(1)}
    roles = rules.roles_in_turn(NOBODY_CHOSE, before)
    assert (roles["Cor"], roles["Dina"]) == (CASE_BRINGER, FACILITATOR)


def test_who_brings_the_case_does_not_lead_as_well():
    before = {(name, FACILITATOR): had(1) for name in ("Bram", "Cor", "Dina")}
    roles = rules.roles_in_turn(NOBODY_CHOSE, before)
    assert (roles["Ada"], roles["Bram"]) == (CASE_BRINGER, FACILITATOR)


def test_what_somebody_took_is_theirs_whoever_is_next():
    roles = rules.roles_in_turn(NOBODY_CHOSE | {"Dina": CASE_BRINGER}, {("Dina", CASE_BRINGER): had(9)})
    assert (roles["Dina"], roles["Ada"]) == (CASE_BRINGER, FACILITATOR)


def test_who_handed_a_role_on_is_asked_last():
    roles = rules.roles_in_turn(NOBODY_CHOSE | {"Ada": PARTICIPANT}, {})
    assert (roles["Ada"], roles["Bram"], roles["Cor"]) == (PARTICIPANT, CASE_BRINGER, FACILITATOR)
    two = rules.roles_in_turn({"Ada": PARTICIPANT, "Bram": PARTICIPANT}, {})
    assert two == {"Ada": CASE_BRINGER, "Bram": FACILITATOR}


def test_who_takes_a_role_gives_theirs_for_it():
    roles = rules.roles_in_turn(NOBODY_CHOSE, {})
    assert rules.what_a_swap_changes(roles, "Cor", FACILITATOR) == {"Cor": FACILITATOR, "Bram": PARTICIPANT}
    assert rules.what_a_swap_changes(roles, "Bram", CASE_BRINGER) == {"Bram": CASE_BRINGER, "Ada": FACILITATOR}
    assert rules.what_a_swap_changes(roles, "Ada", PARTICIPANT) == {"Ada": PARTICIPANT}


@pytest.mark.parametrize("seed", range(20))
def test_over_a_year_everybody_has_each_role_about_as_often(seed):
    """Six to twelve colleagues, of whom some come each time, now and then with a swap."""
    chance = Random(seed)
    colleagues = [f"Colleague {number}" for number in range(chance.randint(6, 12))]
    before: dict[tuple[str, str], Had] = {}
    came: Counter[str] = Counter()
    for month in range(60):
        there = chance.sample(colleagues, chance.randint(5, min(8, len(colleagues))))
        roles = rules.roles_in_turn(dict.fromkeys(there), before)
        assert Counter(roles.values()) == {CASE_BRINGER: 1, FACILITATOR: 1, PARTICIPANT: len(there) - 2}
        came.update(there)
        for person, role in roles.items():
            times = before[person, role].times if (person, role) in before else 0
            before[person, role] = Had(times + 1, NOW + timedelta(days=30 * month))
    for role in (CASE_BRINGER, FACILITATOR):
        times = [before[person, role].times if (person, role) in before else 0 for person in colleagues]
        assert max(times) - min(times) <= 2


def test_while_it_runs_only_a_participant_takes_over_and_only_facilitating():
    assert rules.facilitating_is_taken_over(PARTICIPANT, FACILITATOR)
    assert not rules.facilitating_is_taken_over(CASE_BRINGER, FACILITATOR)
    assert not rules.facilitating_is_taken_over(PARTICIPANT, CASE_BRINGER)


def test_there_are_eight_places_and_it_takes_three():
    assert rules.there_is_a_place(7)
    assert not rules.there_is_a_place(8)
    assert rules.enough_people_are_there("abc")
    assert not rules.enough_people_are_there("ab")


@pytest.mark.parametrize(("minutes", "is_open"), [(-61, False), (-60, True), (0, True), (600, True), (1440, False)])
def test_the_room_opens_an_hour_before_and_waits_for_who_is_late(minutes, is_open):
    assert rules.the_room_is_open("planned", NOW - timedelta(minutes=minutes), NOW) == is_open


def test_a_room_in_which_people_are_stays_open_and_one_that_is_over_does_not():
    long_ago = NOW - timedelta(days=2)
    assert rules.the_room_is_open("open", long_ago, NOW)
    assert not rules.the_room_is_open("ended", NOW, NOW)
    assert not rules.the_room_is_open("cancelled", NOW, NOW)


def test_a_room_in_which_nobody_does_anything_for_six_hours_ends():
    assert rules.a_room_was_left_alone(NOW - timedelta(hours=6), NOW)
    assert not rules.a_room_was_left_alone(NOW - timedelta(hours=5), NOW)


def test_time_runs_by_the_clock_of_the_service_and_below_zero():
    assert rules.seconds_left(NOW, 10, NOW) == 600
    assert rules.seconds_left(NOW, 10, NOW + timedelta(seconds=0.4)) == 600
    assert rules.seconds_left(NOW, 10, NOW + timedelta(minutes=11)) == -60


def test_a_step_is_not_extended_for_ever():
    assert rules.a_step_can_be_longer(85)
    assert not rules.a_step_can_be_longer(86)


def test_a_time_that_the_clocks_skip_is_no_time():
    assert rules.the_beginning_of(date(2027, 3, 28), time(2, 30), "Europe/Brussels") is None
    assert rules.the_beginning_of(date(2027, 3, 28), time(3, 30), "Europe/Brussels") == datetime(
        2027, 3, 28, 1, 30, tzinfo=UTC
    )


def test_it_is_planned_for_later_and_not_for_years_ahead():
    assert rules.a_plan_is_within_reach(NOW, NOW)
    assert not rules.a_plan_is_within_reach(NOW - timedelta(hours=2), NOW)
    assert not rules.a_plan_is_within_reach(NOW + timedelta(days=400), NOW)


@pytest.mark.parametrize("method", taxonomies.codes("intervision_methods"))
@pytest.mark.parametrize("language", ["en", "nl"])
def test_each_method_says_what_everybody_does_in_each_step(method, language):
    steps = taxonomies.steps("intervision_methods", method, language)
    assert taxonomies.card("intervision_methods", method, language)["purpose"]
    assert 45 <= sum(step["minutes"] for step in steps) <= 90
    for step in steps:
        assert set(step) == {"minutes", "name", CASE_BRINGER, FACILITATOR, PARTICIPANT}
        assert all(step.values())
