from datetime import date

import pytest

from services.trainings import rules
from shared.taxonomies import entries

STEPS = rules.steps_of(entries("trainer_path"))


def test_the_path_leads_from_participant_to_mentor():
    assert [step.code for step in STEPS] == [
        "participant",
        "member",
        "shadow",
        "co_trainer",
        "observed",
        "certified",
        "mentor",
    ]
    assert rules.the_next_step(STEPS, "participant").code == "member"
    assert rules.the_next_step(STEPS, "mentor") is None


def test_certification_needs_two_observed_deliveries_and_is_valid_for_two_years():
    certified = rules.the_step(STEPS, "certified")
    assert certified.needs == {"observed": 2}
    assert rules.valid_until(date(2026, 5, 1), certified.months) == date(2028, 5, 1)


def test_what_every_requirement_of_the_path_is_called_is_known():
    asked = {name for step in STEPS for name in (*step.needs, *step.renewal)}
    assert asked <= set(entries("trainer_requirements"))


def test_one_observation_is_not_enough():
    needs = {"observed": 2}
    assert rules.what_is_missing(needs, rules.how_often(["observed", "given"], needs)) == {"observed": 1}
    assert rules.what_is_missing(needs, rules.how_often(["observed", "observed"], needs)) == {}


def test_who_skips_a_step_needs_what_that_step_takes_too():
    assert rules.what_a_step_takes(STEPS, "co_trainer", "certified") == {"co_trained": 1, "observed": 2}
    assert rules.what_a_step_takes(STEPS, "certified", "shadow") == {}


def test_a_step_needs_a_reason_when_something_is_missing_or_it_leads_back():
    assert not rules.a_decision_needs_a_reason(STEPS, "observed", "certified", {})
    assert rules.a_decision_needs_a_reason(STEPS, "observed", "certified", {"observed": 1})
    assert rules.a_decision_needs_a_reason(STEPS, "certified", "co_trainer", {})
    assert not rules.a_decision_needs_a_reason(STEPS, "certified", "certified", {})


def test_a_state_that_the_city_dropped_is_before_the_beginning():
    assert rules.the_next_step(STEPS, "assistant").code == "participant"
    assert rules.the_step(STEPS, "assistant").gives is None


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2027, 11, 28), "valid"),
        (date(2027, 11, 29), "soon"),
        (date(2028, 2, 29), "soon"),
        (date(2028, 3, 1), "expired"),
    ],
)
def test_a_certificate_warns_three_months_before_its_last_day(today, said):
    assert rules.expiry(date(2028, 2, 29), today) == said


def test_what_never_expires_says_nothing():
    assert rules.expiry(None, date(2026, 5, 1)) is None
    assert rules.valid_until(date(2026, 5, 1), None) is None


def test_a_month_that_is_too_short_ends_on_its_last_day():
    assert rules.months_later(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert rules.months_later(date(2026, 1, 31), -2) == date(2025, 11, 30)


def test_who_speaks_the_language_stands_in_first_then_trainers_then_who_gave_least():
    def person(name, speaks_it, role, gave):
        return {"name": name, "speaks_it": speaks_it, "role": role, "gave": gave}

    people = [
        person("other language", False, "trainer", 0),
        person("co-trainer", True, "co_trainer", 0),
        person("busy", True, "trainer", 4),
        person("fresh", True, "trainer", 1),
        person("not said", None, "trainer", 2),
    ]
    assert [each["name"] for each in rules.who_can_stand_in(people)] == [
        "fresh",
        "not said",
        "busy",
        "co-trainer",
        "other language",
    ]
