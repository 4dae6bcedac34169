"""Groups composed of a programme's candidates, with what is known of them here."""

from itertools import combinations
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from services.trainings import reactions
from services.trainings.commands import groups as group_commands
from services.trainings.commands import wishes as wish_commands
from services.trainings.people import reactions as on_people
from services.trainings.people.tables import Person
from services.trainings.queries import composition as queries
from services.trainings.rules import BROKEN_RULES, KEPT_RULES, NO_GROUP_WITHOUT, WISHES_FOUND
from services.trainings.tables import Enrolment, Group, Wish
from shared.contracts import trainings as contract
from shared.errors import Invalid, Refusal
from tests.integration.trainings.conftest import people

SECTORS = ("police", "housing", "education")


class Composing:
    """What a coordinator does, on the programme's behalf."""

    def __init__(self, tx, ask, programme):
        self.tx, self.ask, self.programme = tx, ask, programme

    def known(self, person_id, **fields):
        unknown = {"sector": None, "level": None, "area_ids": [], "line_manager_id": None, "organisation_id": None}
        on_people.person_added(self.tx, [unknown | {"person_id": person_id} | fields])

    def candidates(self, count=12):
        """Present at an introduction, a third of them of each sector."""
        found = people(count)
        for number, person_id in enumerate(found):
            self.known(person_id, sector=SECTORS[number % 3])
        self.programme.record(self.programme.introduction(found), dict.fromkeys(found, "present"))
        return found

    def _ask(self, call, function, actor=None, **data):
        return self.ask(call, function, actor or self.programme.coordinator, programme_id=self.programme.id, **data)

    def compose(self, actor=None, **data):
        return self._ask(contract.compose_groups, queries.compose_groups, actor, **{"count": 2, "places": 6} | data)

    def arrange(self, *groups, actor=None):
        return self._ask(contract.weigh_groups, queries.weigh_groups, actor, groups=[*groups])

    def wish(self, person_id, other_id, kind="with", actor=None):
        self._ask(contract.add_wish, wish_commands.add_wish, actor, person_id=person_id, other_id=other_id, kind=kind)

    def unwish(self, person_id, other_id, actor=None):
        self._ask(contract.remove_wish, wish_commands.remove_wish, actor, person_id=person_id, other_id=other_id)

    def wishes(self, actor=None):
        return self._ask(contract.wishes, queries.wishes, actor)["wishes"]

    def form(self, *groups, actor=None, **more):
        named = [{"name": f"Zuid {number}", "person_ids": group} for number, group in enumerate(groups, start=1)]
        return self._ask(contract.form_groups, group_commands.form_groups, actor, groups=named, **more)["ids"]


@pytest.fixture
def composing(tx, ask, programme):
    return Composing(tx, ask, programme)


def of_each_group(found):
    return [group["person_ids"] for group in found["groups"]]


def test_a_proposal_holds_all_candidates_in_mixed_groups_and_is_not_kept(tx, composing):
    found = composing.candidates()
    proposed = composing.compose()
    assert [len(group) for group in of_each_group(proposed)] == [6, 6]
    for group in of_each_group(proposed):
        sectors = tx.scalars(select(Person.sector).where(Person.id.in_(group))).all()
        assert sorted(sectors) == sorted(SECTORS * 2)
    assert proposed["rest_ids"] == proposed["gone_ids"] == []
    assert {person["person_id"] for person in proposed["people"]} == set(found)
    assert tx.scalar(select(func.count()).select_from(Group)) == 0
    assert composing.compose() == proposed


def test_it_keeps_line_managers_from_their_staff_and_honours_wishes(composing):
    anna, boris, cem, dina, *_others = composing.candidates()
    composing.known(boris, sector="housing", line_manager_id=anna, area_ids=[uuid4()])
    composing.wish(cem, dina)
    composing.wish(cem, boris, "not_with")
    for seed in range(5):
        groups = of_each_group(composing.compose(seed=seed))
        together = {pair for group in groups for pair in combinations(sorted(group), 2)}
        assert tuple(sorted((anna, boris))) not in together
        assert tuple(sorted((cem, boris))) not in together
        assert tuple(sorted((cem, dina))) in together


def test_of_an_arrangement_it_is_said_what_it_keeps_to(composing):
    anna, boris, cem, dina = composing.candidates(4)
    composing.known(boris, line_manager_id=anna)
    composing.wish(cem, dina)
    found = composing.arrange([anna, boris], [cem])
    assert [[finding["code"] for finding in group["findings"]] for group in found["groups"]] == [
        ["with_line_manager"],
        ["wished_elsewhere"],
    ]
    assert found["groups"][0]["findings"][0] | {"code": ""} == {"code": "", "person_id": boris, "other_id": anna}
    assert found["rest_ids"] == [dina]


def test_who_is_no_candidate_any_more_leaves_an_arrangement_and_nobody_is_in_it_twice(composing):
    anna, boris, cem, _dina = composing.candidates(4)
    stranger = uuid4()
    composing.programme.group([cem])
    found = composing.arrange([anna, cem, anna], [anna, boris, stranger])
    assert of_each_group(found) == [[anna], [boris]]
    assert found["gone_ids"] == [cem, stranger]


def test_somebody_of_whom_nothing_is_known_here_is_a_candidate_like_any_other(tx, composing):
    found = composing.candidates(4)
    on_people.person_erased(tx, {"person_id": found[0]})
    proposed = composing.compose(places=2)
    assert sorted(person for group in of_each_group(proposed) for person in group) == sorted(found)


def test_several_groups_are_formed_at_once(composing, announced):
    found = composing.candidates()
    first, second = composing.form(found[:6], found[6:11])
    groups = [composing.programme.read_group(group_id) for group_id in (first, second)]
    assert [(group["name"], group["places"], group["enrolled"]) for group in groups] == [
        ("Zuid 1", 16, 6),
        ("Zuid 2", 16, 5),
    ]
    assert [event["group_id"] for event in announced(contract.GroupFormed)] == [first, second]
    assert len(announced(contract.PersonEnrolled)) == 11
    assert composing.compose(count=1)["groups"][0]["person_ids"] == found[11:]


def test_all_of_them_are_formed_or_none(tx, composing):
    found = composing.candidates()
    composing.programme.group([found[5]], name="Before")
    with pytest.raises(Refusal) as refused:
        composing.form(found[:3], found[3:6])
    assert refused.value.code == "in_another_group"
    assert refused.value.details["person_ids"] == [str(found[5])]
    assert tx.scalar(select(func.count()).select_from(Group)) == 1
    assert tx.scalar(select(func.count()).select_from(Enrolment)) == 1


def test_only_candidates_are_formed_into_groups(composing):
    found, stranger = composing.candidates(2), uuid4()
    with pytest.raises(Refusal) as refused:
        composing.form([*found, stranger])
    assert (refused.value.code, refused.value.details) == ("not_candidates", {"person_ids": [str(stranger)]})


def test_nobody_is_formed_into_two_groups(composing):
    found = composing.candidates(4)
    with pytest.raises(Invalid) as refused:
        composing.form(found[:2], found[1:])
    assert refused.value.fields == {"groups": ["twice"]}


def test_more_than_sixteen_places_need_a_reason_and_who_is_too_many_waits(composing):
    found = composing.candidates(4)
    with pytest.raises(Invalid) as refused:
        composing.form(found, places=17)
    assert refused.value.fields == {"places_reason": ["reason_needed"]}
    [group_id] = composing.form(found, places=3)
    group = composing.programme.read_group(group_id)
    assert (group["enrolled"], group["waiting"]) == (3, 1)


class TestAWish:
    def test_is_kept_once_for_the_same_two_and_can_be_removed(self, composing):
        anna, boris = people(2)
        composing.wish(anna, boris)
        composing.wish(anna, boris, "not_with")
        composing.wish(boris, anna)
        kinds = {wish["person_id"]: wish["kind"] for wish in composing.wishes()}
        assert kinds == {anna: "not_with", boris: "with"}
        for _ in range(2):
            composing.unwish(anna, boris)
        assert [wish["person_id"] for wish in composing.wishes()] == [boris]

    def test_is_about_two_people(self, composing):
        [anna] = people(1)
        with pytest.raises(Invalid) as refused:
            composing.wish(anna, anna)
        assert refused.value.fields == {"other_id": ["same_person"]}

    def test_goes_with_either_of_them(self, tx, composing):
        anna, boris, cem = people(3)
        composing.wish(anna, boris)
        composing.wish(boris, cem)
        composing.wish(cem, anna)
        for _ in range(2):
            reactions.person_erased(tx, {"person_id": anna})
        assert [(wish["person_id"], wish["other_id"]) for wish in composing.wishes()] == [(boris, cem)]
        assert tx.scalar(select(func.count()).select_from(Wish)) == 1


def test_the_contract_names_what_the_rules_find():
    assert set(contract.FINDINGS) == {*BROKEN_RULES, *KEPT_RULES, *WISHES_FOUND, NO_GROUP_WITHOUT}
