"""Somebody without an account registers on a page, or by the API, and confirms by mail."""

from tests.gateway.records import new_address
from tests.gateway.ways_in.conftest import somebody
from tests.waiting import eventually


def test_a_visitor_registers_on_an_open_call_and_gets_a_place(city, anybody, door):
    group_id = door.group(places=2, name="Evening group")
    door.make.session(group_id, "training_day", door.in_a_month())
    code = door.opened(group_id, about="For everybody who works in Zuid.")
    calls = anybody.open("/courses")
    assert f"/courses/{code}" in calls.links
    assert "Evening group" in calls.main
    assert "2 of 2" in calls.main
    assert "Library" in calls.main
    person = somebody()
    sent = anybody.submit(f"/courses/{code}", **person)
    assert "A place is held for you for 48 hours." in sent.main
    entrant = door.entrant(group_id, person["email"])
    assert (entrant["state"], entrant["way"]) == ("held", "open_call")
    own = door.link(group_id, entrant["person_id"])
    place = anybody.send(anybody.open(own), own)
    assert "You have a place in this group." in place.main
    assert door.entrant(group_id, person["email"])["state"] == "enrolled"


def test_who_comes_to_a_full_group_waits_at_a_number_and_leaves_by_the_link(anybody, door):
    group_id = door.group(*door.people(2), places=2)
    code = door.opened(group_id)
    page = anybody.open(f"/courses/{code}")
    assert "You come first on the waiting list." in page.main
    person = somebody()
    assert "at number 1 as it looks now" in anybody.send(page, **person).main
    own = door.link(group_id, door.entrant(group_id, person["email"])["person_id"])
    assert "You are at number 1 of the waiting list." in anybody.send(anybody.open(own), own).main
    left = anybody.submit(f"{own}/leave")
    assert "You gave up your place, or left the waiting list." in left.main
    assert len(door.entrants(group_id)) == 2


def test_a_known_address_gets_the_same_answer_and_stays_as_it_was(city, anybody, any_program, door, coordinator):
    code = door.opened(door.group())
    known = coordinator.api("POST", "/people", name="Known Karin", email=new_address())
    karin = coordinator.api("GET", f"/people/{known['id']}")
    answers = [
        any_program("POST", f"/courses/{code}/registrations", name="Nora", email=email)
        for email in (karin["email"], new_address())
    ]
    assert [set(answer) for answer in answers] == [{"state", "position", "until"}] * 2
    assert [answer["state"] for answer in answers] == ["held"] * 2
    assert coordinator.api("GET", f"/people/{known['id']}") == karin


def test_who_has_not_confirmed_stands_in_no_list(any_program, door, coordinator, city):
    group_id = door.group()
    code = door.opened(group_id)
    person = {"name": "Ongeziene Olga", "email": new_address()}
    any_program("POST", f"/courses/{code}/registrations", **person)
    assert coordinator.api("GET", "/people", q="Ongeziene")["items"] == []
    own = door.link(group_id, door.entrant(group_id, person["email"])["person_id"])
    any_program("PUT", "/place", token=own.removeprefix("/place/"))

    def listed():
        return coordinator.api("GET", "/people", q="Ongeziene")["items"]

    assert eventually(listed, what="the person to be listed")[0]["email"] == person["email"]


def test_what_is_wrong_is_said_at_its_field(anybody, door):
    code = door.opened(door.group())
    page = anybody.submit(f"/courses/{code}", name="", email="no address")
    assert page.status == 422
    assert page.errors == ["Fill this in", "Enter an e-mail address, such as name@organisation.example"]


def test_a_closed_registration_says_so(anybody, any_program, door):
    group_id = door.group()
    code = door.opened(group_id)
    page = anybody.open(f"/courses/{code}")
    door.opened(group_id, open=False)
    assert anybody.send(page, **somebody()).errors == ["Registration is closed."]
    assert "Registration is closed." in anybody.open(f"/courses/{code}").main
    refused = any_program.try_("POST", f"/courses/{code}/registrations", name="Nora", email=new_address())
    assert (refused.status_code, refused.json()["code"]) == (409, "registration_closed")


def test_nobody_is_added_without_a_valid_code(city, any_program):
    refused = any_program.try_("POST", "/courses/BCDF2345/registrations", name="Nora", email=new_address())
    assert refused.status_code == 404
    assert any_program.try_("POST", "/people", name="Nora", email=new_address()).status_code == 401


def test_one_address_can_not_be_written_to_without_end(any_program, door):
    code = door.opened(door.group())
    person = {"name": "Nora", "email": new_address()}
    answers = [any_program.try_("POST", f"/courses/{code}/registrations", **person) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [201] * 5 + [429]


def test_the_coordinator_opens_a_group_and_prints_the_link(coordinator, anybody, door):
    group_id = door.group()
    page = coordinator.open(f"/ways-in/{group_id}")
    assert "Nobody: people are invited" in page.main
    typed = {"way": "link", "language": "nl", "about": "About the middle."}
    page = coordinator.submit(f"/ways-in/{group_id}/registration", **typed)
    assert "Who has the link" in page.main
    [poster] = [link for link in page.links if link.endswith("/poster")]
    printed = anybody.open(poster)
    assert "About the middle." in printed.main
    assert anybody.open(poster.replace("poster", "code.svg")).answer.headers["Content-Type"].startswith("image/svg")
    assert poster.removesuffix("/poster") not in anybody.open("/courses").links
    page = coordinator.submit(f"/ways-in/{group_id}/registration", way="closed")
    assert "Nobody: people are invited" in page.main


def test_an_introduction_is_registered_for_too(anybody, door):
    introduction_id = door.make.introduction(door.programme_id, door.in_a_month(), "An open introduction")
    code = door.opened(introduction_id, places=1)
    person = somebody()
    anybody.submit(f"/courses/{code}", **person)
    own = door.link(introduction_id, door.entrant(introduction_id, person["email"])["person_id"])
    assert "You are registered for this introduction." in anybody.send(anybody.open(own), own).main
    assert "All places of this introduction are taken." in anybody.open(f"/courses/{code}").main
