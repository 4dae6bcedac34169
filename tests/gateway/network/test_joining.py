from uuid import uuid4

import pytest

from tests.gateway.network.conftest import PROFILE


@pytest.fixture(scope="session")
def area(coordinator) -> dict:
    name = f"Bloemhof {uuid4().hex[:6]}"
    return {"id": coordinator.api("POST", "/areas", name=name)["id"], "name": name}


def in_menu(page) -> bool:
    return "/network" in page.links


# joining


def test_who_is_invited_reads_what_joining_means_and_chooses_for_themselves(invited):
    page = invited.open("/network/join")
    assert page.status == 200
    assert "Everybody in the network sees your name, your organisation and what you fill in here." in page.main
    assert "You can leave at any time, without giving a reason." in page.main
    assert page.form().value("agreed") is None
    assert page.form().value("languages") == "en"


def test_who_joins_is_at_once_on_the_board_and_finds_it_in_the_menu(invited, area):
    assert not in_menu(invited.open("/"))
    page = invited.submit(
        "/network/join", expertise=["schools", "youth"], area_ids=[area["id"]], languages=["nl", "tr"], agreed="y"
    )
    assert (page.status, page.path) == (200, "/network")
    assert "Welcome to the network." in page.main
    assert in_menu(page)
    profile = invited.api("GET", f"/network/members/{invited.id}")
    assert profile["expertise"] == ["schools", "youth"]
    assert (profile["area_ids"], profile["languages"]) == ([area["id"]], ["nl", "tr"])


def test_nobody_joins_without_agreeing_and_what_was_filled_in_stays(invited):
    page = invited.submit("/network/join", expertise=["schools"], languages=["nl", "pap"])
    assert page.status == 422
    assert page.errors == ["Tick this if you want to join"]
    ticked = [value for _name, value in page.form().values]
    assert {"schools", "nl", "pap"} <= set(ticked)
    assert invited.api("GET", "/network/invitation") == {"state": "open", "member": False}


def test_colleagues_must_be_able_to_ask_something(invited):
    page = invited.submit("/network/join", agreed="y", languages=None)
    assert page.status == 422
    assert page.errors == ["Fill this in"]
    assert page.form().value("agreed") == "y"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [({"expertise": ["astrology"]}, "Choose one of the options"), ({"area_ids": ["nowhere"]}, "This is not known")],
)
def test_what_was_not_offered_is_refused(invited, typed, sentence):
    page = invited.submit("/network/join", **{"expertise": ["schools"], "agreed": "y", **typed})
    assert page.status == 422
    assert page.errors == [sentence]


def test_joining_twice_with_the_same_form_joins_once(invited):
    page = invited.open("/network/join")
    for _ in range(2):
        joined = invited.send(page, expertise=["schools"], agreed="y")
        assert joined.path == "/network"
    assert invited.api("GET", "/network/invitation") == {"state": "accepted", "member": True}


def test_joining_in_another_window_meanwhile_is_said(invited):
    page = invited.open("/network/join")
    invited.api("PUT", "/network/membership", agreed=True, **PROFILE)
    again = invited.send(page, expertise=["schools"], agreed="y")
    assert again.status == 409
    assert again.errors == ["You are in the network already."]


def test_a_member_who_follows_the_invitation_again_comes_to_the_board(member):
    assert member.open("/network/join").path == "/network"


def test_who_is_not_invited_learns_kindly_how_the_network_is_joined(stranger):
    page = stranger.open("/network/join")
    assert page.status == 200
    assert "You are invited when you have completed both parts of the course" in page.main
    assert [form.action for form in page.forms] == ["/search", "/sign-out"]
    assert stranger.api("GET", "/network/invitation") == {"state": "none", "member": False}


def test_nobody_joins_uninvited(stranger):
    assert stranger.api.try_("PUT", "/network/membership", agreed=True, **PROFILE).json()["code"] == "not_invited"
    assert stranger.api.try_("DELETE", "/network/invitation").status_code == 403


# declining


def test_declining_takes_one_step_and_joining_stays_possible(invited):
    page = invited.submit("/network/join", "/network/decline")
    assert page.path == "/network/join"
    assert "That is noted. Nobody will ask you again." in page.main
    assert "/network/decline" not in [form.action for form in page.forms]
    assert invited.api("GET", "/network/invitation")["state"] == "declined"
    assert invited.send(page, expertise=["schools"], agreed="y").path == "/network"


# the profile


def test_a_member_changes_their_profile(join, area):
    person = join(expertise=["schools"], languages=["nl"])
    page = person.open("/network/profile")
    assert {("expertise", "schools"), ("languages", "nl")} <= set(page.form().values)
    page = person.send(page, expertise=["crisis"], area_ids=[area["id"]], languages=None)
    assert page.path == f"/network/members/{person.id}"
    assert "Your profile has been changed." in page.main
    assert f"Expertise Crisis and incidents Areas {area['name']} Languages None named" in page.main


def test_a_profile_without_expertise_is_refused(join):
    person = join()
    page = person.submit("/network/profile", expertise=None)
    assert page.status == 422
    assert page.errors == ["Fill this in"]
    assert person.api("GET", f"/network/members/{person.id}")["expertise"] == PROFILE["expertise"]


# leaving


def test_leaving_takes_a_confirmation_and_no_reason(join, member):
    person = join()
    post = person.api("POST", "/network/posts", kind="experience", title="I was here", text="And learned a lot.")
    own = person.open(f"/network/members/{person.id}")
    assert "/network/leave" in own.links
    page = person.open("/network/leave")
    assert "What you wrote on the board stays there, with your name." in page.main
    page = person.send(page)
    assert page.path == "/"
    assert "You have left the network." in page.main
    assert not in_menu(page)
    assert person.open("/network").path == "/network/join"
    assert member.open(f"/network/members/{person.id}").status == 404
    assert person.name in member.open(f"/network/posts/{post['id']}").main


def test_who_has_left_may_come_back(join):
    person = join()
    person.submit("/network/leave")
    page = person.submit("/network/join", expertise=["schools"], agreed="y")
    assert page.path == "/network"
    assert in_menu(page)


def test_leaving_twice_with_the_same_form_leaves_once(join):
    person = join()
    page = person.open("/network/leave")
    for _ in range(2):
        assert person.send(page).path == "/"
    assert person.api.try_("DELETE", "/network/membership").json()["code"] == "not_a_member"


# members


def test_members_are_found_by_expertise_area_and_language(join, member, area):
    wanted = join(expertise=["faith", "housing"], area_ids=[area["id"]], languages=["pap", "srn"])
    other = join(expertise=["housing"], languages=["fi"])
    everybody = member.open("/network/members").main
    assert wanted.name in everybody
    assert other.name in everybody
    for query in ("expertise=faith", f"area_id={area['id']}", "language=srn", "expertise=housing&language=pap"):
        page = member.open(f"/network/members?{query}")
        assert f"{wanted.name} Faith communities, Housing {area['name']} Papiamento, Sranan Tongo" in page.main, query
        assert other.name not in page.main, query
    assert "No member fits this filter." in member.open("/network/members?expertise=faith&language=fi").main


@pytest.mark.parametrize("nonsense", ["expertise=astrology", "area_id=nowhere", "language=xx", "page=0"])
def test_a_filter_that_does_not_exist_filters_nobody(member, nonsense):
    assert member.name in member.open(f"/network/members?{nonsense}").main


def test_a_member_reads_the_profile_of_another(member, join):
    other = join(expertise=["strategy"], languages=["tr"])
    page = member.open(f"/network/members/{other.id}")
    assert page.title.startswith(other.name)
    assert "Expertise Strategy Areas None named Languages Turkish" in page.main
    assert "/network/profile" not in page.links
    assert "/network/leave" not in page.links


def test_a_coordinator_sees_who_is_in_the_network_and_no_more(member, coordinator):
    page = coordinator.open("/network/members")
    assert page.status == 200
    assert member.name in page.main + coordinator.open("/network/members?page=2").main
    assert not [link for link in page.links if link.startswith("/network/members/")]
    assert coordinator.open(f"/network/members/{member.id}").status == 403
    found = coordinator.api("GET", "/network/members", per_page=200)["items"]
    assert str(member.id) in [each["person_id"] for each in found]


def test_a_coordinator_who_is_invited_is_told_so(invite, operator):
    person = invite()
    operator.api("PUT", f"/people/{person.id}/roles/coordinator")
    page = person.open("/network")
    assert page.path == "/network/members"
    assert "You are invited to the network" in page.main
    assert "/network/join" in page.links


def test_who_is_not_a_member_does_not_see_the_members(stranger, invited, member):
    for visitor in (stranger, invited):
        assert visitor.open("/network/members").status == 403
        assert visitor.open(f"/network/members/{member.id}").status == 403
        assert visitor.api.try_("GET", "/network/members").status_code == 403


def test_membership_through_the_api(invited):
    assert invited.api.try_("PUT", "/network/membership", agreed=False, **PROFILE).json()["fields"]["agreed"]
    assert invited.api.try_("PUT", "/network/membership", **PROFILE).status_code == 422
    invited.api("DELETE", "/network/invitation")
    invited.api("PUT", "/network/membership", agreed=True, **PROFILE)
    invited.api("PUT", "/network/profile", expertise=["crisis"])
    assert invited.api("GET", f"/network/members/{invited.id}")["expertise"] == ["crisis"]
    invited.api("DELETE", "/network/membership")
    assert invited.api("GET", "/network/invitation") == {"state": "accepted", "member": False}


def test_the_pages_speak_dutch(join):
    person = join()
    person.api("PUT", "/account/language", language="nl")
    assert person.open("/network").title.startswith("Netwerk van interne")
