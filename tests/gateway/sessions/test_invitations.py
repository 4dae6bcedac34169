from uuid import uuid4

import pytest


@pytest.fixture
def session_id(sessions):
    return sessions.introduction()


@pytest.fixture
def address(session_id) -> str:
    return f"/sessions/{session_id}/invite"


def test_the_chosen_people_are_invited(coordinator, sessions, session_id, address):
    chosen = sessions.people(2, organisation="Jongerenwerk Zuid")
    page = coordinator.send(coordinator.open(address, q="Jongerenwerk"), address, person_ids=chosen)
    assert page.path == f"/sessions/{session_id}"
    assert "2 people have been invited." in page.main
    assert set(sessions.states(session_id)) == set(chosen)


def test_who_is_invited_is_shown_as_such_and_can_not_be_chosen_again(coordinator, sessions, session_id, address):
    organisation = f"Wijkraad {uuid4().hex[:6]}"
    first, second = sessions.people(2, organisation=organisation)
    coordinator.send(coordinator.open(address), address, person_ids=[first])
    page = coordinator.open(address, q=organisation)
    assert "1 person invited so far" in page.main
    assert "Invited Participant 001" in page.main
    assert f'value="{second}"' in page.html
    assert f'value="{first}"' not in page.html


def test_all_who_match_are_invited_over_all_pages(coordinator, sessions, session_id, address):
    organisation = f"Stadsbeheer {uuid4().hex[:6]}"
    everybody = sessions.people(52, organisation=organisation, sector="public_service")
    page = coordinator.open(address, q=organisation, sector="public_service")
    assert "Invite all 52 who match" in page.main
    assert "Participant 052" not in page.main
    page = coordinator.send(page, address, everybody="yes")
    assert "52 people have been invited." in page.main
    assert set(sessions.states(session_id)) == set(everybody)


def test_who_was_invited_already_is_not_counted_again(coordinator, sessions, session_id, address):
    organisation = f"Politie {uuid4().hex[:6]}"
    first, _second = sessions.people(2, organisation=organisation)
    coordinator.send(coordinator.open(address), address, person_ids=[first])
    page = coordinator.open(address, q=organisation)
    assert (
        "1 person has been invited; the others had been already."
        in coordinator.send(page, address, everybody="yes").main
    )
    page = coordinator.open(address, q=organisation)
    assert "Everybody whom you chose had been invited already." in coordinator.send(page, address, everybody="yes").main


def test_nobody_chosen_is_said_and_the_filter_stays(coordinator, sessions, address):
    organisation = f"Woonbron {uuid4().hex[:6]}"
    sessions.people(1, organisation=organisation)
    page = coordinator.send(coordinator.open(address, q=organisation), address)
    assert page.status == 422
    assert page.errors == ["Choose at least one person."]
    assert "1 person matches." in page.main


def test_a_filter_that_finds_nobody_says_so(coordinator, address):
    assert "Nobody matches" in coordinator.open(address, q="zzz-nobody").main


def test_only_the_coordinators_of_the_programme_invite(another_coordinator, trainer, address):
    assert another_coordinator.open(address).status == 403
    assert trainer.open(address).status == 403


def test_programs_invite_the_same(coordinator, trainer, sessions, session_id):
    chosen = [str(person_id) for person_id in sessions.people(2)]
    path = f"/sessions/{session_id}/invitations"
    assert coordinator.api("POST", path, person_ids=chosen) == {"invited": 2, "already": 0}
    assert coordinator.api("POST", path, person_ids=chosen) == {"invited": 0, "already": 2}
    assert trainer.api.try_("POST", path, person_ids=chosen).status_code == 403
