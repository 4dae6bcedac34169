"""Intervision on pages: planning, taking part, the room that everybody follows, and what is kept."""

from datetime import timedelta

import pytest

from shared import clock
from tests.gateway.intervisions import begin_intervision, hold_intervision, plan_intervision

TYPED = {"method": "incident", "start_time": "14:00", "place": "Stadskantoor, room 2"}


@pytest.fixture(scope="module")
def colleagues(join):
    """Who brings the case, who facilitates, and somebody who takes part."""
    return [join() for _ in range(3)]


@pytest.fixture
def ids(colleagues):
    return [colleague.id for colleague in colleagues]


@pytest.fixture
def running(city, ids) -> str:
    """The address of an intervision whose room has begun."""
    return f"/network/intervisions/{begin_intervision(city, ids)}"


def in_a_week(city) -> dict[str, str]:
    day = clock.today(city.settings.time_zone) + timedelta(days=7)
    return {f"date-{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


# planning


def test_a_member_finds_it_on_the_board_and_plans_one(city, member):
    assert "/network/intervisions" in member.open("/network").links
    page = member.submit("/network/intervisions/new", **TYPED, **in_a_week(city))
    assert "It is planned, and you take part." in page.main
    assert "Stadskantoor, room 2" in page.main
    assert "From one moment at which somebody had to decide" in member.open("/network/intervisions/new").main


def test_what_is_missing_is_said_at_its_field(member):
    page = member.submit("/network/intervisions/new", method="rounds", start_time="14:00")
    assert (page.status, page.errors) == (422, ["Fill this in"])


def test_somebody_else_joins_takes_a_role_and_hands_it_on(city, colleagues, ids):
    address = f"/network/intervisions/{plan_intervision(city, ids[:1], timedelta(days=7))}"
    other = colleagues[1]
    assert "You take part." in other.submit(address, f"{address}/seat").main
    assert "You bring the case." in other.submit(address, f"{address}/role", role="case_bringer").main
    assert "Your role goes to who is next." in other.submit(address, f"{address}/role", role="participant").main
    assert "Your place is free for somebody else." in other.submit(address, f"{address}/seat/leaving").main


def test_the_plan_is_changed_by_who_takes_part(city, colleagues, ids):
    address = f"/network/intervisions/{plan_intervision(city, ids[:2], timedelta(days=7))}"
    page = colleagues[1].submit(f"{address}/edit", place="Buurthuis")
    assert "Buurthuis" in page.main
    assert "It is cancelled." in colleagues[0].submit(f"{address}/cancel").main
    assert "Cancelled" in colleagues[1].open(address).main


# the room


def test_before_it_begins_one_says_who_is_here(city, colleagues, ids):
    room = f"/network/intervisions/{plan_intervision(city, ids)}/room"
    assert "As soon as everybody is here, one of you begins." in colleagues[2].open(room).main
    page = colleagues[2].submit(f"{room}/begin")
    assert page.path == room
    assert "Step 1 of 6" in page.main


def test_everybody_reads_what_their_role_does_in_this_step(colleagues, running):
    said = [colleague.open(f"{running}/room").main for colleague in colleagues]
    assert "What you do now Brings the case Tell what happened" in said[0]
    assert "What you do now Facilitator Keep the time" in said[1]
    assert "What you do now Takes part Listen." in said[2]


def test_the_facilitator_moves_and_everybody_follows(colleagues, running):
    bringer, facilitator, participant = colleagues
    room = f"{running}/room"
    assert "Step 2 of 6" in facilitator.submit(room, f"{room}/step").main
    for colleague in (bringer, participant):
        page = colleague.open(room)
        assert "Step 2 of 6" in page.main
        assert f"{room}/step" not in [form.action for form in page.forms]
    facilitator.submit(room, f"{room}/extension")
    assert bringer.api("GET", room)["minutes"] == [10, 15, 10, 15, 5, 10]


def test_a_screen_that_is_up_to_date_gets_an_empty_answer(colleagues, running):
    room = f"{running}/room"
    version = colleagues[2].api("GET", room)["version"]
    assert colleagues[2].open(room, seen=version).status == 204
    colleagues[1].submit(room, f"{room}/extension")
    assert "Step 1 of 6" in colleagues[2].open(room, seen=version).main


def test_without_javascript_the_page_shows_itself_anew_until_that_is_stopped(colleagues, running):
    room = f"{running}/room"
    refreshing = '<noscript><meta http-equiv="refresh" content="10"></noscript>'
    assert refreshing in colleagues[2].open(room).html
    assert refreshing not in colleagues[2].open(room, refresh="no").html


def test_the_room_is_no_place_to_type_a_case(colleagues, running):
    """Notes are made by the browser alone; what the page sends are buttons."""
    page = colleagues[2].open(f"{running}/room")
    assert "<textarea" not in page.html
    typed = {name for form in page.forms if form.action != "/search" for name, _value in form.values}
    assert typed <= {"csrf_token", "idempotency_key", "role", "room", "step"}


def test_somebody_takes_over_when_the_facilitator_has_to_go(colleagues, running):
    room = f"{running}/room"
    page = colleagues[2].submit(room, f"{running}/role")
    assert (page.path, "You are the facilitator." in page.main) == (room, True)
    assert colleagues[1].api.try_("PUT", f"{room}/step", step=1).status_code == 403


def test_who_does_not_take_part_is_kept_out_kindly(member, running):
    page = member.open(f"{running}/room")
    assert page.status == 403
    assert "This is for those who take part in the intervision." in page.main


# what is kept


def test_the_case_bringer_keeps_a_lesson_and_shares_it_on_the_board(city, colleagues, ids):
    bringer, facilitator, _participant = colleagues
    address = f"/network/intervisions/{hold_intervision(city, ids)}"
    assert "No names" not in facilitator.open(address).main
    page = bringer.submit(f"{address}/lesson", learning_question="How do I stay in the middle?", lesson="Ask first.")
    assert "It is kept for those who were there." in page.main
    assert "How do I stay in the middle?" in facilitator.open(address).main
    page = bringer.submit(f"{address}/share")
    assert page.path.startswith("/network/posts/")
    assert "How do I stay in the middle?" in page.main
    assert "Ask first." in page.main


def test_only_the_case_bringer_is_given_the_form(city, colleagues, ids):
    address = f"/network/intervisions/{hold_intervision(city, ids)}"
    page = colleagues[1].open(f"{address}/lesson")
    assert "Only who brought the case writes down what was learnt." in page.main


def test_a_lesson_that_seems_to_name_somebody_is_asked_about_once(city, colleagues, ids):
    address = f"/network/intervisions/{hold_intervision(city, ids)}"
    page = colleagues[0].submit(f"{address}/lesson", lesson="Call j.jansen@rotterdam.example first.")
    assert "It is kept" not in page.main
    assert "j.jansen@rotterdam.example" in page.main
    assert "It is kept for those who were there." in colleagues[0].send(page).main


def test_leaving_it_out_keeps_nothing(city, colleagues, ids):
    address = f"/network/intervisions/{hold_intervision(city, ids)}"
    page = colleagues[0].submit(f"{address}/lesson")
    assert "Nothing of this intervision is kept." in page.main


# calendars and files


def test_it_is_in_the_calendar_of_who_takes_part(city, colleagues, ids):
    id_ = plan_intervision(city, ids, timedelta(days=7))
    page = colleagues[1].open("/my/calendar")
    feed = "/calendar/" + next(link for link in page.links if link.endswith(".ics")).partition("/calendar/")[2]
    assert f"UID:{id_}@" in colleagues[1].open(feed).html.replace("\r\n ", "")
    file = colleagues[1].open(f"/network/intervisions/{id_}.ics")
    assert "SUMMARY:Intervision: in rounds" in file.html


def test_what_is_planned_is_taken_out_as_a_file(city, colleagues, ids):
    plan_intervision(city, ids, timedelta(days=7))
    assert "In rounds" in colleagues[0].open("/download/intervisions.csv").html


# how much it asks of the services


@pytest.mark.parametrize("page", ["", "/edit", "/cancel", "/lesson", "/share"])
def test_a_page_needs_at_most_ten_statements(colleagues, running, statements, page):
    colleagues[0].sign_in()
    found = statements.of(lambda: colleagues[0].open(running + page))
    assert len(found) <= 10, "\n".join(map(str, found))


def test_a_screen_that_looks_again_needs_few_statements(colleagues, running, statements):
    """Eight of them look every three seconds."""
    room = f"{running}/room"
    colleagues[2].sign_in()
    version = colleagues[2].api("GET", room)["version"]
    nothing_new = statements.of(lambda: colleagues[2].open(room, seen=version))
    assert len(nothing_new) <= 2, "\n".join(map(str, nothing_new))
    new = statements.of(lambda: colleagues[2].open(room))
    assert len(new) <= 4, "\n".join(map(str, new))
