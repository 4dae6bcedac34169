from datetime import date, timedelta

import pytest

from shared import clock
from shared.contracts import municipalities, trainings
from tests.gateway.running_programme import Maker
from tests.waiting import eventually


@pytest.fixture
def page(coordinator, running):
    return coordinator.open(f"/programmes/{running.id}")


def test_the_head_says_phase_period_and_who_coordinates(page, coordinator):
    assert page.title.startswith("Rotterdam-Zuid ")
    assert "Phase 3: Course" in page.main
    assert "2026 to " in page.main
    assert f"Coordinator: {coordinator.name}" in page.main


def test_what_can_not_wait_stands_on_top_with_a_link(page, running):
    assert "Policy level is missing" in page.main
    assert "Group East has no trainer yet" in page.main
    assert f"/programmes/{running.id}/policy-level" in page.links
    assert page.main.index("has no trainer yet") < page.main.index("Key figures")


def test_the_funnel_says_where_people_drop(page):
    funnel = page.main.partition("each person counted once.")[2].replace("\N{MINUS SIGN} ", "-")
    assert "Invited to an introduction 14 At an introduction 12 -2 of 14 In a group 12 nobody" in funnel
    assert "At the training day 9 -3 of 12 Completed the course 9 nobody" in funnel
    assert "In the network 0 -9 of 9" in funnel


def test_the_cards_say_how_far_the_programme_is(page):
    assert "Introductions 1 of 1 planned 12 people were there" in page.main
    assert "Places in groups 12 of 26 places 2 groups" in page.main
    assert "Course sessions 2 of 3 planned" in page.main
    assert "Internal experts 0 of 9 invited 9 people completed the course" in page.main


def test_groups_are_shown_by_name_with_places_and_trainers(page, running, trainer):
    assert "Group East No trainer yet 2/16 14 free" in page.main
    assert f"Group West {trainer.name} 10/10 full None planned 9 completed Completed" in page.main
    assert f"/groups/{running.group_id}" in page.links


def test_next_steps_lead_to_where_they_are_done(page, running):
    steps = page.main.partition("Next steps")[2].partition("From introduction to network")[0]
    assert "Assign a trainer Group East" in steps
    assert "Plan the deepening half-day Group East" in steps
    assert f"/groups/{running.new_group_id}/trainers" in page.links
    assert f"/groups/{running.new_group_id}/sessions/new?kind=deepening" in page.links
    assert f"/programmes/{running.id}/introductions/new" in page.links
    assert f"/programmes/{running.id}/groups/new" in page.links


def test_an_open_survey_shows_no_answers(page):
    feedback = page.main.partition("Feedback")[2]
    assert "Group West" in feedback
    assert "Shown when it closes Open" in feedback


def test_no_id_and_no_code_is_shown(page, running):
    for bare in (*map(str, vars(running).values()), "training_day", "group_without_trainer", "%("):
        assert bare not in page.main


def test_an_operator_sees_figures_and_no_names_of_groups(operator, running):
    page = operator.open(f"/programmes/{running.id}")
    assert page.status == 200
    assert "Group 1" in page.main
    assert "Group West" not in page.main
    assert "Form a group" not in page.main
    assert not [link for link in page.links if link.startswith(("/groups", "/sessions", "/surveys"))]


def test_strangers_do_not_see_it(another_coordinator, trainer, expert, anybody, running):
    for visitor in (another_coordinator, trainer, expert):
        assert visitor.open(f"/programmes/{running.id}").status == 403
    assert anybody.open(f"/programmes/{running.id}").path == "/sign-in"


def test_a_fresh_programme_begins_with_its_introduction(coordinator, city):
    programme_id = Maker(city, coordinator.id).programme(name="Rotterdam-Noord")
    page = coordinator.open(f"/programmes/{programme_id}")
    assert "Phase 2: Introduction" in page.main
    assert "Plan an introduction By " in page.main
    assert "No group yet" in page.main
    assert "From introduction to network" not in page.main


def test_the_readers_own_last_change_is_shown_at_once(coordinator, city):
    programme_id = Maker(city, coordinator.id).programme(name="Rotterdam-Noord", starts_on=date(2026, 5, 1))
    person = Maker(city, coordinator.id).person("Dora Decides", level="policy")
    page = coordinator.open(f"/programmes/{programme_id}/policy-level", q="Dora Decides")
    coordinator.send(page, person_id=person)
    assert "Policy level is missing" not in coordinator.open(f"/programmes/{programme_id}").main


def test_of_many_groups_the_next_to_meet_are_shown(coordinator, city):
    make = Maker(city, coordinator.id)
    programme_id = make.programme(name="Rotterdam-Oost")
    formed = {"programme_id": programme_id, "places": 16}
    ids = [make(trainings.form_group, name=f"Team {number:02}", **formed)["id"] for number in range(21)]
    make.session(ids[-1], "training_day", clock.today(city.settings.time_zone) + timedelta(days=30))
    eventually(lambda: make(municipalities.dashboard, programme_id=programme_id)["groups"][0]["group_id"] == ids[-1])
    page = coordinator.open(f"/programmes/{programme_id}")
    groups = page.main.partition("All groups")[2].partition("Next steps")[0]
    assert "20 of 21 groups" in groups
    assert groups.index("Team 20") < groups.index("Team 00")
    assert "Places in groups 0 of 336 places 21 groups" in page.main
