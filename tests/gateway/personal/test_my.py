"""A participant's own pages, by the link of a mail."""

from datetime import timedelta

import requests

from shared import clock
from shared.access import EXPERT
from shared.contracts import identity, trainings
from tests.gateway.courses import personal_links
from tests.gateway.visiting import SECONDS
from tests.waiting import eventually


def test_the_link_of_a_mail_shows_ones_own_course(participant, course, trainer):
    page = participant(course.member_id).open("/my")
    assert "Marie Member" in page.html
    assert "Training day" in page.main
    assert trainer.name in page.main
    assert "Colin Colleague" not in page.html
    assert "Wim Waiter" not in page.html


def test_who_waits_sees_their_number(participant, course):
    page = participant(course.waiting_id).open("/my")
    assert "You are at number 1 of the waiting list." in page.main
    assert "Training day, " not in page.main


def test_the_address_with_the_link_shows_no_page_and_the_log_has_no_link(city, course):
    link = personal_links(city, course.member_id)["page"]
    answer = requests.get(f"{city.url}/my/{link}", allow_redirects=False, timeout=SECONDS)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/my")
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert link not in city.gateway.log + city.services.log


def test_a_link_opens_no_page_that_is_not_for_participants(participant, course):
    browser = participant(course.member_id)
    for path in ("/account", "/sessions", f"/sessions/{course.day_id}", f"/groups/{course.group_id}", "/network"):
        assert browser.open(path).path == "/sign-in"
    assert "Marie Member" not in browser.open("/help").html


def test_a_link_is_no_way_into_the_api(city, course, any_program):
    any_program.http.headers["Authorization"] = f"Bearer {personal_links(city, course.member_id)['page']}"
    assert any_program.try_("GET", "/my/course").status_code == 401


def test_a_wrong_link_says_where_a_new_one_comes_from(anybody):
    page = anybody.open("/my/a-link-that-was-never-sent")
    assert page.status == 410
    assert page.answer.headers["Referrer-Policy"] == "no-referrer"
    assert "/link" in page.links
    assert anybody.open("/my").path == "/sign-in"


def test_a_link_stays_beside_the_account_of_who_is_signed_in(city, sign_in, course):
    colleague = sign_in(EXPERT, name="Esra Expert")
    colleague.open(f"/my/{personal_links(city, course.member_id)['page']}")
    assert "Marie Member" in colleague.open("/my").html
    assert "Esra Expert" in colleague.open("/account").main
    page = colleague.send(colleague.open("/my"), "/my/close")
    assert "Your page is closed in this browser." in page.main
    assert "Marie Member" not in colleague.open("/my").html


def test_who_takes_part_with_an_account_finds_the_course_in_the_menu(make, sign_in, course):
    colleague = sign_in(EXPERT, name="Esra Expert")
    assert "/my" not in colleague.open("/").links
    group = {"programme_id": make.programme(), "name": "Group North", "person_ids": [colleague.id]}
    make(trainings.form_group, **group)
    assert "/my" in colleague.open("/").links
    assert "/my" in colleague.open("/network").links
    assert "Group North" in colleague.open("/my").main
    assert [group["name"] for group in colleague.api("GET", "/my/course")["groups"]] == ["Group North"]


def test_a_place_is_given_up_after_a_check(participant, course, make):
    browser = participant(course.member_id)
    leave = f"/my/groups/{course.group_id}/leave"
    assert leave in browser.open("/my").links
    page = browser.open(leave)
    assert "Your place goes to who waits for one" in page.main
    page = browser.send(page)
    assert page.path == "/my"
    assert "You have left the group. A mail confirms it." in page.main
    members = {
        member["person_id"]: member["state"] for member in make(trainings.group, group_id=course.group_id)["members"]
    }
    assert members == {course.colleague_id: "enrolled", course.waiting_id: "enrolled"}
    assert browser.open(leave).status == 404


def test_the_waiting_list_is_left_after_a_check(participant, course, make):
    browser = participant(course.waiting_id)
    page = browser.submit(f"/my/groups/{course.group_id}/leave")
    assert "You have left the group." in page.main
    assert make(trainings.group, group_id=course.group_id)["waiting"] == 0


def test_who_cannot_come_says_so_before_and_takes_it_back(participant, course, make):
    browser = participant(course.member_id)
    apology = f"/my/sessions/{course.day_id}/apology"
    page = browser.send(browser.open("/my"), apology)
    assert "Your trainers know that you cannot come." in page.main
    assert "You cannot come" in page.main
    assert make(trainings.session, session_id=course.day_id)["book"]["presence"] == [
        {"person_id": course.member_id, "checked_in_at": None, "apologised": True}
    ]
    page = browser.send(page, apology)
    assert "Your trainers know that you come." in page.main
    assert make(trainings.session, session_id=course.day_id)["book"]["presence"] == []


def test_who_is_there_checks_in_on_their_own_page_in_the_hours_of_the_session(city, participant, course, make):
    browser = participant(course.member_id)
    check_in = f"/my/sessions/{course.day_id}/check-in"
    assert check_in not in browser.open("/my").html
    make.held_now(course.day_id)
    page = browser.send(browser.open("/my"), check_in)
    assert "You are checked in" in page.main
    [presence] = make(trainings.session, session_id=course.day_id)["book"]["presence"]
    assert (presence["person_id"], presence["apologised"]) == (course.member_id, False)
    assert presence["checked_in_at"]


def test_a_certificate_is_found_on_the_own_page(participant, make, trainer, course):
    person_id = make.person("Gerda Graduate", language="en")
    group = {"programme_id": make.programme(), "name": "Graduates", "trainer_ids": [trainer.id]}
    group_id = make(trainings.form_group, **group, person_ids=[person_id])["id"]
    today = clock.today(make.city.settings.time_zone)
    for kind, days in (("training_day", 40), ("deepening", 20)):
        make.record(make.session(group_id, kind, today - timedelta(days=days)), [person_id])
    browser = participant(person_id)
    assert not [link for link in browser.open("/my").links if link.startswith("/certificates/mine/")]
    make(trainings.issue_certificates, group_id=group_id, person_ids=[person_id])
    [certificate] = [link for link in browser.open("/my").links if link.startswith("/certificates/mine/")]
    assert "Gerda Graduate" in browser.open(certificate).main


def test_the_language_is_that_of_the_page_and_of_the_mails(city, participant, course):
    browser = participant(course.member_id)
    page = browser.submit("/my", "/my/language", language="nl")
    assert '<html lang="nl"' in page.html
    contact = city.caller(identity.contacts, person_ids=[course.member_id]).data["people"][0]
    assert contact["language"] == "nl"


def test_all_links_end_at_once_and_a_new_one_comes_by_mail(city, participant, course):
    first, second = participant(course.member_id), participant(course.member_id)
    page = first.submit("/my/links/end")
    assert "All links to your page have ended" in page.main
    assert second.open("/my").path == "/sign-in"
    assert eventually(lambda: _asked_for_link(city, course.member_id), what="the mail with a new link")
    participant(course.member_id)


def test_a_coordinator_sends_a_link_and_ends_those_that_there_are(participant, course, coordinator, trainer):
    browser = participant(course.member_id)
    person = f"/people/{course.member_id}"
    assert "A link to their page is on its way." in coordinator.submit(person, f"{person}/link").main
    assert browser.open("/my").path == "/my"
    assert "All links to their page have ended." in coordinator.submit(person, f"{person}/links/end").main
    assert browser.open("/my").path == "/sign-in"
    assert trainer.api.try_("DELETE", f"{person}/links").status_code == 403


def test_a_lost_link_is_asked_for_by_address(city, anybody, make, coordinator):
    person_id = make.person("Lost Loes")
    email = coordinator.api("GET", f"/people/{person_id}")["email"]
    page = anybody.submit("/link", email=email)
    assert f"If {email} is known here, a link to your page is on its way." in page.main
    assert eventually(lambda: _asked_for_link(city, person_id), what="the mail with a link")
    assert anybody.submit("/link", email="").errors == ["Fill this in"]


def _asked_for_link(city, person_id) -> bool:
    return bool(
        city.sql("SELECT 1 FROM notifications.mails WHERE kind = 'personal_link' AND person_id = %s", person_id)
    )


def test_the_page_needs_few_statements(participant, course, statements):
    browser = participant(course.member_id)
    needed = statements.of(lambda: browser.open("/my"), asks="identity.resume_link")
    assert len(needed) <= 5, "\n".join(map(str, needed))
