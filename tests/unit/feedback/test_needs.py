import pytest

from services.feedback.rules import a_decision_takes_a_reason, state_of_a_need
from shared.contracts import feedback as contract


@pytest.mark.parametrize(
    ("activities", "state"),
    [
        ([], "open"),
        (["planned"], "planned"),
        (["done", "planned"], "planned"),
        (["done"], "done"),
        (["done", "called_off"], "done"),
        (["called_off"], "open"),
    ],
)
def test_a_need_is_as_far_as_what_is_planned_for_it(activities, state):
    assert state_of_a_need(None, activities) == state


@pytest.mark.parametrize("decision", ["done", "declined"])
def test_what_a_person_decided_stands_whatever_is_planned(decision):
    assert all(state_of_a_need(decision, activities) == decision for activities in ([], ["planned"], ["done"]))


def test_only_who_declines_says_why():
    assert [each for each in contract.NEED_DECISIONS if a_decision_takes_a_reason(each)] == ["declined"]
