"""Conflict or polarisation?"""

import pytest

from services.municipalities.triage.rules import outcome_of, reasons_for
from shared.contracts.municipalities import TRIAGE_QUESTIONS, TRIAGE_REASONS

NO = dict.fromkeys(TRIAGE_QUESTIONS, "no")


@pytest.mark.parametrize(
    ("yes", "outcome"),
    [
        (["owners", "time_and_place"], "mediation"),
        (["about_groups"], "strategy"),
        (["taking_sides"], "strategy"),
        (["owners", "time_and_place", "about_groups"], "both"),
        (["owners"], "neither"),
        (["time_and_place"], "neither"),
        (["safety"], "neither"),
        ([], "neither"),
    ],
)
def test_a_conflict_has_owners_a_time_and_a_place_and_polarisation_is_about_groups(yes, outcome):
    assert outcome_of(NO | dict.fromkeys(yes, "yes")) == outcome


def test_the_reasons_follow_the_answers():
    answers = NO | {"owners": "yes", "time_and_place": "yes", "about_groups": "yes", "taking_sides": "unsure"}
    assert reasons_for(answers) == [
        "owners_yes",
        "time_and_place_yes",
        "about_groups_yes",
        "not_willing",
        "kept_apart",
        "find_out",
    ]
    assert "safety_first" in reasons_for(NO | {"safety": "yes"})


def test_every_reason_is_one_of_the_contract():
    told = {code for answer in ("yes", "no", "unsure") for code in reasons_for(dict.fromkeys(TRIAGE_QUESTIONS, answer))}
    assert told <= set(TRIAGE_REASONS)
