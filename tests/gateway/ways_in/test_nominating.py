"""A partner organisation nominates with its code; the coordinator sees the seats."""

from tests.gateway.records import new_address
from tests.waiting import eventually


def two(first: str, second: str) -> dict[str, str]:
    return {"name": "Ada Aalders", "email": first, "second_name": "Bo Bakker", "second_email": second}


def test_a_partner_nominates_two_and_is_refused_a_third(coordinator, anybody, any_program, door):
    partner_id, group_id = door.partner("Woonstad"), door.group(name="Morning group")
    page = coordinator.send(coordinator.open(f"/ways-in/{group_id}"), f"/ways-in/{group_id}/partners/{partner_id}")
    assert "The contact of the partner gets the code by mail." in page.main
    [address] = [link for link in page.links if link.startswith("/nominations/")]
    nominating = anybody.open(address)
    assert "Woonstad" in nominating.main
    assert "0 used, 2 left" in nominating.main
    first, second = new_address(), new_address()
    thanks = anybody.send(nominating, **two(first, second))
    assert "Whom you nominated has a place in the group" in thanks.main
    assert "2 used, 0 left" in anybody.open(address).main
    refused = anybody.send(nominating, name="Cas Claes", email=new_address(), idempotency_key="another")
    assert refused.errors == ["A partner nominates at most 2 people for a group. Seats left: 0."]
    third = {"people": [{"name": "Cas Claes", "email": new_address()}]}
    by_program = any_program.try_("POST", f"{address}/people", **third)
    assert (by_program.status_code, by_program.json()["code"]) == (409, "too_many_nominations")
    seen = coordinator.open(f"/ways-in/{group_id}").main
    assert "2 used, 0 left" in seen
    assert "Ada Aalders" in seen
    assert "Nominated" in seen
    assert door.entrant(group_id, first)["pair_id"] == door.entrant(group_id, second)["pair_id"]


def test_a_pair_waits_together_and_is_promoted_together(coordinator, anybody, door):
    members = door.people(3)
    group_id = door.group(*members, places=3)
    code = door.code_of(group_id, door.partner())
    first, second = new_address(), new_address()
    thanks = anybody.submit(f"/nominations/{code}", **two(first, second))
    assert "is on the waiting list" in thanks.main
    own = anybody.open(door.link(group_id, door.entrant(group_id, first)["person_id"]))
    assert "you both get a place, or you both wait" in own.main
    path = f"/groups/{group_id}/members/{members[0]}/withdraw"
    assert "they get places when two are free" in coordinator.open(path).main
    coordinator.submit(path)
    assert door.entrant(group_id, first)["state"] == "waiting"
    page = coordinator.submit(f"/groups/{group_id}/members/{members[1]}/withdraw")
    assert "Ada Aalders, Bo Bakker" in page.main or "Bo Bakker, Ada Aalders" in page.main
    assert {door.entrant(group_id, email)["state"] for email in (first, second)} == {"enrolled"}


def test_the_nominated_get_one_mail_and_the_contact_the_code(city, door, any_program):
    partner_id, group_id = door.partner(), door.group()
    code = door.code_of(group_id, partner_id)
    email = new_address()
    any_program("POST", f"/nominations/{code}/people", people=[{"name": "Ada Aalders", "email": email}])
    person_id = door.entrant(group_id, email)["person_id"]
    assert eventually(lambda: door.mails_to(person_id), what="a mail") == ["place_in_group"]


def test_a_code_that_nobody_has_is_told(anybody):
    page = anybody.submit("/nominations", "/nominations", code="BCDF-2345")
    assert page.status == 404
    assert page.errors == ["No partner has this code. Ask the coordinator of the programme for it."]


def test_a_coordinator_keeps_the_list_of_partners(coordinator, door):
    door.make.person("Wijkbeheerder Willems")
    path = f"/programmes/{door.programme_id}/partners"
    page = coordinator.submit(f"{path}/new", name="Woonstad", willing="y", able="y")
    page = coordinator.open(page.path, q="Wijkbeheerder")
    person_id = page.form().value("person_id") or page.html.partition('name="person_id" type="radio" value="')[2][:36]
    page = coordinator.send(page, person_id=person_id)
    assert "Willing and able" in page.main
    assert "Wijkbeheerder Willems" in page.main
    twice = coordinator.submit(f"{path}/new", name="Woonstad")
    assert twice.errors == ["This partner is in the list already."]
    [partner] = coordinator.api("GET", path)["partners"]
    page = coordinator.submit(f"{path}/{partner['id']}", name="Woonstad Rotterdam")
    assert "Woonstad Rotterdam" in page.main
