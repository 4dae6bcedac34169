"""A meeting on its pages: planned, answered, prepared, written down, followed."""

from icalendar import Calendar

from tests.gateway.meetings.conftest import in_the_city, typed


def test_a_meeting_is_planned_and_everybody_says_whether_they_come(member, another_member):
    page = member.submit("/network/meetings/new", title="Spring meeting", place="Library", **typed(in_the_city(days=7)))
    assert "The meeting is planned." in page.main
    assert f"Comes {member.name}" in page.main
    assert page.path in another_member.open("/network/meetings").links
    page = another_member.submit(page.path, f"{page.path}/reply", reply="maybe")
    assert "That is noted." in page.main
    assert f"Perhaps {another_member.name}" in page.main


def test_a_plan_without_a_place_is_refused_and_what_was_typed_stays(member):
    page = member.submit("/network/meetings/new", title="Spring meeting", **typed(in_the_city(days=7)))
    assert (page.status, page.errors) == (422, ["Fill this in"])
    assert page.form().value("title") == "Spring meeting"


def test_the_plan_is_changed_by_any_member_and_by_support(member, another_member, support, planned):
    address = planned(by=member)
    page = another_member.submit(f"{address}/edit", place="Town hall")
    assert "Town hall" in page.main
    assert "Canteen" in support.submit(f"{address}/edit", place="Canteen").main


def test_two_who_change_the_plan_at_once_see_both_versions(member, another_member, planned):
    address = planned(by=member)
    mine = member.open(f"{address}/edit")
    another_member.submit(f"{address}/edit", place="Town hall")
    page = member.send(mine, place="Canteen")
    assert page.status == 409
    assert "Town hall" in page.main
    assert page.form().value("place") == "Canteen"
    assert "Canteen" in member.send(page).main


def test_a_cancelled_meeting_says_so_and_asks_nothing_more(member, planned):
    address = planned(by=member)
    page = member.submit(f"{address}/cancel")
    assert "Cancelled" in page.main
    for question in ("Put it on the agenda", "Perhaps</button>", "Change the plan"):
        assert question not in page.html


# agenda


def test_everybody_puts_something_on_the_agenda_and_changes_what_is_theirs(member, another_member, planned):
    address = planned(by=member)
    member.submit(address, text="Welcome", minutes=5)
    page = another_member.submit(address, text="The square")
    assert f"1. Welcome 5 minutes {member.name}" in page.main
    first, second = (item["id"] for item in member.api("GET", address)["agenda"])
    page = another_member.submit(address, f"{address}/agenda/{second}/moving", direction="up")
    assert page.main.index("The square") < page.main.index("Welcome")
    assert "The agenda has been changed." in member.submit(f"{address}/agenda/{first}", text="Coffee").main
    assert another_member.submit(f"{address}/agenda/{first}", text="Tea").status == 403
    page = member.submit(f"{address}/agenda/{first}", f"{address}/agenda/{first}/removal")
    assert "Coffee" not in page.main


def test_the_agenda_is_printed_on_a_sheet_of_its_own(member, planned):
    address = planned(by=member)
    for text, minutes in (("Welcome", 5), ("The square", 40)):
        member.api("POST", f"{address}/agenda", text=text, minutes=minutes)
    page = member.open(f"{address}/agenda")
    assert "Welcome (5 minutes)" in page.main
    assert "Together: 45 minutes" in page.main
    assert f"Who comes {member.name}" in page.main


def test_an_initiative_is_presented_at_a_meeting(member, planned):
    address = planned(by=member, title="Where it is presented")
    told = {"title": "Benches on the square", "purpose": "To sit side by side."}
    initiative = f"/network/initiatives/{member.api('POST', '/network/initiatives', **told)['id']}"
    page = member.submit(f"{initiative}/present", meeting_id=address.rpartition("/")[2])
    assert "Your initiative is on the agenda." in page.main
    assert f"Initiative: {told['title']}" in page.main
    assert "Presented Where it is presented" in member.open(initiative).main


# minutes, decisions, actions


def test_minutes_with_a_decision_and_an_action_that_comes_back_until_it_is_done(member, another_member, planned):
    address = planned(by=member, minutes=-15)
    another_member.submit(address, f"{address}/reply", reply="yes")
    page = member.submit(
        f"{address}/minutes", text="We looked at the square.", decisions="We begin in May.\n\nThe benches are green."
    )
    assert "We looked at the square." in page.main
    assert "Decided We begin in May. The benches are green." in page.main
    assert f"Who was there {', '.join(sorted([member.name, another_member.name]))}" in page.main
    page = member.submit(f"{address}/actions/new", text="Ask the gardeners", owner_id=another_member.id)
    assert f"Ask the gardeners {another_member.name}" in page.main
    following = planned(by=member, days=30)
    assert "Open from before" in member.open(following).main
    [action] = member.api("GET", following)["open_actions"]
    done = f"{address}/actions/{action['id']}/doing"
    page = another_member.submit(following, done)
    assert page.path == following
    assert "Open from before" not in page.main
    assert "Not done" in member.open(address).main


def test_minutes_need_words_and_what_was_ticked_stays(member, planned):
    page = member.submit(f"{planned(by=member, minutes=-15)}/minutes", present_ids=[])
    assert (page.status, page.errors) == (422, ["Fill this in"])
    assert page.form().value("present_ids") is None


def test_two_who_write_minutes_at_once_see_both(member, another_member, planned):
    address = planned(by=member, minutes=-15)
    mine = member.open(f"{address}/minutes")
    another_member.submit(f"{address}/minutes", text="What the other wrote")
    page = member.send(mine, text="What I wrote")
    assert page.status == 409
    assert "What the other wrote" in page.main
    assert "What I wrote" in member.send(page).main


def test_an_informal_meeting_asks_for_no_minutes(member, planned):
    address = planned(by=member, informal=True, minutes=-15)
    page = member.open(address)
    assert "Informal" in page.main
    assert "Minutes" not in page.main
    assert member.open(f"{address}/minutes").status == 409


def test_support_sees_the_plan_and_not_what_was_said(member, support, planned):
    address = planned(by=member, minutes=-15)
    member.submit(f"{address}/minutes", text="We spoke about the square.")
    page = support.open(address)
    assert "Library, room 2" in page.main
    assert "We spoke about the square." not in page.main


# calendars and files


def entries(answer) -> dict[str, str]:
    """UID -> summary."""
    return {str(each["UID"]): str(each["SUMMARY"]) for each in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_a_meeting_is_a_file_for_ones_calendar_and_stands_in_ones_own(member, another_member, planned):
    address = planned(by=member, title="In the calendar")
    uid = f"{address.rpartition('/')[2]}@rotterdam"
    file = member.http.get(f"{member.url}{address}.ics", timeout=15)
    assert entries(file) == {uid: "In the calendar"}
    link = another_member.api("GET", "/my/calendar/link")["link"]

    def feed() -> dict[str, str]:
        return entries(another_member.http.get(f"{another_member.url}/calendar/{link}.ics", timeout=15))

    assert feed()[uid] == "In the calendar"
    another_member.api("PUT", f"{address}/reply", reply="no")
    assert uid not in feed()


def test_meetings_and_who_comes_are_taken_out_as_files(member, planned):
    address = planned(by=member, title="In a file")
    which = {"meeting_id": address.rpartition("/")[2]}
    file = member.http.get(f"{member.url}/download/meetings.csv", timeout=15)
    assert "In a file" in file.text
    people = member.http.get(f"{member.url}/download/meeting_people.csv", params=which, timeout=15)
    assert member.name in people.text


def test_meetings_that_are_over_stand_apart(member, planned):
    over = planned(by=member, title="Long ago", days=-30)
    assert over not in member.open("/network/meetings").links
    page = member.open("/network/meetings?past=yes")
    assert over in page.links
    assert "Not written yet" in page.main
