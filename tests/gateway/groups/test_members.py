from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest


@pytest.fixture
def full(groups):
    """A group of two, full; and somebody who attended an introduction too."""
    people = groups.people(3)
    groups.attended(people)
    group_id = groups.group(people[:2], places=2)
    return group_id, people


def test_a_person_gets_a_free_place(coordinator, groups):
    group_id = groups.group()
    person_id = groups.make.person("Nora Nieuwkomer", organisation="Jeugdzorg")
    page = coordinator.open(f"/groups/{group_id}/members/new", q="Nora Nieuw")
    assert "Nora Nieuwkomer" in page.main
    assert "Jeugdzorg" in page.main
    page = coordinator.send(page, person_id=person_id)
    assert "Nora Nieuwkomer has a place in the group." in page.main
    assert groups.members(group_id) == [person_id]


def test_who_attended_and_has_no_group_is_offered_first(coordinator, full):
    group_id, people = full
    page = coordinator.open(f"/groups/{group_id}/members/new")
    assert "Participant 003" in page.main
    assert f'value="{people[0]}"' not in page.html


def test_a_full_group_leaves_the_choice_of_the_waiting_list(coordinator, groups, full):
    group_id, people = full
    address = f"/groups/{group_id}/members/new"
    page = coordinator.submit(address, person_id=people[2])
    assert page.status == 409
    assert page.errors == ["All 2 places of this group are taken."]
    assert groups.members(group_id, "waiting") == []
    page = coordinator.send(page, address, or_wait="yes")
    assert "Participant 003 is on the waiting list, at number 1." in page.main
    assert groups.members(group_id, "waiting") == [people[2]]


def test_two_who_want_the_last_place_one_gets_it_and_the_other_a_message(coordinator, groups):
    people = groups.people(3)
    groups.attended(people)
    group_id = groups.group(people[:1], places=2)
    pages = [coordinator.open(f"/groups/{group_id}/members/new") for _ in people[1:]]
    with ThreadPoolExecutor() as pool:
        answers = list(
            pool.map(lambda pair: coordinator.send(pair[0], person_id=pair[1]), zip(pages, people[1:], strict=True))
        )
    assert sorted(answer.status for answer in answers) == [200, 409]
    refused = next(answer for answer in answers if answer.status == 409)
    assert refused.errors == ["All 2 places of this group are taken."]
    assert len(groups.members(group_id)) == 2
    assert groups.members(group_id, "waiting") == []


def test_nobody_chosen_is_said(coordinator, full):
    group_id, _people = full
    page = coordinator.submit(f"/groups/{group_id}/members/new")
    assert page.status == 422
    assert page.errors == ["Choose a person."]


def test_somebody_of_another_group_is_refused(coordinator, groups, full):
    _group_id, people = full
    other = groups.group(name="Other")
    page = coordinator.submit(f"/groups/{other}/members/new", person_id=people[0])
    assert page.status == 409
    assert page.errors == ["Somebody whom you chose is in another group of this programme already."]


def test_withdrawing_asks_first_and_says_who_moves_up(coordinator, groups):
    people = groups.people(3)
    groups.attended(people)
    group_id = groups.group(people, places=2)
    page = coordinator.open(f"/groups/{group_id}/members/{people[0]}/withdraw")
    assert "Do you want to withdraw Participant 001?" in page.main
    assert "Participant 003 is the first on the waiting list and gets the place." in page.main
    assert groups.members(group_id) == people[:2]
    page = coordinator.send(page)
    assert "Participant 001 has been withdrawn. Participant 003 comes from the waiting list" in page.main
    assert groups.members(group_id) == [people[1], people[2]]


def test_withdrawn_twice_is_withdrawn_once(coordinator, groups):
    people = groups.people(4)
    groups.attended(people)
    group_id = groups.group(people, places=2)
    page = coordinator.open(f"/groups/{group_id}/members/{people[0]}/withdraw")
    first, second = coordinator.send(page), coordinator.send(page)
    assert first.status == second.status == 200
    assert groups.members(group_id) == [people[1], people[2]]


def test_who_is_not_in_the_group_has_nothing_to_withdraw_from(coordinator, groups):
    group_id = groups.group()
    page = coordinator.open(f"/groups/{group_id}/members/{uuid4()}/withdraw")
    assert page.path == f"/groups/{group_id}"


def test_programs_enrol_and_withdraw_the_same(coordinator, trainer, groups):
    people = [str(person_id) for person_id in groups.people(4)]
    path = f"/groups/{groups.group(places=2, trainer_ids=[trainer.id])}"
    enrolled = coordinator.api("POST", f"{path}/members", person_ids=people[:3])
    assert enrolled == {"enrolled": 2, "waiting": 1, "already": 0}
    full = coordinator.api.try_("POST", f"{path}/places", person_id=people[3])
    assert (full.status_code, full.json()["code"]) == (409, "group_full")
    waits = coordinator.api("POST", f"{path}/places", person_id=people[3], or_wait=True)
    assert waits == {"state": "waiting", "position": 2}
    assert trainer.api.try_("DELETE", f"{path}/members/{people[0]}").status_code == 403
    assert coordinator.api("DELETE", f"{path}/members/{people[0]}") == {
        "promoted_id": people[2],
        "promoted_ids": [people[2]],
    }
    gone = coordinator.api.try_("DELETE", f"{path}/members/{people[0]}")
    assert (gone.status_code, gone.json()["code"]) == (409, "not_in_group")
