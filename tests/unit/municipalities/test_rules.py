from datetime import date

from services.municipalities.rules import (
    REQUIRED,
    a_programme_ends_after_it_starts,
    flags_of,
    names_of_new_areas,
    what_a_programme_still_lacks,
)


def test_an_empty_draft_lacks_everything_required():
    assert what_a_programme_still_lacks({}) == list(REQUIRED)


def test_street_level_and_policy_level_are_flagged_apart():
    assert flags_of([], ["somebody"]) == ["policy_level_missing"]
    assert flags_of(["somebody"], []) == ["street_level_missing"]
    assert flags_of(["somebody"], ["somebody"]) == []


def test_a_period_needs_both_ends_before_it_can_run_backwards():
    assert a_programme_ends_after_it_starts(date(2026, 1, 1), None)
    assert not a_programme_ends_after_it_starts(date(2026, 1, 2), date(2026, 1, 1))


def test_of_a_list_of_areas_those_are_new_that_nobody_named_before():
    assert names_of_new_areas(["Centrum", "NOORD", "noord", "Zuid"], ["zuid"]) == ["Centrum", "NOORD"]
