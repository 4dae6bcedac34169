from uuid import uuid4

import pytest


@pytest.fixture
def address(groups) -> str:
    return f"/programmes/{groups.programme_id}/groups/new"


def test_who_attended_an_introduction_can_be_chosen(coordinator, groups, address):
    people = groups.people(3, sector="police", level="street", organisation="Politie Rotterdam")
    groups.attended(people[:2])
    page = coordinator.open(address)
    assert "2 people attended an introduction and are in no group yet." in page.main
    assert "Participant 001 Politie Rotterdam Police Street level" in page.main
    assert "Participant 003" not in page.main


def test_a_group_is_formed_from_the_chosen(coordinator, groups, address, trainer):
    people = groups.people(3)
    groups.attended(people)
    page = coordinator.submit(
        address, name="Group East", person_ids=people[:2], trainer_ids=[trainer.id], is_complete="yes"
    )
    assert "The group has been formed: 2 people have a place." in page.main
    assert f"Trainers {trainer.name}" in page.main
    group = groups.formed()[0]
    assert page.path == f"/groups/{group['id']}"
    assert (group["name"], group["places"], group["trainer_ids"]) == ("Group East", 16, [trainer.id])
    assert groups.members(group["id"]) == people[:2]
    overview = coordinator.open(f"/programmes/{groups.programme_id}/groups")
    assert "1 person attended an introduction and is in no group yet." in overview.main
    assert "Group East 2/16 14 free" in overview.main


def test_sent_twice_it_is_formed_once(coordinator, groups, address):
    page = coordinator.open(address)
    first = coordinator.send(page, name="Once", is_complete="yes")
    assert coordinator.send(page, name="Once", is_complete="yes").path == first.path
    assert len(groups.formed()) == 1


def test_more_people_than_places_is_said_before_and_after(coordinator, groups, address):
    people = groups.people(4)
    groups.attended(people)
    typed = {"name": "Small", "size": "other", "places": "2", "person_ids": people, "is_complete": "yes"}
    page = coordinator.submit(address, **typed)
    assert "More people than places" in page.main
    assert "2 people go to the waiting list." in page.main
    assert groups.formed() == []
    page = coordinator.send(page, is_complete="yes")
    assert "2 people have a place. 2 people are on the waiting list." in page.main
    group_id = groups.formed()[0]["id"]
    assert groups.members(group_id) == people[:2]
    assert groups.members(group_id, "waiting") == people[2:]


def test_a_warning_about_another_number_does_not_count(coordinator, groups, address):
    people = groups.people(4)
    groups.attended(people)
    typed = {"name": "Small", "size": "other", "places": "3", "person_ids": people, "is_complete": "yes"}
    page = coordinator.submit(address, **typed)
    again = coordinator.send(page, places="2", is_complete="yes")
    assert "2 people go to the waiting list." in again.main
    assert groups.formed() == []


def test_more_than_sixteen_places_need_a_reason(coordinator, groups, address):
    typed = {"name": "Large", "size": "other", "places": "20", "is_complete": "yes"}
    page = coordinator.submit(address, **typed)
    assert page.status == 422
    assert page.errors == ["Say why the group needs more places"]
    assert page.form().value("places") == "20"
    page = coordinator.send(page, places_reason="Two schools at once.", is_complete="yes")
    assert "Why more than 16? Two schools at once." in page.main
    assert groups.formed()[0]["places"] == 20


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"name": ""}, "Fill this in"),
        ({"name": "G", "size": "other", "places": "many"}, "Enter a whole number"),
        ({"name": "G", "size": "other", "places": "1"}, "Enter a number of at least 2"),
        ({"name": "G", "size": "other", "places": "41"}, "Enter a number of at most 40"),
    ],
)
def test_what_is_wrong_is_said_and_the_chosen_stay_chosen(coordinator, groups, address, typed, complaint):
    people = groups.people(1)
    groups.attended(people)
    page = coordinator.submit(address, **typed, person_ids=people, is_complete="yes")
    assert page.status == 422
    assert page.errors == [complaint]
    assert page.form().value("person_ids") == str(people[0])
    assert groups.formed() == []


def test_a_filter_keeps_the_chosen_in_sight_and_the_rest_as_typed(coordinator, groups, address):
    police = groups.people(2, sector="police", level="street")
    housing = groups.people(1, first=3, sector="housing", level="policy")
    groups.attended(police + housing)
    page = coordinator.submit(address, name="Mixed", person_ids=[police[0]], sector="housing", filter="yes")
    assert "Participant 001" in page.main
    assert "Participant 002" not in page.main
    assert "Participant 003" in page.main
    assert page.form().value("name") == "Mixed"
    assert page.form().value("person_ids") == str(police[0])
    page = coordinator.send(page, person_ids=[police[0], housing[0]], sector="", filter="yes")
    assert "Chosen for this group 2/16 14 free" in page.main
    assert "Police: 1, Housing: 1" in page.main
    assert "Street level: 1, Policy level: 1" in page.main
    assert groups.formed() == []


def test_somebody_who_is_in_another_group_by_now_is_refused(coordinator, groups, address):
    people = groups.people(2)
    groups.attended(people)
    page = coordinator.open(address)
    groups.group([people[0]], name="First")
    refused = coordinator.send(page, name="Second", person_ids=people, is_complete="yes")
    assert refused.status == 409
    assert refused.errors == ["Somebody whom you chose is in another group of this programme already."]
    assert coordinator.send(refused, is_complete="yes").status == 200
    assert {group["name"]: group["enrolled"] for group in groups.formed()} == {"First": 1, "Second": 1}


def test_only_coordinators_of_the_programme_form_groups(another_coordinator, trainer, groups, address):
    assert another_coordinator.open(address).status == 403
    assert trainer.open(address).status == 403
    assert another_coordinator.open(f"/programmes/{groups.programme_id}/groups").status == 403
    assert another_coordinator.open(f"/programmes/{uuid4()}/groups/new").status == 404


def test_programs_form_the_same(coordinator, trainer, groups):
    people = groups.people(3)
    groups.attended(people)
    path = f"/programmes/{groups.programme_id}"
    assert set(coordinator.api("GET", f"{path}/candidates")["person_ids"]) == {str(each) for each in people}
    asked = {"name": "By a program", "places": 2, "person_ids": [str(each) for each in people]}
    key = str(uuid4())
    first = coordinator.api.try_("POST", f"{path}/groups", key=key, **asked)
    second = coordinator.api.try_("POST", f"{path}/groups", key=key, **asked)
    assert (first.status_code, first.json()) == (201, second.json())
    other = coordinator.api.try_("POST", f"{path}/groups", key=key, **asked | {"name": "Another"})
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    group = coordinator.api("GET", f"/groups/{first.json()['id']}")
    assert (group["enrolled"], group["waiting"]) == (2, 1)
    assert trainer.api.try_("POST", f"{path}/groups", **asked).status_code == 403
