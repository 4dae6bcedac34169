"""The first page after signing in."""

from datetime import timedelta

from shared import clock
from shared.access import OPERATOR
from shared.contracts import identity, trainings
from tests.gateway.running_programme import Maker


def test_a_coordinator_sees_the_own_programme_with_what_is_most_urgent(sign_in, city):
    coordinator = sign_in("coordinator", name="Mila Mulder")
    programme_id = Maker(city, coordinator.id).programme(name="Rotterdam-West")
    page = coordinator.open("/")
    assert "Welcome, Mila Mulder" in page.main
    assert "Rotterdam-West" in page.main
    assert "Street level is missing" in page.main
    assert f"/programmes/{programme_id}/introductions/new" in page.links


def test_drafts_and_other_programmes_are_listed(sign_in, city):
    coordinator = sign_in("coordinator")
    make = Maker(city, coordinator.id)
    earlier = make.programme(name="The earlier one")
    make.programme(name="The later one")
    draft = coordinator.api("POST", "/programmes")["id"]
    page = coordinator.open("/")
    assert page.main.index("The later one") < page.main.index("Your other programmes") < page.main.index("The earlier")
    assert "Draft without a name" in page.main
    assert {f"/programmes/{earlier}", f"/programmes/{draft}"} <= set(page.links)


def test_a_coordinator_without_a_programme_is_told_how_to_begin(sign_in):
    page = sign_in("coordinator").open("/")
    assert "You run no programme yet" in page.main
    assert "/programmes" in page.links


def test_a_trainer_sees_what_comes_and_what_is_still_to_record(sign_in, coordinator, city):
    trainer = sign_in("trainer")
    make = Maker(city, coordinator.id)
    programme_id = make.programme()
    today = clock.today(city.settings.time_zone)
    group = {"programme_id": programme_id, "places": 16, "trainer_ids": [trainer.id]}
    past = make(trainings.form_group, name="Group Past", **group)["id"]
    late = make.session(past, "training_day", today - timedelta(days=3))
    to_come = make.session(past, "deepening", today + timedelta(days=18))
    page = trainer.open("/")
    to_record = page.main.partition("Your next sessions")[0]
    assert "Group Past Training day" in to_record
    assert f"/sessions/{late}/record" in page.links
    assert "Group Past Deepening half-day" in page.main.partition("Your next sessions")[2]
    assert f"/sessions/{to_come}" in page.links
    assert f"/sessions/{to_come}/record" not in page.links


def test_a_trainer_without_sessions_is_told_so(sign_in):
    assert "No session planned" in sign_in("trainer").open("/").main


def test_experts_and_operators_are_led_to_their_pages(expert, operator):
    assert "/network" in expert.open("/").links
    assert "/operation" in operator.open("/").links


def test_somebody_without_a_role_is_told_that_there_is_nothing_to_do(sign_in, city, operator):
    nobody = sign_in("expert")
    Maker(city, operator.id, OPERATOR)(identity.withdraw_role, person_id=nobody.id, role="expert")
    page = nobody.open("/")
    assert "There is nothing for you to do here yet" in page.main


def test_a_visitor_without_an_account_is_asked_to_sign_in(anybody):
    assert anybody.open("/").path == "/sign-in"


def test_everything_of_several_roles_is_on_one_page(sign_in):
    page = sign_in("coordinator", "trainer", "expert", "operator").open("/")
    assert {"/programmes", "/sessions", "/network", "/operation"} <= set(page.links)
