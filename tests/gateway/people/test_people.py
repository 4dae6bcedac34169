from uuid import UUID, uuid4

import pytest

from tests.gateway.visiting import PASSWORD, add_people, add_person


def address(name="somebody"):
    return f"{name}.{uuid4().hex[:8]}@rotterdam.example"


@pytest.fixture
def person_id(coordinator):
    return add_person(
        coordinator, "Joris Willems", organisation="Jongerenwerk Zuid", sector="youth_work", level="street"
    )


class TestTheList:
    def test_is_found_by_name_organisation_sector_level_and_role(self, coordinator, person_id):
        organisation = next(
            one["id"]
            for one in coordinator.api("GET", "/organisations")["organisations"]
            if one["name"] == "Jongerenwerk Zuid"
        )
        for wanted in (
            {"q": "joris wil"},
            {"q": "jongerenwerk"},
            {"organisation_id": organisation},
            {"q": "joris", "sector": "youth_work", "level": "street"},
        ):
            page = coordinator.open("/people", **wanted)
            assert f"/people/{person_id}" in page.links
        for unwanted in ({"q": "joris", "sector": "police"}, {"q": "joris", "role": "trainer"}):
            page = coordinator.open("/people", **unwanted)
            assert "Nobody found" in page.main

    def test_shows_who_somebody_is_in_words(self, coordinator, person_id):
        page = coordinator.open("/people", q="Joris Willems")
        assert "Jongerenwerk Zuid" in page.main
        assert "Youth work Street level" in page.main
        assert "youth_work" not in page.main

    def test_is_given_a_page_at_a_time(self, coordinator):
        mark = uuid4().hex[:8]
        add_people(coordinator, [f"Paged {mark} {number:02}" for number in range(51)])
        first = coordinator.open("/people", q=mark)
        assert "51 people" in first.main
        assert f"Paged {mark} 50" not in first.main
        second = coordinator.open("/people", q=mark, page=2)
        assert f"Paged {mark} 50" in second.main

    def test_takes_a_filter_that_does_not_exist_for_what_it_is(self, coordinator):
        assert coordinator.open("/people", sector="astronauts").status == 422
        assert coordinator.open("/people", page="x").status == 422

    def test_is_for_coordinators_and_operators(self, operator, trainer, expert, anybody):
        assert operator.open("/people").status == 200
        assert trainer.open("/people").status == expert.open("/people").status == 403
        assert trainer.open("/people/new").status == 403
        assert anybody.open("/people").path == "/sign-in"


class TestAPerson:
    def test_is_added_with_a_name_and_an_address(self, coordinator):
        email = address("amira")
        page = coordinator.submit(
            "/people/new", name=" Amira Idrissi ", email=email, organisation="Buurtwerk", sector=""
        )
        assert "Amira Idrissi has been added." in page.main
        person = coordinator.api("GET", f"/people/{page.path.rsplit('/')[-1]}")
        assert (person["name"], person["email"], person["organisation"]) == ("Amira Idrissi", email, "Buurtwerk")
        assert (person["sector"], person["level"], person["language"]) == (None, None, None)

    def test_that_is_not_right_is_asked_again_with_what_was_filled_in(self, coordinator):
        page = coordinator.submit(
            "/people/new", name="", email="amira@", sector="police", level="policy", language="nl"
        )
        assert page.status == 422
        assert page.errors == ["Fill this in", "Enter an e-mail address, such as name@organisation.example"]
        form = page.form()
        assert (form.value("email"), form.value("sector"), form.value("level"), form.value("language")) == (
            "amira@",
            "police",
            "policy",
            "nl",
        )

    def test_with_an_address_that_somebody_has_is_refused(self, coordinator, person_id):
        email = coordinator.api("GET", f"/people/{person_id}")["email"]
        page = coordinator.submit("/people/new", name="Somebody else", email=email.upper())
        assert page.errors == ["Somebody else has this address"]

    def test_is_added_once_however_often_the_form_is_sent(self, coordinator):
        form, email = coordinator.open("/people/new"), address()
        first = coordinator.send(form, name="Only Once", email=email)
        second = coordinator.send(form, name="Only Once", email=email)
        assert first.path == second.path
        assert coordinator.api("GET", "/people", q=email)["total"] == 1

    def test_shows_its_facts_in_words(self, coordinator, person_id):
        page = coordinator.open(f"/people/{person_id}")
        assert "Sector Youth work Level Street level" in page.main
        assert "The language of the city" in page.main
        assert str(person_id) not in page.main

    def test_nobody_knows_is_not_found(self, coordinator):
        for path in ("", "/edit", "/erase"):
            assert coordinator.open(f"/people/{uuid4()}{path}").status == 404
        assert coordinator.open("/people/12").status == 404

    def test_is_changed_by_form_and_by_program(self, coordinator, person_id):
        page = coordinator.submit(f"/people/{person_id}/edit", name="Joris Willems-Bos", level="policy")
        assert "Saved." in page.main
        assert "Joris Willems-Bos" in page.main
        person = coordinator.api("GET", f"/people/{person_id}")
        kept = {name: person[name] for name in ("email", "language", "organisation", "sector", "level", "version")}
        coordinator.api("PUT", f"/people/{person_id}", **kept, name="Joris Bos")
        assert "Joris Bos" in coordinator.open(f"/people/{person_id}").main


class TestTwoPeopleChangeTheSame:
    def test_the_second_sees_both_versions_and_loses_nothing(self, coordinator, another_coordinator, person_id):
        path = f"/people/{person_id}/edit"
        mine, theirs = coordinator.open(path), another_coordinator.open(path)
        another_coordinator.send(theirs, name="Joris by Cor", sector="police")
        conflict = coordinator.send(mine, name="Joris by Carla", level="policy")
        assert conflict.status == 409
        assert conflict.errors == ["Somebody else changed this while you were working on it."]
        assert "Name different Joris by Cor Joris by Carla" in conflict.main
        assert "Sector different Police Youth work" in conflict.main
        assert conflict.form().value("name") == "Joris by Carla"
        saved = coordinator.send(conflict, sector="police")
        assert saved.path == f"/people/{person_id}"
        person = coordinator.api("GET", f"/people/{person_id}")
        assert (person["name"], person["sector"], person["level"]) == ("Joris by Carla", "police", "policy")


class TestRoles:
    def test_a_coordinator_makes_somebody_a_trainer_and_takes_it_back(self, coordinator, person_id):
        page = coordinator.submit(f"/people/{person_id}", f"/people/{person_id}/roles/trainer")
        assert "The role has been given." in page.main
        assert "Trainer" in coordinator.open("/people", role="trainer", q="Joris Willems").main
        page = coordinator.send(page, f"/people/{person_id}/roles/trainer/withdraw")
        assert "The role has been withdrawn." in page.main
        assert coordinator.api("GET", f"/people/{person_id}")["roles"] == []

    def test_only_an_operator_gives_the_others(self, coordinator, operator, person_id):
        page = coordinator.open(f"/people/{person_id}")
        assert f"/people/{person_id}/roles/coordinator" not in page.html
        token = page.form(f"/people/{person_id}/roles/trainer").values
        refused = coordinator.http.post(f"{coordinator.url}/people/{person_id}/roles/coordinator", data=token)
        assert refused.status_code == 403
        assert "Only an operator gives and withdraws this role." in refused.text
        for role in ("coordinator", "expert", "operator"):
            operator.submit(f"/people/{person_id}", f"/people/{person_id}/roles/{role}")
        assert set(operator.api("GET", f"/people/{person_id}")["roles"]) == {"coordinator", "expert", "operator"}

    def test_that_do_not_exist_can_not_be_given(self, operator, person_id):
        page = operator.open(f"/people/{person_id}")
        form = page.form(f"/people/{person_id}/roles/trainer").values
        assert operator.http.post(f"{operator.url}/people/{person_id}/roles/king", data=form).status_code == 422

    def test_let_somebody_who_is_invited_make_an_account(self, coordinator, operator, person_id, sign_in):
        page = coordinator.submit(f"/people/{person_id}", f"/people/{person_id}/invitation")
        assert "The invitation is on its way." in page.main
        has_account = sign_in("trainer", name="Has Account")
        page = operator.open(f"/people/{has_account.id}")
        assert "has an account and signs in with" in page.main
        refused = operator.api.try_("POST", f"/people/{has_account.id}/invitation")
        assert (refused.status_code, refused.json()["code"]) == (409, "account_exists")

    def test_of_a_coordinator_keep_their_address_out_of_reach_of_others(self, coordinator, another_coordinator):
        page = coordinator.submit(f"/people/{another_coordinator.id}/edit", email=address())
        assert page.status == 422
        assert page.errors == ["Only an operator changes the address of a coordinator or operator"]


class TestRemoving:
    def test_says_what_happens_and_then_nobody_is_there_any_more(self, coordinator, person_id):
        page = coordinator.open(f"/people/{person_id}/erase")
        assert "Remove Joris Willems?" in page.main
        assert "This cannot be undone." in page.main
        after = coordinator.send(page)
        assert "The person has been removed." in after.main
        assert after.path == f"/people/{person_id}"
        assert "Removed person" in after.main
        assert "Joris" not in after.html
        for path in ("/edit", "/erase"):
            assert "Removed person" in coordinator.open(f"/people/{person_id}{path}").main
        names = coordinator.api("POST", "/names", person_ids=[str(person_id)])["people"]
        assert [(one["id"], one["name"]) for one in names] == [(str(person_id), None)]

    def test_ends_the_sessions_of_who_was_signed_in(self, coordinator, sign_in):
        gone = sign_in("trainer", name="Soon Gone")
        coordinator.submit(f"/people/{gone.id}/erase")
        assert gone.open("/account").path == "/sign-in"
        refused = gone.submit("/sign-in", email=gone.email, password=PASSWORD)
        assert refused.status == 401

    def test_is_not_possible_with_oneself_nor_with_who_runs_things(self, coordinator, another_coordinator, operator):
        assert f"/people/{coordinator.id}/erase" not in coordinator.open(f"/people/{coordinator.id}").links
        oneself = coordinator.submit(f"/people/{coordinator.id}/erase")
        assert "You cannot remove yourself." in oneself.main
        other = coordinator.submit(f"/people/{another_coordinator.id}/erase")
        assert other.status == 403
        assert "Only an operator can do this." in other.main
        assert f"/people/{another_coordinator.id}/erase" in operator.open(f"/people/{another_coordinator.id}").links

    def test_by_program(self, coordinator):
        person_id: UUID = add_person(coordinator, "Gone By Program")
        coordinator.api("DELETE", f"/people/{person_id}")
        person = coordinator.api("GET", f"/people/{person_id}")
        assert (person["removed"], person["name"], person["email"]) == (True, None, None)
