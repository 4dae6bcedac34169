"""Line managers and areas on the form of a person, and in the file of an import."""

from uuid import uuid4

import pytest

from tests.gateway.imports.test_imports import lines_of, upload
from tests.gateway.visiting import add_person


@pytest.fixture
def mark():
    return uuid4().hex[:8]


@pytest.fixture
def area(coordinator, mark):
    name = f"Wijk {mark}"
    return {"name": name, "id": coordinator.api("POST", "/areas", name=name)["id"]}


def test_a_line_manager_is_looked_for_and_chosen_without_losing_what_was_typed(coordinator, mark, area):
    manager_id = add_person(coordinator, f"Chef {mark}", organisation="Politie Zuid")
    email = f"{mark}@rotterdam.example"
    found = coordinator.submit("/people/new", name="Wijkagent", email=email, area_ids=[area["id"]], manager_q=mark)
    assert f"Chef {mark} Politie Zuid" in found.main
    assert found.form().value("name") == "Wijkagent"
    assert coordinator.api("GET", "/people", q=email)["total"] == 0
    person = coordinator.send(found, line_manager_id=manager_id)
    assert f"Line manager Chef {mark}" in person.main
    assert f"Areas {area['name']}" in person.main
    known = coordinator.api("GET", "/people", q=email)["items"][0]
    assert (known["line_manager_id"], known["area_ids"]) == (str(manager_id), [area["id"]])


def test_they_can_be_taken_away_again(coordinator, mark, area):
    manager_id = add_person(coordinator, f"Chef {mark}")
    person_id = add_person(coordinator, "Wijkagent", line_manager_id=str(manager_id), area_ids=[area["id"]])
    page = coordinator.open(f"/people/{person_id}/edit")
    assert page.form().value("line_manager_id") == str(manager_id)
    saved = coordinator.send(page, line_manager_id="", area_ids=[])
    assert "Line manager Not known" in saved.main
    assert "Areas Not known" in saved.main


def test_nobody_found_is_said(coordinator):
    page = coordinator.submit("/people/new", manager_q="zzzzzz")
    assert "Nobody found for “zzzzzz”." in page.main
    assert page.errors == []


def test_two_versions_of_a_person_say_who_leads_them(coordinator, mark, area):
    first, second = (add_person(coordinator, f"Chef {name} {mark}") for name in ("One", "Two"))
    person_id = add_person(coordinator, "Wijkagent")
    page = coordinator.open(f"/people/{person_id}/edit")
    person = coordinator.api("GET", f"/people/{person_id}")
    sent = {name: person[name] for name in ("name", "email", "version")}
    coordinator.api("PUT", f"/people/{person_id}", **sent, line_manager_id=str(first), area_ids=[area["id"]])
    conflict = coordinator.send(page, line_manager_id=second)
    assert conflict.status == 409
    assert f"Chef One {mark} Chef Two {mark}" in conflict.main
    assert area["name"] in conflict.main


def test_a_file_names_areas_and_the_address_of_the_line_manager(coordinator, mark, area):
    head = "Naam;E-mail;Wijken;Leidinggevende"
    lines = [f"Chef;chef@{mark}.example;;", f"Wijkagent;wijkagent@{mark}.example;{area['name']};chef@{mark}.example"]
    preview = upload(coordinator, "\n".join([head, *lines]).encode())
    assert f"{area['name']}, chef@{mark}.example" in lines_of(preview)
    coordinator.send(preview)
    people = {one["name"]: one for one in coordinator.api("GET", "/people", q=mark)["items"]}
    assert people["Wijkagent"]["line_manager_id"] == people["Chef"]["id"]
    assert people["Wijkagent"]["area_ids"] == [area["id"]]


def test_a_line_with_an_area_or_a_line_manager_that_is_not_known_is_told(coordinator, mark, area):
    head = "Naam;E-mail;Wijken;Leidinggevende"
    preview = upload(coordinator, f"{head}\nJan;jan@{mark}.example;Atlantis;nobody@{mark}.example".encode())
    assert "Areas “Atlantis”: Use one of these:" in preview.main
    assert area["name"] in preview.main
    assert "Nobody here has this address, and no line of the file" in preview.main
