"""What comes before what, how long a mediation is kept, and what its figures may show."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.mediations import rules
from services.mediations.commands.missing import BY_CODE
from shared.contracts import mediations as contract

OPENED = date(2026, 1, 5)


@pytest.mark.parametrize("kind", contract.ENTRY_KINDS)
def test_nothing_is_written_before_confidentiality(kind: str):
    missing = rules.what_is_missing_for_an_entry(kind, confidential=False, verdict="suitable", has_ground_rules=True)
    assert missing == "no_confidentiality_yet"


@pytest.mark.parametrize("kind", contract.ENTRY_KINDS)
@pytest.mark.parametrize("verdict", [None, *contract.VERDICTS])
@pytest.mark.parametrize("has_ground_rules", [True, False])
def test_what_is_missing_has_a_refusal(kind: str, verdict: str | None, has_ground_rules: bool):
    known = {"confidential": True, "verdict": verdict, "has_ground_rules": has_ground_rules}
    assert rules.what_is_missing_for_an_entry(kind, **known) in {None, *BY_CODE}


def test_a_session_needs_ground_rules_and_an_unsuitable_mediation_has_none():
    def session(verdict: str, has_ground_rules: bool) -> str | None:
        known = {"confidential": True, "verdict": verdict, "has_ground_rules": has_ground_rules}
        return rules.what_is_missing_for_an_entry("session", **known)

    assert session("with_measures", True) is None
    assert session("suitable", False) == "no_ground_rules_yet"
    assert session("unsuitable", True) == "mediation_unsuitable"


@pytest.mark.parametrize("stage", contract.stages())
def test_going_back_to_the_intake_is_always_possible_and_forwards_needs_what_it_needs(stage: str):
    nothing = {"confidential": False, "verdict": None, "has_ground_rules": False, "closed": False}
    everything = {"confidential": True, "verdict": "suitable", "has_ground_rules": True, "closed": True}
    assert (rules.what_is_missing_for_a_stage(stage, **nothing) is None) == (stage == rules.INTAKE)
    assert rules.what_is_missing_for_a_stage(stage, **everything) is None


def test_it_is_kept_so_long_after_its_end_and_never_longer_than_two_years():
    assert rules.last_day(OPENED, OPENED + timedelta(days=30), 90) == OPENED + timedelta(days=120)
    assert rules.last_day(OPENED, None, 90) == OPENED + rules.LONGEST
    assert rules.last_day(OPENED, OPENED + timedelta(days=700), 90) == OPENED + rules.LONGEST


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 12), min_size=1))
def test_what_is_hidden_cannot_be_told_from_the_total(parts: dict[str, int]):
    shown = rules.shown_parts(parts)
    left = sum(parts.values()) - sum(number for number in shown.values() if number is not None)
    assert all(number is None or number >= rules.FEWEST for number in shown.values())
    assert left == 0 or left >= rules.FEWEST or set(shown.values()) == {None}
