from uuid import UUID, uuid4

import pytest

from tests.gateway.visiting import Page, Visitor

NAME = {
    "name": "Rotterdam-Zuid",
    "starts_on-day": "1",
    "starts_on-month": "3",
    "starts_on-year": "2026",
    "ends_on-day": "31",
    "ends_on-month": "12",
    "ends_on-year": "2027",
}
REASON = {"initiating_domain": "safety_and_order", "trigger": "Police and youth workers hear the same us-versus-them."}
VISION = {"vision": "People who disagree keep talking.", "sectors": ["police", "youth_work"]}


def started(by: Visitor) -> str:
    """The address of a new programme's pages."""
    page = by.submit("/programmes", "/programmes")
    assert page.status == 200, page.main
    return page.path.removesuffix("/registration")


@pytest.fixture
def draft(coordinator) -> str:
    return started(coordinator)


@pytest.fixture(scope="session")
def area(coordinator) -> str:
    return coordinator.api("POST", "/areas", name=f"Bloemhof {uuid4().hex[:6]}")["id"]


def complete(by: Visitor, programme: str, area: str) -> None:
    by.submit(f"{programme}/name", **NAME)
    by.submit(f"{programme}/reason", **REASON)
    by.submit(f"{programme}/areas", area_ids=[area])
    by.submit(f"{programme}/vision", **VISION)


@pytest.fixture
def registered(coordinator, draft, area) -> str:
    complete(coordinator, draft, area)
    page = coordinator.submit(f"{draft}/check")
    assert page.path == f"{draft}/registered", page.main
    return draft


def as_kept(by: Visitor, programme: str) -> dict:
    return by.api("GET", programme)


def conflict(page: Page) -> bool:
    return page.status == 409 and "Somebody else changed this" in page.errors[0]


# one thing per page


def test_registering_goes_one_thing_at_a_time_to_check_and_confirmation(coordinator, draft, area):
    page = coordinator.submit(f"{draft}/name", **NAME)
    assert page.path == f"{draft}/reason"
    page = coordinator.send(page, **REASON)
    assert page.path == f"{draft}/areas"
    page = coordinator.send(page, area_ids=[area])
    assert page.path == f"{draft}/vision"
    page = coordinator.send(page, **VISION)
    assert page.path == f"{draft}/policy-level"
    page = coordinator.open(f"{draft}/check")
    assert "Rotterdam-Zuid" in page.main
    assert "Safety and public order" in page.main
    page = coordinator.send(page)
    assert page.path == f"{draft}/registered"
    assert "Rotterdam-Zuid is registered" in page.main
    assert as_kept(coordinator, draft)["state"] == "registered"


def test_parts_are_kept_at_once_and_in_any_order(coordinator, draft):
    page = coordinator.submit(f"{draft}/vision", **VISION, then="registration")
    assert page.path == f"{draft}/registration"
    kept = as_kept(coordinator, draft)
    assert kept["vision"] == VISION["vision"]
    assert kept["sectors"] == VISION["sectors"]
    assert kept["state"] == "draft"
    assert coordinator.open(f"{draft}/vision").form().value("vision") == VISION["vision"]


def test_the_task_list_says_how_far_each_part_is(coordinator, draft):
    page = coordinator.submit(f"{draft}/name", name="Rotterdam-Zuid", then="registration")
    assert "Name and period In progress" in page.main
    assert "Why it starts Not started yet" in page.main
    assert "People at street level Can follow later" in page.main
    page = coordinator.submit(f"{draft}/name", **NAME, then="registration")
    assert "Name and period Completed" in page.main


def test_an_empty_part_of_a_draft_may_be_saved(coordinator, draft):
    assert coordinator.submit(f"{draft}/reason").path == f"{draft}/areas"


def test_starting_twice_with_the_same_form_starts_one_programme(sign_in):
    starter = sign_in("coordinator")
    page = starter.open("/programmes")
    first, second = starter.send(page, "/programmes"), starter.send(page, "/programmes")
    assert first.path == second.path
    assert len(starter.api("GET", "/programmes")["programmes"]) == 1


def test_somebody_who_runs_no_programme_is_told_how_one_begins(sign_in):
    page = sign_in("coordinator").open("/programmes")
    assert "No programme yet" in page.main


# bad input


def test_a_date_that_does_not_exist_is_refused_at_its_field_and_stays_as_typed(coordinator, draft):
    page = coordinator.submit(f"{draft}/name", **{**NAME, "starts_on-day": "31", "starts_on-month": "2"})
    assert page.status == 422
    assert page.errors == ["Enter a real date, such as 1 12 2026"]
    assert page.title.startswith("Error: ")
    form = page.form()
    assert (form.value("starts_on-day"), form.value("starts_on-month"), form.value("name")) == ("31", "2", NAME["name"])
    assert as_kept(coordinator, draft)["name"] is None


def test_a_period_that_runs_backwards_is_refused(coordinator, draft):
    page = coordinator.submit(f"{draft}/name", **{**NAME, "ends_on-year": "2025"})
    assert page.status == 422
    assert page.errors == ["The end must be after the start"]


def test_a_text_that_is_too_long_is_refused_and_kept(coordinator, draft):
    page = coordinator.submit(f"{draft}/reason", initiating_domain="education", trigger="x" * 2_001)
    assert page.status == 422
    assert page.errors == ["Use at most 2000 characters"]
    assert page.form().value("trigger") == "x" * 2_001
    assert page.form().value("initiating_domain") == "education"


@pytest.mark.parametrize("typed", [{"initiating_domain": "the_weather"}, {"initiating_domain": "education\x00"}])
def test_a_choice_that_was_not_offered_is_refused(coordinator, draft, typed):
    page = coordinator.submit(f"{draft}/reason", **typed)
    assert page.status == 422
    assert page.errors == ["Choose one of the options"]


@pytest.mark.parametrize("area_id", ["nowhere", "00000000-0000-0000-0000-000000000000"])
def test_an_area_that_does_not_exist_is_refused(coordinator, draft, area_id):
    page = coordinator.submit(f"{draft}/areas", area_ids=[area_id])
    assert page.status == 422
    assert len(page.errors) == 1


def test_an_unknown_programme_is_not_found(coordinator):
    for part in ("", "/registration", "/name", "/check", "/settings", "/registered", "/coordinators"):
        assert coordinator.open(f"/programmes/{uuid4()}{part}").status == 404
    assert coordinator.open("/programmes/7").status == 404
    assert coordinator.open("/programmes?page=many").status == 200


# areas


def test_a_new_area_joins_the_list_ticked_and_keeps_what_was_ticked(coordinator, draft, area):
    name = f"Katendrecht {uuid4().hex[:6]}"
    page = coordinator.submit(f"{draft}/areas", area_ids=[area], new_area=f" {name} ", then="stay")
    assert page.path == f"{draft}/areas"
    assert name in page.main
    assert page.form().value("new_area") == ""
    ticked = {value for field, value in page.form().values if field == "area_ids"}
    assert area in ticked
    assert len(ticked) == 2
    assert set(as_kept(coordinator, draft)["area_ids"]) == ticked


def test_an_area_that_is_in_the_list_already_is_ticked_and_not_doubled(coordinator, draft):
    name = f"Vreewijk {uuid4().hex[:6]}"
    area_id = coordinator.api("POST", "/areas", name=name)["id"]
    coordinator.submit(f"{draft}/areas", new_area=name.upper())
    assert as_kept(coordinator, draft)["area_ids"] == [area_id]


def test_an_area_with_a_name_that_is_too_long_is_refused_and_kept(coordinator, draft):
    page = coordinator.submit(f"{draft}/areas", new_area="x" * 81)
    assert page.status == 422
    assert page.errors == ["Use at most 80 characters"]
    assert page.form().value("new_area") == "x" * 81


# registering


def test_an_incomplete_programme_shows_what_is_missing_and_is_not_registered(coordinator, draft, area):
    page = coordinator.open(f"{draft}/check")
    assert "Not everything is filled in yet" in page.main
    assert f"{draft}/vision?then=check" in page.links
    complete(coordinator, draft, area)
    ready = coordinator.open(f"{draft}/check")
    coordinator.submit(f"{draft}/vision", vision="", sectors=None)
    page = coordinator.send(ready)
    assert page.status == 422
    assert "not everything is filled in" in page.errors[0]
    assert as_kept(coordinator, draft)["state"] == "draft"


def test_a_part_that_is_changed_from_the_check_leads_back_to_it(coordinator, draft):
    page = coordinator.submit(f"{draft}/name?then=check", **NAME)
    assert page.path == f"{draft}/check"


def test_a_missing_level_is_flagged_and_not_refused(coordinator, registered):
    page = coordinator.open(f"{registered}/registered")
    assert "Street level is missing" in page.main
    assert "Policy level is missing" in page.main
    assert as_kept(coordinator, registered)["flags"] == ["street_level_missing", "policy_level_missing"]


def test_registering_twice_with_the_same_form_registers_once_and_confirms_twice(coordinator, draft, area):
    complete(coordinator, draft, area)
    page = coordinator.open(f"{draft}/check")
    first, second = coordinator.send(page), coordinator.send(page)
    assert first.path == second.path == f"{draft}/registered"


def test_registering_what_another_coordinator_has_registered_is_said(coordinator, draft, area):
    complete(coordinator, draft, area)
    page = coordinator.open(f"{draft}/check")
    coordinator.api("POST", f"{draft}/registration")
    page = coordinator.send(page)
    assert page.status == 409
    assert page.errors == ["This programme has been registered already."]


def test_the_registration_of_a_registered_programme_leads_to_its_settings(coordinator, registered):
    assert coordinator.open(f"{registered}/registration").path == f"{registered}/settings"
    assert coordinator.open(f"{registered}/check").path == f"{registered}/settings"


def test_a_draft_has_no_dashboard_settings_or_confirmation_yet(coordinator, draft):
    for page in ("", "/settings", "/registered"):
        assert coordinator.open(f"{draft}{page}").path == f"{draft}/registration"


# changing it later


def test_a_registered_programme_is_changed_on_the_same_pages(coordinator, registered):
    page = coordinator.submit(f"{registered}/vision", vision="We listen first.", sectors=["education"])
    assert page.path == f"{registered}/settings"
    assert "We listen first." in page.main
    assert as_kept(coordinator, registered)["sectors"] == ["education"]


def test_what_a_registered_programme_needs_can_not_be_emptied(coordinator, registered):
    page = coordinator.submit(f"{registered}/vision", vision=" ", sectors=None)
    assert page.status == 422
    assert page.errors == ["Fill this in", "Fill this in"]
    assert as_kept(coordinator, registered)["vision"] == VISION["vision"]


def test_two_people_changing_the_same_part_see_both_versions_and_lose_nothing(coordinator, registered):
    mine = coordinator.open(f"{registered}/vision")
    coordinator.submit(f"{registered}/vision", vision="Theirs.", sectors=["police"])
    page = coordinator.send(mine, vision="Mine.", sectors=["police", "housing"])
    assert conflict(page)
    assert "Theirs. Mine." in page.main.replace("Saved by somebody else ", "").replace("What you filled in ", "")
    assert "Housing" in page.main
    assert page.form().value("vision") == "Mine."
    assert as_kept(coordinator, registered)["vision"] == "Theirs."
    page = coordinator.send(page)
    assert page.path == f"{registered}/settings"
    assert as_kept(coordinator, registered)["vision"] == "Mine."


@pytest.mark.parametrize(
    ("part", "theirs", "mine", "shown"),
    [
        ("name", NAME, {**NAME, "starts_on-day": "99"}, "2026-03-99"),
        ("reason", REASON, {"initiating_domain": "education", "trigger": "Schools."}, "Education"),
    ],
)
def test_a_conflict_shows_each_field_as_people_know_it(coordinator, registered, part, theirs, mine, shown):
    before = coordinator.open(f"{registered}/{part}")
    coordinator.submit(f"{registered}/{part}", **theirs)
    page = coordinator.send(before, **mine)
    if page.status == 422:  # what cannot be at all is refused before the versions are compared
        assert page.errors == ["Enter a real date, such as 1 12 2026"]
        return
    assert conflict(page)
    assert shown in page.main


def test_a_conflict_about_areas_names_them(coordinator, registered, area):
    name = f"Spangen {uuid4().hex[:6]}"
    other = coordinator.api("POST", "/areas", name=name)["id"]
    before = coordinator.open(f"{registered}/areas")
    coordinator.submit(f"{registered}/areas", area_ids=[area, other])
    page = coordinator.send(before, area_ids=[area])
    assert conflict(page)
    assert name in page.main


# rights


def test_another_coordinator_can_not_open_or_change_it(coordinator, another_coordinator, draft):
    for part in ("", "/registration", "/name", "/check", "/settings", "/policy-level", "/coordinators"):
        assert another_coordinator.open(f"{draft}{part}").status == 403
    form = coordinator.open(f"{draft}/name")
    foreign = another_coordinator.http.post(
        f"{another_coordinator.url}{draft}/name",
        data={
            "csrf_token": another_coordinator.open("/programmes").form("/programmes").value("csrf_token"),
            "name": "Mine now",
        },
        timeout=15,
    )
    assert foreign.status_code == 403
    assert "run by other coordinators" in foreign.text
    assert form.status == 200
    assert as_kept(coordinator, draft)["name"] is None


def test_trainers_and_experts_have_no_programmes(trainer, expert, draft):
    for visitor in (trainer, expert):
        assert visitor.open("/programmes").status == 403
        assert visitor.open(f"{draft}/name").status == 403


def test_an_operator_reads_and_does_not_change(operator, registered):
    page = operator.open(f"{registered}/settings")
    assert "Rotterdam-Zuid" in page.main
    assert not [link for link in page.links if link.endswith("/vision")]
    assert operator.submit(f"{registered}/vision", **VISION).status == 403


def test_without_signing_in_one_is_asked_to(anybody, draft):
    page = anybody.open(f"{draft}/name")
    assert page.path == "/sign-in"


def test_a_form_without_its_token_is_refused(coordinator, draft):
    answer = coordinator.http.post(f"{coordinator.url}{draft}/name", data={"name": "By another site"}, timeout=15)
    assert answer.status_code == 400
    assert as_kept(coordinator, draft)["name"] is None


def test_ids_are_never_shown(coordinator, registered):
    programme_id = str(UUID(registered.rpartition("/")[2]))
    for part in ("", "/settings", "/registered", "/coordinators", "/areas"):
        assert programme_id not in coordinator.open(f"{registered}{part}").main
