"""The backlog of a programme, from its pages: what people need, what is planned for it, what is told of it."""

from datetime import timedelta

import pytest

from shared import clock
from shared.access import Actor
from shared.contracts import feedback
from tests.gateway.running_programme import Maker
from tests.gateway.test_statement_counts import MOST
from tests.waiting import eventually

DAY = {"planned_on-day": 3, "planned_on-month": 12, "planned_on-year": 2030}
SENTENCE = "Practise a difficult conversation at the door."


def of(course) -> str:
    return f"/programmes/{course.programme_id}"


def test_a_need_that_a_survey_told_of_is_noted_planned_for_and_told_of(coordinator, told, city):
    page = coordinator.open(f"{of(told)}/needs")
    assert "After the course Further training 6 of 12 Not yet" in page.main
    assert "Information" not in page.main.partition("The needs of this programme")[0], "two people chose it"
    take_up = f"{of(told)}/needs/new?wave=t1&kind=training"
    assert take_up in page.links

    page = coordinator.open(take_up)
    assert "Told in a survey Further training" in page.main
    need = coordinator.send(page, text=SENTENCE)
    assert f"The need has been noted. Rotterdam-Zuid {SENTENCE}" in need.main
    assert "Open Further training" in need.main
    assert "Further training 6 of 12 1 need" in coordinator.open(f"{of(told)}/needs").main

    [plan] = [link for link in need.links if "/activities/new" in link]
    page = coordinator.open(plan)
    assert page.form().value("need_ids") == need.path.rsplit("/", 1)[1]
    activity = coordinator.send(page, title="An afternoon of practice", kind="session", **DAY)
    assert "An afternoon of practice Planned Session Tuesday, 3 December 2030" in activity.main
    assert f"{SENTENCE} Further training Planned" in activity.main
    assert "An afternoon of practice Session 3 Dec 2030 Planned" in coordinator.open(need.path).main

    held = coordinator.submit(activity.path, f"{activity.path}/state", state="done")
    assert "An afternoon of practice Held" in held.main
    assert "Done Further training" in coordinator.open(need.path).main

    page = coordinator.open(f"{of(told)}/what-we-changed/write")
    check = coordinator.send(page, text="We practise every month.", need_ids=[need.path.rsplit("/", 1)[1]])
    assert check.path == f"{of(told)}/what-we-changed/check"
    assert f"We practise every month. What we heard: {SENTENCE}" in check.main
    assert "the 12 people who were invited" in check.main
    published = coordinator.send(check)
    assert "It is published, and goes by mail to 12 people." in published.main
    assert "We practise every month." in published.main
    dashboard = coordinator.open(of(told)).main
    assert "What we changed We practise every month." in dashboard
    mails = "SELECT count(*) FROM notifications.mails WHERE kind = 'report_back'"
    eventually(lambda: city.sql(mails)[0][0] == 12, what="the mails to be queued")


def test_who_was_invited_reads_it_on_their_own_page_and_others_do_not(coordinator, trainer, told, city):
    reader = city.sql("SELECT person_id FROM feedback.invitations WHERE survey_id = %s", told.survey_id)[0][0]
    make = Maker(city, coordinator.id)
    make(feedback.save_report_back, programme_id=told.programme_id, text="We listened.")
    version = make(feedback.report_back_draft, programme_id=told.programme_id)["version"]
    make(feedback.publish_report_back, programme_id=told.programme_id, version=version)
    read = city.ask(feedback.my_reports_back, Actor(reader)).data["reports"]
    assert "We listened." in [report["text"] for report in read]
    assert "We listened." not in trainer.open("/my").main


def test_a_need_is_declined_with_a_reason_and_opened_again(coordinator, need):
    page = coordinator.open(f"{need}/decline")
    assert coordinator.send(page, reason="").errors == ["Fill this in"]
    declined = coordinator.send(page, reason="Another service does this.")
    assert "Will not be done Expertise" in declined.main
    assert "Why it will not be done Another service does this." in declined.main
    opened = coordinator.submit(need, f"{need}/decision", decision="open")
    assert "Open Expertise" in opened.main
    assert "Another service does this." not in opened.main


def test_a_need_is_worded_anew_and_a_colleague_is_not_overwritten(coordinator, need):
    page = coordinator.open(f"{need}/edit")
    assert "Whom can we call at night?" in coordinator.send(page, text="Whom can we call at night?").main
    again = coordinator.send(coordinator.open(f"{need}/edit"), text="Whom?", version="1")
    assert again.status == 409
    assert again.form().value("text") == "Whom?"


def test_a_filter_of_the_list_goes_into_the_file_too(coordinator, told, need):
    address = f"{of(told)}/needs"
    assert "Whom can we call?" in coordinator.open(address, kind="expertise").main
    assert "No need fits this filter." in coordinator.open(address, theme="exclusion").main
    file = coordinator.open("/download/needs.csv", programme_id=told.programme_id, kind="expertise").answer.text
    assert "Whom can we call?" in file
    assert "Practise" not in file
    for table in ("planned_activities", "reports_back"):
        assert coordinator.open(f"/download/{table}.xlsx", programme_id=told.programme_id).status == 200


def test_the_dashboard_counts_the_open_needs(coordinator, operator, told, need):
    page = coordinator.open(of(told))
    assert "Open needs" in page.main
    assert f"{of(told)}/needs" in page.links
    assert "Open needs" not in operator.open(of(told)).main


def test_an_activity_leads_to_the_session_that_it_became(coordinator, told, need, city):
    make = Maker(city, coordinator.id)
    on = clock.today(city.settings.time_zone) + timedelta(days=7)
    session_id = make.introduction(told.programme_id, on, "Introduction for the night shift")
    page = coordinator.open(f"{of(told)}/activities/new")
    activity = coordinator.send(page, title="One more introduction", kind="introduction", session_id=session_id, **DAY)
    assert "Introduction for the night shift" in activity.main
    assert f"/sessions/{session_id}" in activity.links
    edit = coordinator.open(f"{activity.path}/edit")
    assert edit.form().value("session_id") == str(session_id)
    need_id = need.rsplit("/", 1)[1]
    changed = coordinator.send(edit, need_ids=[need_id])
    assert "Whom can we call? Expertise Planned" in changed.main


def test_what_was_told_before_is_where_a_correction_begins(coordinator, told, city):
    make = Maker(city, coordinator.id)
    make(feedback.save_report_back, programme_id=told.programme_id, text="From May on.")
    version = make(feedback.report_back_draft, programme_id=told.programme_id)["version"]
    make(feedback.publish_report_back, programme_id=told.programme_id, version=version)
    page = coordinator.open(f"{of(told)}/what-we-changed")
    [again] = [link for link in page.links if "again=" in link]
    assert coordinator.open(again).form().value("text") == "From May on."


@pytest.mark.parametrize(
    "address",
    [
        "{}/needs",
        "{}/needs/new",
        "{}/activities",
        "{}/activities/new",
        "{}/what-we-changed",
        "{}/what-we-changed/write",
    ],
)
def test_a_page_of_the_backlog_needs_at_most_ten_statements(coordinator, told, need, statements, address):
    path = address.format(of(told))
    assert_few(coordinator, statements, path)


def test_a_need_and_an_activity_need_at_most_ten_statements(coordinator, told, need, statements, city):
    need_id = need.rsplit("/", 1)[1]
    make = Maker(city, coordinator.id)
    on = clock.today(city.settings.time_zone) + timedelta(days=7)
    session_id = make.introduction(told.programme_id, on)
    activity = {"title": "Practice", "kind": "session", "planned_on": on, "session_id": session_id}
    planned = make(feedback.plan_activity, programme_id=told.programme_id, need_ids=[need_id], **activity)["id"]
    for path in (need, f"{need}/edit", f"{need}/decline", f"/activities/{planned}", f"/activities/{planned}/edit"):
        assert_few(coordinator, statements, path)


def assert_few(visitor, statements, path) -> None:
    visitor.sign_in()  # forgets what they changed just now, which services would wait for
    pages = []
    needed = statements.of(lambda: pages.append(visitor.open(path)))
    assert (pages[0].status, pages[0].path) == (200, path)
    assert len(needed) <= MOST, "\n".join(map(str, needed))
