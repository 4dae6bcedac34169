"""One's own sessions in a calendar program."""

import pytest
from icalendar import Calendar

from shared.contracts import trainings
from tests.gateway.courses import personal_links


@pytest.fixture
def feed_of(city, anybody):
    """What a calendar program gets that subscribed with somebody's address: UID -> entry."""

    def feed(person_id):
        page = anybody.open(f"/calendar/{personal_links(city, person_id)['calendar']}.ics")
        assert page.answer.headers["Content-Type"].startswith("text/calendar")
        return {str(entry["uid"]): entry for entry in Calendar.from_ical(page.answer.content).walk("VEVENT")}

    return feed


def move(make, session_id, **changes):
    session = make(trainings.session, session_id=session_id)
    plan = {"date": session["starts_at"].date(), "start_time": "10:00", "place": "Library"} | changes
    make(trainings.change_session, session_id=session_id, version=session["version"], **plan)


def test_a_moved_session_keeps_its_uid_and_counts_up_and_a_cancelled_one_says_so(city, make, course, feed_of):
    uid = f"{course.day_id}@{city.settings.city}"
    [before] = feed_of(course.member_id).values()
    assert (before["uid"], before["sequence"], before["status"]) == (uid, 1, "CONFIRMED")
    move(make, course.day_id, start_time="13:15", place="Stadhuis")
    moved = feed_of(course.member_id)[uid]
    assert (moved["sequence"], moved["location"]) == (2, "Stadhuis")
    assert moved["dtstart"].dt.strftime("%H:%M") == "13:15"
    make(trainings.cancel_session, session_id=course.day_id)
    cancelled = feed_of(course.member_id)[uid]
    assert cancelled["status"] == "CANCELLED"
    assert cancelled["sequence"] > moved["sequence"]


def test_who_waits_or_has_left_has_no_entries(course, feed_of, participant):
    assert feed_of(course.waiting_id) == {}
    assert len(feed_of(course.member_id)) == 1
    participant(course.member_id).submit(f"/my/groups/{course.group_id}/leave")
    assert feed_of(course.member_id) == {}
    assert len(feed_of(course.waiting_id)) == 1


def test_trainers_and_coordinators_subscribe_to_what_they_give_and_run(city, course, trainer, coordinator, feed_of):
    uid = f"{course.day_id}@{city.settings.city}"
    for visitor in (trainer, coordinator):
        page = visitor.open("/sessions")
        assert "/my/calendar" in page.links
        [address] = [link for link in visitor.open("/my/calendar").links if link.startswith("http")]
        assert address == f"{city.url}/calendar/{personal_links(city, visitor.id)['calendar']}.ics"
        assert feed_of(visitor.id)[uid]["url"] == f"{city.url}/sessions/{course.day_id}"


def test_the_address_of_a_calendar_opens_nothing_else(city, course, anybody, any_program):
    calendar = personal_links(city, course.member_id)["calendar"]
    assert anybody.open(f"/my/{calendar}").status == 410
    assert anybody.open("/my").path == "/sign-in"
    any_program.http.headers["Authorization"] = f"Bearer {calendar}"
    assert any_program.try_("GET", "/my/calendar").status_code == 401


def test_a_new_address_ends_the_old_one(city, course, participant, anybody):
    browser = participant(course.member_id)
    old = personal_links(city, course.member_id)["calendar"]
    page = browser.submit("/my/calendar/renew")
    assert page.path == "/my/calendar"
    assert old not in page.html
    assert anybody.open(f"/calendar/{old}.ics").status == 410
    assert browser.open("/my").path == "/my"


def test_one_session_comes_as_a_file(participant, course):
    page = participant(course.member_id).open("/my")
    [file] = [link for link in page.links if link.endswith(".ics")]
    answer = participant(course.member_id).open(file).answer
    assert "training_day.ics" in answer.headers["Content-Disposition"]
    assert str(course.day_id) in answer.text
    assert participant(course.waiting_id).open(file).status == 404


def test_the_feed_needs_few_statements(city, course, anybody, statements):
    address = f"/calendar/{personal_links(city, course.member_id)['calendar']}.ics"
    needed = statements.of(lambda: anybody.open(address), asks="identity.resume_calendar")
    assert len(needed) <= 5, "\n".join(map(str, needed))
