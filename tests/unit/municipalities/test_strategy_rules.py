from datetime import date

import pytest

from services.municipalities.strategy import rules

SECTION = {"section": "middle", "headings": {"en": "The middle"}, "text": "Who keeps silent."}
ACTION = {"text": "Call the school", "due_on": date(2026, 12, 1), "state": "planned", "owner_id": "somebody"}


def test_the_same_strategy_has_the_same_checksum_and_another_has_another():
    first = rules.frozen("Zuid", [SECTION], [ACTION], date(2027, 1, 1))
    assert rules.checksum(first) == rules.checksum(rules.frozen("Zuid", [SECTION], [ACTION], date(2027, 1, 1)))
    changed = SECTION | {"text": "Who keeps silent!"}
    assert rules.checksum(first) != rules.checksum(rules.frozen("Zuid", [changed], [ACTION], date(2027, 1, 1)))


def test_what_is_frozen_names_nobody_and_leaves_out_what_was_dropped():
    frozen = rules.frozen("Zuid", [SECTION], [ACTION, ACTION | {"state": "dropped", "text": "A march"}], None)
    assert "somebody" not in frozen
    assert "Call the school" in frozen
    assert "A march" not in frozen


@pytest.mark.parametrize(("people", "said"), [(0, 0), (1, None), (4, None), (5, 5), (120, 120)])
def test_a_few_people_are_not_counted_in_public(people, said):
    assert rules.a_count_that_may_be_published(people) == said


@pytest.mark.parametrize(
    ("name", "taken", "address"),
    [
        ("Rotterdam-Zuid in gesprek", set(), "rotterdam-zuid-in-gesprek"),
        ("Coördinatie: één taal!", set(), "coordinatie-een-taal"),
        ("Zuid", {"zuid"}, "zuid-2"),
        ("Zuid", {"zuid", "zuid-2"}, "zuid-3"),
        ("…", set(), "programme"),
    ],
)
def test_an_address_can_be_read_and_belongs_to_one_programme(name, taken, address):
    assert rules.address_of(name, taken) == address


def test_sections_come_in_the_order_of_the_city_and_a_dropped_one_last():
    assert rules.in_order({"tone", "old", "middle"}, ["middle", "tone"]) == ["middle", "tone", "old"]


def test_an_action_can_be_taken_on_by_whom_the_programme_knows():
    programme = {"coordinator_ids": [1], "decision_maker_ids": [2, 1], "street_level_ids": [3]}
    assert rules.who_may_own_an_action(programme, [4, 3]) == [1, 2, 3, 4]
    assert rules.who_reads(programme, [4], [3, None]) == {1, 2, 3, 4}
