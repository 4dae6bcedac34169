"""A coordinator finds two records of one person, makes them one, and takes them apart again."""

from uuid import uuid4

import pytest

from tests.gateway.visiting import add_person
from tests.waiting import eventually


@pytest.fixture
def name():
    return f"Aaltje Dubbele {uuid4().hex[:8]}"


@pytest.fixture
def two(coordinator, name):
    return add_person(coordinator, name, level="street"), add_person(coordinator, name.upper(), sector="police")


def path(two):
    return f"/people/{two[0]}/merge/{two[1]}"


def test_records_that_may_be_one_are_listed_with_the_reason_until_somebody_says_they_are_two(coordinator, two, name):
    page = coordinator.open("/people/duplicates", q=name)
    assert any(set(map(str, two)) <= set(link.split("/")) for link in page.links), page.links
    assert "The same name" in page.main
    said = coordinator.submit(path(two), f"/people/{two[0]}/distinct/{two[1]}")
    assert "Remembered: these are two people." in said.main
    assert not any(set(map(str, two)) <= set(link.split("/")) for link in said.links)
    assert "Somebody said before that these are two people." in coordinator.open(path(two)).main


def test_each_field_is_chosen_and_what_one_lacks_is_taken_from_the_other(coordinator, two, name):
    one, other = map(str, two)
    page = coordinator.open(path(two))
    assert page.form().value("sector") == other
    assert page.form().value("level") == one
    merged = coordinator.send(page, keep=one, name=other)
    assert merged.path == f"/people/{one}"
    assert "The two records are one person now." in merged.main
    person = coordinator.api("GET", f"/people/{one}")
    assert (person["name"], person["sector"], person["level"]) == (name.upper(), "police", "street")
    assert coordinator.open(f"/people/{other}").path == f"/people/{one}"


def test_a_merge_is_undone_from_the_page_of_the_person(coordinator, two, name):
    one, other = map(str, two)
    page = coordinator.submit(path(two), keep=one)
    undo = next(link for link in page.links if link.endswith("/undo"))
    asked = coordinator.open(undo)
    assert "What was added or changed since the merge stays with" in asked.main
    assert "There are two people again" in coordinator.send(asked).main
    assert coordinator.api("GET", f"/people/{one}")["sector"] is None
    assert coordinator.api("GET", f"/people/{other}")["name"] == name.upper()


def test_what_was_compared_is_what_is_merged(coordinator, another_coordinator, two):
    page = coordinator.open(path(two))
    another_coordinator.submit(f"/people/{two[1]}/edit", organisation="Politie")
    refused = coordinator.send(page)
    assert refused.status == 409
    assert refused.errors == ["Somebody else changed this while you were working on it."]
    assert "Politie" in refused.main
    assert coordinator.send(refused).path.startswith("/people/")


def test_a_group_and_its_figures_follow_the_person(coordinator, running, two):
    one, other = map(str, two)
    group = {"name": f"Groep {one[:8]}", "places": 4, "person_ids": [other]}
    group_id = coordinator.api("POST", f"/programmes/{running.id}/groups", **group)["id"]
    coordinator.submit(path(two), keep=one)

    def members():
        return [member["person_id"] for member in coordinator.api("GET", f"/groups/{group_id}")["members"]]

    assert eventually(lambda: members() == [one], what="the place to be the kept person's")
    [merge] = coordinator.api("GET", "/people/merges", person_id=one)["merges"]
    coordinator.api("DELETE", f"/people/merges/{merge['id']}")
    assert eventually(lambda: members() == [other], what="the place to be the other's again")
