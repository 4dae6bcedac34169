"""For how long one takes part, what one brings, and who sees what of it."""

import pytest

from tests.gateway.network.conftest import PROFILE

INTEREST = {"brings": ["listening"], "seeks": ["advice", "methods"], "interest": "Keeping the square a square"}


@pytest.fixture
def person(join):
    return join()


def test_who_joins_says_what_they_bring_and_for_how_long(invited, member):
    page = invited.open("/network/join")
    assert page.form().value("months") == "12"
    invited.send(page, expertise=["schools"], months="6", agreed="y", **INTEREST)
    seen = member.open(f"/network/members/{invited.id}").main
    assert "Brings A listening ear for colleagues" in seen
    assert "Looks for Advice in a difficult situation New ways of working" in seen
    assert "Keeping the square a square" in seen
    assert invited.api("GET", "/network/membership")["months"] == 6


def test_staying_takes_one_click(person):
    page = person.open("/network/membership")
    assert "You take part until" in page.main
    assert "/network/leave" in page.links
    assert "Good to have you with us." in person.send(page).main


def test_who_is_not_a_member_is_led_to_joining(invited):
    assert invited.open("/network/membership").path == "/network/join"


def test_a_profile_shows_what_it_is_allowed_to_show_and_says_what_not(person, member, coordinator):
    person.submit("/network/visibility", expertise="members", languages="nobody")
    page = person.open("/network/visibility")
    as_member, _heading, as_coordinator = page.main.partition("How a coordinator sees you")
    assert "Expertise Mediation" in as_member.partition("How another member sees you")[2]
    assert "Expertise Not shown" in as_coordinator
    for part in (as_member, as_coordinator):
        assert "Languages Not shown" in part
    seen = member.open(f"/network/members/{person.id}").main
    assert "Expertise Mediation" in seen
    assert "Languages Not shown" in seen
    assert person.name not in member.open("/network/members?language=nl&expertise=mediation").main
    found = coordinator.api("GET", "/network/members", per_page=200)["items"]
    line = next(each for each in found if each["person_id"] == str(person.id))
    assert (line["expertise"], line["languages"], line["brings"]) == (None, None, None)


def file_of_members(visitor, **wanted) -> str:
    return visitor.http.get(f"{visitor.url}/download/network.csv", params=wanted, timeout=30).text


def test_a_file_of_the_members_holds_no_more_than_the_list(person, member):
    person.api("PUT", "/network/profile", expertise=["faith"], area_ids=[], languages=["srn"])
    person.api("PATCH", "/network/visibility", languages="nobody")
    [line] = [row for row in file_of_members(member).splitlines() if person.name in row]
    assert "Faith communities" in line
    assert "Sranan" not in line
    assert person.name not in file_of_members(member, language="srn")


def test_the_same_by_the_api(person):
    own = person.api("GET", "/network/membership")
    assert (own["standing"], own["ending"]) == ("active", False)
    person.api("POST", "/network/membership/renewal", months=24)
    assert person.api("GET", "/network/membership")["months"] == 24
    person.api("PATCH", "/network/visibility", tree="members")
    seen = person.api("GET", "/network/visibility")
    assert seen["audiences"]["tree"] == "members"
    assert seen["as_member"]["expertise"] == PROFILE["expertise"]
