from services.networks import rules
from shared.contracts import networks as contract

PROFILE = {"expertise": ["youth"], "area_ids": [], "languages": ["nl"], "brings": [], "seeks": [], "interest": "Talk"}
MEMBER = rules.audiences_with(a_member=True, a_coordinator=False)
COORDINATOR = rules.audiences_with(a_member=False, a_coordinator=True)


def test_the_contract_knows_the_same_parts_and_audiences():
    assert tuple(rules.PARTS) == contract.PARTS
    assert contract.AUDIENCES == rules.AUDIENCES


def test_what_is_for_members_is_not_for_a_coordinator_who_is_none():
    assert {"members", "members_and_coordinators"} == MEMBER
    assert {"members_and_coordinators"} == COORDINATOR
    assert rules.audiences_with(a_member=True, a_coordinator=True) == MEMBER
    assert rules.audiences_with(a_member=False, a_coordinator=False) == frozenset()


def test_what_is_kept_from_somebody_is_null_and_the_rest_is_as_it_is():
    chosen = rules.AT_FIRST | {"expertise_for": "nobody"}
    assert rules.what_is_shown(PROFILE | chosen, MEMBER) == PROFILE | {"expertise": None}
    for_a_coordinator = rules.what_is_shown(PROFILE | chosen, COORDINATOR)
    assert [name for name, value in for_a_coordinator.items() if value is None] == [
        "expertise",
        "brings",
        "seeks",
        "interest",
    ]


def test_of_two_choices_of_one_person_the_narrower_counts():
    assert rules.the_narrower_audience("members", "members_and_coordinators") == "members"
    assert rules.the_narrower_audience("members", "nobody") == "nobody"
