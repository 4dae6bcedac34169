from uuid import uuid4

import pytest
from icalendar import Calendar

from tests.gateway.sessions.conftest import typed_date


@pytest.fixture
def address(sessions) -> str:
    return f"/programmes/{sessions.programme_id}/introductions/new"


@pytest.fixture
def plan(sessions) -> dict:
    """As it is typed. `title` is its own, to be found again."""
    title = f"How polarisation works {uuid4().hex[:6]}"
    when = {**typed_date(sessions.in_days(20)), "start_time": "13.30"}
    return {"title": title, **when, "delivery": "on_site", "place": "Wijkpaleis, room 2"}


def planned_with(by, title: str) -> list[dict]:
    return [session for session in by.api("GET", "/sessions", per_page=200)["items"] if session["title"] == title]


# filling in, checking, planning


def test_what_was_filled_in_is_checked_before_it_is_planned(coordinator, address, plan):
    page = coordinator.submit(address, **plan)
    assert page.status == 200
    assert "Check your answers" in page.main
    assert f"Title {plan['title']}" in page.main
    assert "Starts at 13:30" in page.main
    assert "Takes 120 minutes" in page.main
    assert "Location Wijkpaleis, room 2" in page.main
    assert planned_with(coordinator, plan["title"]) == []


def test_a_planned_introduction_says_what_comes_next(coordinator, address, plan):
    page = coordinator.send(coordinator.submit(address, **plan))
    assert page.path.endswith("/planned")
    assert f"Planned: {plan['title']}" in page.main
    assert "Invite people" in page.main
    session = planned_with(coordinator, plan["title"])[0]
    assert (session["kind"], session["place"], session["state"]) == ("introduction", "Wijkpaleis, room 2", "planned")


def test_the_answers_can_be_changed_and_are_kept_meanwhile(coordinator, address, plan):
    form = coordinator.send(coordinator.submit(address, **plan), change="yes").form()
    assert form.value("title") == plan["title"]
    assert form.value("date-day") == str(plan["date-day"])
    assert form.value("delivery") == "on_site"
    assert form.value("place") == plan["place"]


def test_sent_twice_it_is_planned_once(coordinator, address, plan):
    check = coordinator.submit(address, **plan)
    first, second = coordinator.send(check), coordinator.send(check)
    assert first.path == second.path
    assert len(planned_with(coordinator, plan["title"])) == 1


def test_what_is_missing_is_said_at_its_field_and_the_rest_is_kept(coordinator, address, plan):
    page = coordinator.submit(address, **plan | {"title": "", "start_time": "half past nine", "date-month": "13"})
    assert page.status == 422
    assert page.title.startswith("Error: ")
    assert page.errors == ["Fill this in", "Enter a real date, such as 1 12 2026", "Enter a time, such as 09:30"]
    assert page.form().value("place") == plan["place"]
    assert page.form().value("date-month") == "13"


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"delivery": "on_site", "place": ""}, "Fill this in"),
        ({"delivery": "online"}, "Fill this in"),
        ({"delivery": "online", "link": "meet.example/1"}, "Enter an address that begins with https://"),
        ({"date-year": "2199"}, "Choose a date between two years ago and three years from now"),
    ],
)
def test_a_plan_that_can_not_be_is_shown_again_with_the_reason(coordinator, address, plan, given, complaint):
    page = coordinator.submit(address, **plan | given)
    if page.status == 200:
        page = coordinator.send(page)
    assert page.status == 422
    assert page.errors == [complaint]
    assert page.form().value("title") == plan["title"]
    assert planned_with(coordinator, plan["title"]) == []


def test_an_online_introduction_has_a_link_and_no_place(coordinator, address, plan):
    typed = plan | {"delivery": "online", "link": "https://meet.example/zuid"}
    coordinator.send(coordinator.submit(address, **typed))
    session = planned_with(coordinator, plan["title"])[0]
    assert (session["place"], session["link"]) == (None, "https://meet.example/zuid")


def test_a_group_has_a_training_day_and_after_it_a_deepening(trainer, sessions):
    group_id = sessions.group(sessions.people(2))
    page = trainer.open(f"/groups/{group_id}/sessions/new", kind="training_day")
    check = trainer.send(page, **typed_date(sessions.in_days(10)), start_time="9", place="Buurthuis")
    assert "Training day, Group South" in trainer.send(check).main
    page = trainer.open(f"/groups/{group_id}/sessions/new", kind="deepening")
    assert page.form().value("minutes") == "210"
    check = trainer.send(page, **typed_date(sessions.in_days(3)), start_time="9", place="Buurthuis")
    refused = trainer.send(check)
    assert refused.status == 409
    assert refused.errors == ["The deepening half-day comes after the training day."]


# the calendar file


def test_the_calendar_file_names_the_session_and_grows_with_its_plan(coordinator, sessions):
    session_id = sessions.introduction(title="Us & them, in the middle")
    first = calendar_of(coordinator, session_id)
    assert first["UID"] == f"{session_id}@rotterdam"
    assert first["SUMMARY"] == "Us & them, in the middle"
    assert first["DTSTART"].dt.strftime("%H:%M %Z") in ("13:30 CET", "13:30 CEST")
    assert first["LOCATION"] == "Town hall"
    coordinator.submit(f"/sessions/{session_id}/edit", place="Library")
    changed = calendar_of(coordinator, session_id)
    assert changed["UID"] == first["UID"]
    assert changed["SEQUENCE"] > first["SEQUENCE"]
    assert changed["LOCATION"] == "Library"


def calendar_of(by, session_id):
    answer = by.open(f"/sessions/{session_id}.ics").answer
    assert answer.headers["Content-Type"].startswith("text/calendar")
    return Calendar.from_ical(answer.content).walk("VEVENT")[0]


# who may


def test_only_coordinators_of_the_programme_plan_an_introduction(
    another_coordinator, trainer, anybody, address, sessions
):
    assert another_coordinator.open(address).status == 403
    assert trainer.open(address).status == 403
    assert anybody.open(address).path == "/sign-in"
    unknown = another_coordinator.open(f"/programmes/{uuid4()}/introductions/new")
    assert unknown.status == 404


def test_programs_plan_the_same(coordinator, another_coordinator, sessions):
    path = f"/programmes/{sessions.programme_id}/introductions"
    plan = {"title": "By a program", "date": str(sessions.in_days(5)), "start_time": "10:00", "place": "Stadhuis"}
    made = coordinator.api("POST", path, **plan)
    assert coordinator.api("GET", f"/sessions/{made['id']}")["place"] == "Stadhuis"
    refused = another_coordinator.api.try_("POST", path, **plan)
    assert (refused.status_code, refused.json()["code"]) == (403, "programme_not_yours")
    wrong = coordinator.api.try_("POST", path, **plan | {"date": "2026-02-30", "colour": "red"})
    assert wrong.status_code == 422
    assert {field: codes[0]["code"] for field, codes in wrong.json()["fields"].items()} == {
        "date": "not_a_date",
        "colour": "unknown_field",
    }
    group_id = sessions.group(sessions.people(2))
    day = coordinator.api(
        "POST",
        f"/groups/{group_id}/sessions",
        kind="training_day",
        date=str(sessions.in_days(6)),
        start_time="09:00",
        place="Stadhuis",
    )
    assert coordinator.api("GET", f"/sessions/{day['id']}")["group_name"] == "Group South"
