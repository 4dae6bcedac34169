import pytest

from services.trainings.errors import GroupFull, NotInGroup
from shared.contracts import trainings as contract
from tests.integration.trainings.conftest import people


def states(programme, group_id):
    return {member["person_id"]: member["state"] for member in programme.read_group(group_id)["members"]}


def promoted(announced):
    return [event["person_id"] for event in announced(contract.PersonEnrolled) if event["promoted"]]


def test_people_enrolled_later_respect_the_places(programme):
    group_id = programme.group(people(1), places=3)
    newcomers = people(4)
    assert programme.enrol(group_id, newcomers) == {"enrolled": 2, "waiting": 2, "already": 0}
    assert programme.enrol(group_id, newcomers) == {"enrolled": 0, "waiting": 0, "already": 4}
    assert [states(programme, group_id)[person] for person in newcomers] == ["enrolled"] * 2 + ["waiting"] * 2


def test_the_last_place_is_taken_and_the_next_person_is_refused(programme, announced):
    group_id = programme.group(people(1), places=2)
    last, late = people(2)
    assert programme.take_place(group_id, last) == {"state": "enrolled", "position": None}
    with pytest.raises(GroupFull) as refused:
        programme.take_place(group_id, late)
    assert refused.value.details == {"places": 2}
    assert late not in states(programme, group_id)
    assert announced(contract.PersonWaitlisted) == []


def test_who_would_rather_wait_gets_a_position(programme):
    group_id = programme.group(people(2), places=2)
    first, second = people(2)
    assert programme.take_place(group_id, first, or_wait=True) == {"state": "waiting", "position": 1}
    assert programme.take_place(group_id, second, or_wait=True) == {"state": "waiting", "position": 2}


def test_taking_a_place_twice_takes_one(programme, announced):
    enrolled, waiting = people(2)
    group_id = programme.group([enrolled, *people(1), waiting], places=2)
    before = len(announced(contract.PersonEnrolled))
    assert programme.take_place(group_id, enrolled) == {"state": "enrolled", "position": None}
    assert programme.take_place(group_id, waiting) == {"state": "waiting", "position": 1}
    assert len(announced(contract.PersonEnrolled)) == before


def test_a_place_that_frees_goes_to_who_waited_longest(programme, announced):
    leaves, stays, first, second = people(4)
    group_id = programme.group([leaves, stays, first, second], places=2)
    assert programme.withdraw(group_id, leaves) == {"promoted_id": first, "promoted_ids": [first]}
    assert states(programme, group_id) == {stays: "enrolled", first: "enrolled", second: "waiting"}
    assert [event["person_id"] for event in announced(contract.PersonWithdrawn)] == [leaves]
    assert promoted(announced) == [first]


def test_who_leaves_the_waiting_list_frees_no_place(programme, announced):
    leaves, stays = people(2)
    group_id = programme.group([*people(2), leaves, stays], places=2)
    assert programme.withdraw(group_id, leaves) == {"promoted_id": None, "promoted_ids": []}
    assert states(programme, group_id)[stays] == "waiting"
    assert promoted(announced) == []


def test_without_a_waiting_list_nobody_is_promoted(programme):
    [person] = people(1)
    assert programme.withdraw(programme.group([person]), person) == {"promoted_id": None, "promoted_ids": []}


def test_who_is_not_in_the_group_can_not_leave_it(programme):
    group_id = programme.group(people(1))
    with pytest.raises(NotInGroup):
        programme.withdraw(group_id, people(1)[0])


def test_who_left_comes_back_at_the_end_of_the_line(programme):
    returns, stays, waits = people(3)
    group_id = programme.group([returns, stays, waits], places=2)
    programme.withdraw(group_id, returns)
    assert programme.take_place(group_id, returns, or_wait=True) == {"state": "waiting", "position": 1}


def test_who_left_a_group_may_join_another(programme):
    [person] = people(1)
    programme.withdraw(programme.group([person]), person)
    assert programme.take_place(programme.group(), person)["state"] == "enrolled"
