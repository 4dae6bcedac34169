"""The people behind a programme: policy level, street level, coordinators."""

from uuid import uuid4

import pytest

from shared.contracts import identity
from tests.gateway.running_programme import Maker
from tests.gateway.visiting import Visitor
from tests.waiting import eventually


def person(by: Visitor, city, name: str, **more) -> str:
    return str(Maker(city, by.id).person(name, **more))


@pytest.fixture
def programme(coordinator) -> str:
    return "/programmes/" + coordinator.api("POST", "/programmes")["id"]


def kept(by: Visitor, programme: str, field: str) -> list[str]:
    return by.api("GET", programme)[field]


@pytest.mark.parametrize(
    ("people", "field"), [("policy-level", "decision_maker_ids"), ("street-level", "street_level_ids")]
)
def test_people_are_found_added_and_removed(coordinator, city, programme, people, field):
    name = f"Amal Visser {uuid4().hex[:6]}"
    person_id = person(coordinator, city, name, organisation="Stadsbeheer", sector="police")
    page = coordinator.open(f"{programme}/{people}", q=name[-6:])
    assert f"{name} Stadsbeheer, Police" in page.main
    page = coordinator.send(page, person_id=person_id)
    assert f"{name} has been added." in page.main
    assert kept(coordinator, programme, field) == [person_id]
    page = coordinator.send(page, f"{programme}/{people}/remove", person_id=person_id)
    assert f"{name} has been removed from the list." in page.main
    assert kept(coordinator, programme, field) == []


def test_people_of_the_level_are_suggested_before_any_search(coordinator, city, programme):
    name = f"Aad Aaldering {uuid4().hex[:6]}"
    person(coordinator, city, f"A {name}", level="policy")
    assert name in coordinator.open(f"{programme}/policy-level").main
    assert name not in coordinator.open(f"{programme}/street-level").main


def test_who_is_in_the_list_already_is_not_suggested_again_and_found_as_such(coordinator, city, programme):
    name = f"Aaron Aalders {uuid4().hex[:6]}"
    person_id = person(coordinator, city, name, level="street")
    coordinator.send(coordinator.open(f"{programme}/street-level", q=name), person_id=person_id)
    assert coordinator.open(f"{programme}/street-level").main.count(name) == len(["in the list", "beside Remove"])
    assert f"{name} In the list already" in coordinator.open(f"{programme}/street-level", q=name).main


def test_adding_somebody_twice_adds_them_once(coordinator, city, programme):
    name = f"Bo de Wit {uuid4().hex[:6]}"
    person_id = person(coordinator, city, name)
    page = coordinator.open(f"{programme}/street-level", q=name)
    assert coordinator.send(page, person_id=person_id).status == 200
    assert coordinator.send(page, person_id=person_id).status == 200
    assert kept(coordinator, programme, "street_level_ids") == [person_id]


def test_two_people_added_from_two_windows_are_both_kept(coordinator, city, programme):
    names = [f"{first} Kaya {uuid4().hex[:6]}" for first in ("Can", "Eda")]
    ids = [person(coordinator, city, name) for name in names]
    windows = [coordinator.open(f"{programme}/street-level", q=name) for name in names]
    for window, person_id in zip(windows, ids, strict=True):
        coordinator.send(window, person_id=person_id)
    assert kept(coordinator, programme, "street_level_ids") == ids


@pytest.mark.parametrize("typed", [{}, {"person_id": "somebody"}])
@pytest.mark.parametrize("people", ["street-level", "coordinators"])
def test_without_a_choice_one_is_asked_to_choose(coordinator, another_coordinator, programme, people, typed):
    page = coordinator.open(f"{programme}/{people}", q="C")
    page = coordinator.send(page, **{"person_id": None, **typed})
    assert page.status == 422
    assert page.errors == ["Choose a person"]
    assert "#person_id" in page.links


def test_nobody_found_is_said_with_a_way_to_add_them(coordinator, programme):
    page = coordinator.open(f"{programme}/street-level", q="Nobody of that name")
    assert "Nobody found for “Nobody of that name”" in page.main
    assert "/people/new" in page.links


def test_after_the_policy_level_comes_the_street_level_and_then_the_check(coordinator, programme):
    assert f"{programme}/street-level" in coordinator.open(f"{programme}/policy-level").links
    assert f"{programme}/check" in coordinator.open(f"{programme}/street-level").links


def test_a_second_coordinator_may_do_everything(coordinator, another_coordinator, programme):
    assert another_coordinator.open(f"{programme}/name").status == 403
    page = coordinator.open(f"{programme}/coordinators", q=another_coordinator.name)
    page = coordinator.send(page, person_id=another_coordinator.id)
    assert f"{another_coordinator.name} has been added." in page.main
    assert another_coordinator.submit(f"{programme}/name", name="Ours").path == f"{programme}/reason"


def test_only_people_with_the_role_are_offered_as_coordinators(coordinator, trainer, another_coordinator, programme):
    assert f"Nobody found for “{trainer.name}”" in coordinator.open(f"{programme}/coordinators", q=trainer.name).main
    found = coordinator.open(f"{programme}/coordinators", q=another_coordinator.name)
    assert another_coordinator.name in found.main


def test_the_last_coordinator_stays(coordinator, programme):
    page = coordinator.submit(f"{programme}/coordinators", f"{programme}/coordinators/remove")
    assert "A programme always needs a coordinator. Add another one first." in page.main
    assert kept(coordinator, programme, "coordinator_ids") == [str(coordinator.id)]


def test_who_leaves_a_programme_does_not_see_it_any_more(sign_in, another_coordinator):
    leaver = sign_in("coordinator", name="Lies Leaver")
    programme = "/programmes/" + leaver.api("POST", "/programmes")["id"]
    leaver.api("POST", f"{programme}/coordinators", person_id=str(another_coordinator.id))
    page = leaver.send(
        leaver.open(f"{programme}/coordinators"), f"{programme}/coordinators/remove", person_id=leaver.id
    )
    assert page.path == "/programmes"
    assert "No programme yet" in page.main
    assert leaver.open(f"{programme}/name").status == 403


def test_a_coordinator_of_another_programme_adds_and_removes_nobody(coordinator, another_coordinator, programme):
    token = another_coordinator.open("/programmes").form("/programmes").value("csrf_token")
    for path in (f"{programme}/street-level", f"{programme}/coordinators", f"{programme}/coordinators/remove"):
        form = {"csrf_token": token, "person_id": str(another_coordinator.id), "idempotency_key": str(uuid4())}
        answer = another_coordinator.http.post(another_coordinator.url + path, data=form, timeout=15)
        assert answer.status_code == 403
    assert kept(coordinator, programme, "coordinator_ids") == [str(coordinator.id)]


def test_somebody_who_was_erased_is_gone_from_the_list(coordinator, city, programme):
    name = f"Gea Gone {uuid4().hex[:6]}"
    person_id = person(coordinator, city, name)
    coordinator.api("PUT", programme, street_level_ids=[person_id])
    assert name in coordinator.open(f"{programme}/street-level").main
    Maker(city, coordinator.id)(identity.erase_person, person_id=person_id)
    assert name not in coordinator.open(f"{programme}/street-level").main
    eventually(lambda: kept(coordinator, programme, "street_level_ids") == [], what="the programme to forget them")
