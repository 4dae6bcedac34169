"""An initiative on its pages: started by anybody, changed by whoever takes part."""

import pytest

from shared import clock
from tests.gateway.initiatives.conftest import BENCHES


def test_who_starts_one_sees_it_at_once_and_so_do_the_others(member, another_member):
    page = member.submit("/network/initiatives/new", **BENCHES, theme="prejudice")
    assert "Your initiative is there." in page.main
    assert f"Initiative {BENCHES['title']} Idea Prejudice" in page.main
    assert member.name in page.main
    listed = another_member.open("/network/initiatives")
    assert page.path in listed.links
    assert another_member.open(page.path).main.count("Join in") == 1


def test_nothing_is_asked_but_what_it_is_called_and_what_it_is_for(member):
    page = member.submit("/network/initiatives/new", title="Benches")
    assert (page.status, page.errors) == (422, ["Fill this in"])
    assert page.form().value("title") == "Benches"


def test_who_joins_changes_all_of_it(member, another_member, started):
    address = started(by=member)
    page = another_member.submit(address, f"{address}/joining")
    assert "You take part." in page.main
    assert "Change" in page.main
    another_member.submit(f"{address}/edit", title="Tables too")
    page = another_member.submit(address, f"{address}/state", state="running")
    assert "Initiative Tables too Running" in page.main
    assert "Everybody sees now: Running." in page.main


def test_who_only_reads_is_told_to_join_before_they_fill_in_a_form(member, another_member, started):
    address = started(by=member)
    for form in ("edit", "leave", "steps/new", "needs/new"):
        page = another_member.open(f"{address}/{form}")
        assert page.status == 403
        assert "Join it first." in page.main


def test_the_last_who_leaves_is_told_that_it_rests(member, started):
    address = started(by=member)
    assert "the initiative rests" in member.open(f"{address}/leave").main
    page = member.submit(f"{address}/leave")
    assert "Resting" in page.main
    assert "Nobody at the moment." in page.main


def test_two_who_change_it_at_once_see_both_versions(member, started):
    address = started(by=member)
    mine = member.open(f"{address}/edit")
    member.submit(f"{address}/edit", title="What somebody else wrote")
    page = member.send(mine, title="What I wrote", theme="identity")
    assert page.status == 409
    assert "What somebody else wrote" in page.main
    assert page.form().value("title") == "What I wrote"
    assert "What I wrote" in member.send(page).main


# steps


def test_a_step_gets_an_owner_and_a_day_and_is_done(member, started):
    address = started(by=member)
    day = clock.today("Europe/Amsterdam")
    page = member.submit(
        f"{address}/steps/new",
        text="Count the benches",
        owner_id=member.id,
        **{f"due_on-{part}": getattr(day, part) for part in ("day", "month", "year")},
    )
    assert f"Count the benches {member.name}" in page.main
    step_id = member.api("GET", address)["steps"][0]["id"]
    page = member.submit(address, f"{address}/steps/{step_id}/doing")
    assert "Well done: the step is ready." in page.main
    page = member.submit(address, f"{address}/steps/{step_id}/doing", done="no")
    assert not member.api("GET", address)["steps"][0]["done"]
    assert "The step has been changed." in member.submit(f"{address}/steps/{step_id}", text="Count them twice").main
    assert "No steps yet." in member.submit(f"{address}/steps/{step_id}", f"{address}/steps/{step_id}/removal").main


def test_a_step_without_words_is_refused(member, started):
    page = member.submit(f"{started(by=member)}/steps/new")
    assert (page.status, page.errors) == (422, ["Fill this in"])


# needs


@pytest.fixture
def need(member, started) -> tuple[str, str]:
    """The addresses of an initiative and of what it needs."""
    address = started(by=member)
    made = member.api("POST", f"{address}/needs", kind="room", text="A room for twelve")
    return address, f"{address}/needs/{made['id']}"


def test_what_is_needed_is_offered_by_a_colleague_and_arranged(member, another_member, need):
    address, needed = need
    page = another_member.submit(f"{needed}/offers/new", text="Our canteen is free on Mondays.")
    assert f"Our canteen is free on Mondays. {another_member.name}" in page.main
    page = member.submit(address, f"{needed}/settling")
    assert "Good: that is arranged." in page.main
    assert "Offer help" not in page.main
    assert "Needed still" in member.submit(address, f"{needed}/settling", met="no").main
    assert "Nothing at the moment." in member.submit(address, f"{needed}/removal").main


def test_an_offer_is_taken_back_by_who_made_it(member, another_member, need):
    address, needed = need
    another_member.submit(f"{needed}/offers/new", text="Our canteen")
    assert "Take it back" not in member.open(address).main
    [offer] = member.api("GET", address)["needs"][0]["offers"]
    page = another_member.submit(address, f"{needed}/offers/{offer['id']}/removal")
    assert "Our canteen" not in page.main


def test_who_asks_says_what_is_needed(member, started):
    address = started(by=member)
    page = member.submit(f"{address}/needs/new", kind="contact", text="Somebody who knows the gardeners")
    assert "A contact Somebody who knows the gardeners Needed still" in page.main
    assert member.submit(f"{address}/needs/new", text="Something").errors == ["Fill this in"]


def test_support_finds_what_is_needed_and_arranges_it(support, member, need):
    address, needed = need
    assert support.open("/network").path == "/network/initiatives"
    assert address in support.open("/network/initiatives", needing="yes").links
    support.submit(f"{needed}/offers/new", text="Room 2 is booked for you.")
    page = support.submit(address, f"{needed}/settling")
    assert "Good: that is arranged." in page.main
    assert "Room 2 is booked for you." in member.open(address).main


# progress and the list


def test_a_note_tells_of_its_progress_and_is_taken_back(member, started):
    address = started(by=member)
    page = member.submit(address, text="We counted: eleven.")
    assert f"We counted: eleven. {member.name}" in page.main
    [note] = member.api("GET", address)["notes"]
    page = member.submit(address, f"{address}/notes/{note['id']}/removal")
    assert "Nothing has been told yet." in page.main


def test_an_empty_note_is_refused(member, started):
    page = member.submit(started(by=member))
    assert (page.status, page.errors) == (422, ["Fill this in"])


def test_they_are_found_by_their_state_and_taken_out_as_a_file(member, started):
    resting, idea = started(by=member, title="Resting one"), started(by=member)
    member.api("PUT", f"{resting}/state", state="resting")
    page = member.open("/network/initiatives", state="resting")
    assert resting in page.links
    assert idea not in page.links
    file = member.http.get(f"{member.url}/download/initiatives.csv", params={"state": "resting"}, timeout=15)
    assert "Resting one,Resting," in file.text
    assert "No initiative fits this filter" in member.open("/network/initiatives?state=stopped&theme=identity").main


def test_what_an_initiative_told_comes_along_into_a_lesson_for_the_handbook(member, started):
    address = started(by=member, theme="identity")
    page = member.submit(address, text="The benches were full.")
    lesson = next(link for link in page.links if "contributions/new" in link)
    form = member.open(lesson)
    assert "The benches were full." in form.html
    assert BENCHES["purpose"] in form.html
    assert form.form().value("theme") == "identity"
