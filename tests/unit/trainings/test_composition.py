"""Who learns with whom: what is always kept to, and what is done as well as can be."""

import random
from collections import Counter
from itertools import pairwise
from uuid import UUID

import pytest

from services.trainings.rules import (
    NO_GROUP_WITHOUT,
    SPREAD,
    Candidate,
    Finding,
    Wish,
    compose,
    imbalance,
    sizes_of_groups,
    what_is_found_in_each_group,
    who_fits_in_no_group,
    who_is_kept_apart,
)

SECTORS = {"police": 6, "safety": 3, "social_work": 5, "youth_work": 4, "education": 4, "housing": 3, "health": 1}
AREAS = [UUID(int=10_000 + number) for number in range(12)]
ANNA, BORIS, CEM, DINA = (UUID(int=number) for number in range(1, 5))


def a_city(people: int = 200) -> tuple[list[Candidate], list[Wish]]:
    """As uneven as a city is: eight managers for most of the staff, some sectors rare, and forty wishes."""
    chance = random.Random(7)
    ids = [UUID(int=number) for number in range(1, people + 1)]
    candidates = [
        Candidate(
            person_id,
            *chance.choices([*SECTORS], [*SECTORS.values()]),
            chance.choice(["street", "street", "street", "policy"]),
            tuple(chance.sample(AREAS, chance.choice([0, 1, 1, 2]))),
            ids[chance.randrange(8)] if chance.random() < 0.6 else None,
        )
        for person_id in ids
    ]
    wishes = [Wish(*chance.sample(ids, 2), together=chance.random() < 0.6) for _ in range(40)]
    return candidates, wishes


def broken(groups: list[list[UUID]], candidates: list[Candidate], wishes: list[Wish]) -> list[tuple[UUID, UUID]]:
    """Pairs in one group who are kept apart, found without any help of what is tested."""
    managers = {one.id: one.line_manager_id for one in candidates}
    never = {(wish.person_id, wish.other_id) for wish in wishes if not wish.together}
    return [
        (one, other)
        for group in groups
        for one in group
        for other in group
        if (managers[one] == other and one != other) or (one, other) in never
    ]


def staff_of(manager_id: UUID, first: int, people: int) -> list[Candidate]:
    return [Candidate(UUID(int=number), line_manager_id=manager_id) for number in range(first, first + people)]


class TestTwoHundredPeople:
    def test_no_rule_is_broken_and_nobody_is_left_out(self):
        candidates, wishes = a_city()
        groups = compose(candidates, wishes, count=13, places=16, seed=1)
        assert broken(groups, candidates, wishes) == []
        assert sorted(map(len, groups)) == [15] * 8 + [16] * 5
        assert sorted(person for group in groups for person in group) == [one.id for one in candidates]

    @pytest.mark.parametrize("part", SPREAD)
    def test_they_are_spread_far_better_than_by_chance(self, part):
        candidates, wishes = a_city()
        groups = compose(candidates, wishes, count=13, places=16, seed=1)
        by_chance = [imbalance(at_random(candidates, groups, seed), candidates, part) for seed in range(200)]
        assert imbalance(groups, candidates, part) < sum(by_chance) / len(by_chance) / 3
        assert imbalance(groups, candidates, part) < min(by_chance)

    def test_nearly_all_wishes_are_met(self):
        candidates, wishes = a_city()
        groups = compose(candidates, wishes, count=13, places=16, seed=1)
        of_each = what_is_found_in_each_group(groups, candidates, wishes)
        found = Counter(finding.code for group in of_each for finding in group)
        assert found["together_as_wished"] > 4 * found["wished_elsewhere"]

    def test_a_few_groups_of_many_candidates_are_a_small_copy_of_them(self):
        candidates, wishes = a_city()
        groups = compose(candidates, wishes, count=3, places=16)
        assert [len(group) for group in groups] == [16, 16, 16]
        assert broken(groups, candidates, wishes) == []
        sectors = {one.id: one.sector for one in candidates}
        for group in groups:
            assert {sectors[person] for person in group} >= {"police", "social_work", "youth_work", "education"}


def at_random(candidates: list[Candidate], groups: list[list[UUID]], seed: int) -> list[list[UUID]]:
    """The same people in groups of the same sizes."""
    ids = [one.id for one in candidates]
    random.Random(seed).shuffle(ids)
    ends = [sum(len(group) for group in groups[:number]) for number in range(len(groups) + 1)]
    return [ids[start:end] for start, end in pairwise(ends)]


def test_the_same_seed_gives_the_same_groups_and_another_one_others():
    candidates, wishes = a_city()
    first = compose(candidates, wishes, count=12, places=16, seed=1)
    assert compose(candidates, wishes, count=12, places=16, seed=1) == first
    assert compose(candidates, wishes, count=12, places=16, seed=2) != first


@pytest.mark.parametrize(
    ("people", "count", "places", "sizes"),
    [(48, 3, 16, [16, 16, 16]), (50, 4, 16, [13, 13, 12, 12]), (50, 3, 16, [16, 16, 16]), (2, 3, 16, [1, 1, 0])],
)
def test_sizes_differ_by_at_most_one_and_no_group_is_above_its_places(people, count, places, sizes):
    assert sizes_of_groups(people, count, places) == sizes
    candidates = [Candidate(UUID(int=number)) for number in range(1, people + 1)]
    assert [len(group) for group in compose(candidates, [], count=count, places=places)] == sizes


def test_without_candidates_the_groups_are_empty():
    assert compose([], [], count=3, places=16) == [[], [], []]


def test_a_line_manager_goes_where_none_of_their_staff_is():
    candidates = [Candidate(ANNA), *staff_of(ANNA, 10, 20), *(Candidate(UUID(int=number)) for number in range(50, 69))]
    groups = compose(candidates, [], count=2, places=20)
    assert sorted(map(len, groups)) == [20, 20]
    assert broken(groups, candidates, []) == []


def test_a_line_manager_for_whom_no_group_is_left_stays_out_and_it_is_said_why():
    candidates = [Candidate(ANNA), *staff_of(ANNA, 10, 4)]
    groups = compose(candidates, [], count=2, places=16)
    assert [len(group) for group in groups] == [2, 2]
    assert who_fits_in_no_group(groups, candidates, []) == [
        Finding(NO_GROUP_WITHOUT, ANNA, one.id) for one in candidates[1:]
    ]


def test_who_is_not_to_be_with_whom_counts_both_ways_and_more_than_a_wish():
    candidates = [Candidate(one) for one in (ANNA, BORIS, CEM, DINA)]
    wishes = [Wish(ANNA, BORIS, together=True), Wish(BORIS, ANNA, together=False), Wish(CEM, DINA, together=False)]
    for seed in range(20):
        groups = compose(candidates, wishes, count=2, places=2, seed=seed)
        assert broken(groups, candidates, wishes) == []
        assert [len(group) for group in groups] == [2, 2]


def test_when_nobody_may_be_with_anybody_each_group_is_one_person():
    ids = [UUID(int=number) for number in range(1, 31)]
    wishes = [Wish(one, other, together=False) for one in ids for other in ids if one < other]
    assert [len(group) for group in compose([*map(Candidate, ids)], wishes, count=3, places=16)] == [1, 1, 1]


def test_a_wish_is_met_where_sectors_allow_both():
    sectors = {ANNA: "police", BORIS: "police", CEM: "housing", DINA: "housing"}
    candidates = [Candidate(one, sector) for one, sector in sectors.items()]
    for seed in range(10):
        groups = compose(candidates, [Wish(ANNA, DINA, together=True)], count=2, places=2, seed=seed)
        assert sorted(map(sorted, groups)) == [[ANNA, DINA], [BORIS, CEM]]


def test_line_managers_who_are_no_candidates_stand_in_nobodys_way():
    candidates = staff_of(ANNA, 10, 4)
    assert [len(group) for group in compose(candidates, [], count=1, places=16)] == [4]


def test_who_is_kept_apart_is_kept_apart_from_both_sides():
    candidates = [Candidate(ANNA), Candidate(BORIS, line_manager_id=ANNA), Candidate(CEM, line_manager_id=CEM)]
    apart = who_is_kept_apart(candidates, [Wish(CEM, ANNA, together=False)])
    assert apart == {ANNA: {BORIS, CEM}, BORIS: {ANNA}, CEM: {ANNA}}


def test_groups_that_are_alike_have_no_imbalance():
    sectors = {ANNA: "police", BORIS: "police", CEM: "housing", DINA: "housing"}
    candidates = [Candidate(one, sector) for one, sector in sectors.items()]
    assert imbalance([[ANNA, CEM], [BORIS, DINA]], candidates, "sector") == 0
    assert imbalance([[ANNA, BORIS], [CEM, DINA]], candidates, "sector") == 4
    assert imbalance([[ANNA, BORIS], [CEM, DINA]], candidates, "area") == 0


def test_of_each_group_it_is_said_what_it_keeps_to_and_what_not():
    candidates = [Candidate(ANNA), Candidate(BORIS, line_manager_id=ANNA), Candidate(CEM, line_manager_id=ANNA)]
    wishes = [
        Wish(CEM, BORIS, together=True),
        Wish(ANNA, CEM, together=True),
        Wish(DINA, ANNA, together=False),
        Wish(CEM, DINA, together=False),
    ]
    groups = [[ANNA, BORIS], [CEM], [DINA]]
    assert what_is_found_in_each_group(groups, [*candidates, Candidate(DINA)], wishes) == [
        [Finding("with_line_manager", BORIS, ANNA), Finding("wished_elsewhere", ANNA, CEM)],
        [
            Finding("apart_from_line_manager", CEM, ANNA),
            Finding("apart_as_wished", CEM, DINA),
            Finding("wished_elsewhere", CEM, BORIS),
        ],
        [Finding("apart_as_wished", DINA, ANNA)],
    ]
