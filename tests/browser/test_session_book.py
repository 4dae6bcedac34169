"""The session book as it is used: a code on a screen, phones, a connection that comes and goes, paper."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Dialog, Page, Route, expect

from shared.access import COORDINATOR, TRAINER
from shared.contracts import identity, trainings
from tests.browser.browsing import NARROW, TIMEOUT
from tests.browser.pages import go, send
from tests.city import City, running_city
from tests.gateway import visiting
from tests.gateway.book.conftest import is_held_now
from tests.gateway.sessions.conftest import Sessions
from tests.gateway.visiting import PASSWORD, Visitor
from tests.waiting import eventually

NOT_SENT = "not sent yet"
STATUS = "[data-draft-status]"


@dataclass(frozen=True)
class Course:
    """A training day that is being held now, of a group of three with one question."""

    city: City
    trainer: Visitor
    sessions: Sessions
    training_day: UUID
    question_id: UUID

    @property
    def record(self) -> dict[str, Any]:
        return self.sessions.read(self.training_day)["record"]

    @property
    def path(self) -> str:
        return f"/sessions/{self.training_day}/record"


@pytest.fixture(scope="module")
def city(postgres: str, rabbitmq: dict[str, str]) -> Iterator[City]:
    with running_city(postgres, rabbitmq, gateway=True, log_level="WARNING") as city:
        yield city


@pytest.fixture(scope="module")
def trainer(city: City) -> Visitor:
    return visiting.sign_in(city, TRAINER, name="Tom Trainer")


@pytest.fixture(scope="module")
def sessions(city: City, trainer: Visitor) -> Sessions:
    coordinator = visiting.sign_in(city, COORDINATOR, name="Carla Coordinator")
    return Sessions(city, coordinator.id, trainer.id)


@pytest.fixture
def course(city: City, trainer: Visitor, sessions: Sessions) -> Course:
    group_id = sessions.group(sessions.people(3))
    day = sessions.part(group_id, days=0, opened=True)
    is_held_now(sessions, day)
    question = sessions.make(trainings.add_question, group_id=group_id, text="What if nobody speaks?")
    return Course(city, trainer, sessions, day, question["id"])


@contextmanager
def a_phone(chromium: Browser, course: Course, who: Visitor | None = None) -> Iterator[Page]:
    """Not watched for complaints: a lost connection is one."""
    context = chromium.new_context(viewport=NARROW, locale="en-GB", base_url=course.city.url)
    context.set_default_timeout(TIMEOUT)
    page = context.new_page()
    if who:
        sign_in(page, who)
    yield page
    context.close()


def sign_in(page: Page, who: Visitor) -> None:
    page.goto("/sign-in")
    page.fill("[name=email]", who.email)
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.press("[name=password]", "Enter")


def save(page: Page) -> None:
    page.locator("main button:has-text('Save the record')").click()


def test_people_check_in_by_the_code_on_the_screen(course: Course, chromium: Browser) -> None:
    with a_phone(chromium, course, course.trainer) as screen, a_phone(chromium, course) as phone:
        screen.goto(f"/sessions/{course.training_day}/check-in")
        send(screen)
        code = screen.locator(".app-screen__code").inner_text()
        first = min(course.sessions.states(course.training_day))
        phone.goto("/check-in")
        phone.fill("[name=code]", code)
        send(phone)
        phone.fill("[name=email]", course.sessions.make(identity.person, person_id=first)["email"])
        send(phone)
        expect(phone.locator("main")).to_contain_text("your trainer now sees that you are there")
        eventually(lambda: course.sessions.read(course.training_day)["book"]["presence"], what="the check-in")
        screen.reload()
        expect(screen.locator("#here")).to_have_text("1 person has checked in.")
        screen.goto(course.path)
        expect(screen.locator(f"[name=attendance-{first}][value=present]")).to_be_checked()


def test_a_record_is_kept_without_a_connection_and_sent_once_when_it_is_back(course: Course, chromium: Browser) -> None:
    with a_phone(chromium, course, course.trainer) as page:
        page.goto(course.path)
        page.check(f"[name=treated][value='{course.question_id}']")
        page.fill("[name=notes]", "Typed in the canteen.")
        expect(page.locator(STATUS)).to_contain_text("Saved on this phone")
        page.context.set_offline(True)
        page.locator("button[name=add_row]").click()
        page.fill("[name=follow_ups-1-text]", "Call the school")
        save(page)
        expect(page.locator(STATUS)).to_contain_text("sent by itself as soon as there is a connection")
        assert course.record["version"] == 0
        other = page.context.new_page()
        page.close()  # the tab is gone, and what was typed is not
        other.context.set_offline(False)
        other.goto("/sessions")
        with other.expect_navigation(url=f"**/sessions/{course.training_day}"):
            other.locator(".app-draft a").click()
        expect(other.locator("main")).to_contain_text("Saved: 0 people were present.")
        expect(other.locator("main")).to_contain_text("Treated: Training day")
        other.goto("/sessions")
        expect(other.locator(".app-draft")).to_have_count(0)
    assert (course.record["version"], course.record["notes"]) == (1, "Typed in the canteen.")
    assert [each["text"] for each in course.record["follow_ups"]] == ["Call the school"]


def test_an_answer_that_was_lost_does_not_make_a_second_record(course: Course, chromium: Browser) -> None:
    with a_phone(chromium, course, course.trainer) as page:
        page.goto(course.path)
        page.fill("[name=notes]", "Taken, and not answered.")
        page.route("**/record", lose_the_answer)
        with page.expect_event("requestfailed"):
            save(page)
        expect(page.locator(STATUS)).to_contain_text("sent by itself")
        assert course.record["version"] == 1
        page.fill("[name=insights]", "Typed while waiting.")
        with page.expect_event("requestfailed"):  # not by the button, which takes no second click within a second
            page.locator("form[data-draft]").evaluate("form => form.requestSubmit()")
        expect(page.locator(STATUS)).to_contain_text("sent by itself")
        page.unroute("**/record")
        with page.expect_navigation(url=f"**/sessions/{course.training_day}"):
            page.evaluate("dispatchEvent(new Event('online'))")
        expect(page.locator("main")).to_contain_text("Typed while waiting.")
    assert (course.record["version"], course.record["notes"]) == (2, "Taken, and not answered.")


def lose_the_answer(route: Route) -> None:
    if route.request.method == "POST":
        route.fetch()
        route.abort()
    else:
        route.continue_()


def test_what_somebody_else_saved_meanwhile_is_not_overwritten_by_a_draft(course: Course, chromium: Browser) -> None:
    with a_phone(chromium, course, course.trainer) as page:
        page.goto(course.path)
        page.fill("[name=notes]", "Mine.")
        record = course.record
        kept = {name: record[name] for name in ("version", "techniques", "insights", "agreements")}
        course.sessions.make(trainings.record_session, session_id=course.training_day, **kept, notes="Theirs.")
        page.reload()
        expect(page.locator(STATUS)).to_contain_text("Here is again what you typed")
        assert page.input_value("[name=notes]") == "Mine."
        with page.expect_navigation():
            save(page)
        expect(page.locator("main")).to_contain_text("Two versions of the record")
        assert page.input_value("[name=notes]") == "Mine."
        go(page, page.locator("main a:has-text('Keep theirs')"))
        assert page.input_value("[name=notes]") == "Theirs."
        expect(page.locator(STATUS)).to_be_hidden()


def test_a_draft_belongs_to_who_typed_it_and_goes_when_they_sign_out(course: Course, chromium: Browser) -> None:
    colleague = visiting.sign_in(course.city, COORDINATOR, name="Cor Coordinator")
    questions: list[str] = []

    def agree(dialog: Dialog) -> None:
        questions.append(dialog.message)
        dialog.accept()

    with a_phone(chromium, course, course.trainer) as page:
        page.on("dialog", agree)
        page.goto(course.path)
        page.fill("[name=notes]", "Not for others.")
        page.context.clear_cookies()  # the session ends without signing out, on a shared phone
        sign_in(page, colleague)
        expect(page.locator(".app-draft")).to_have_count(0)
        page.context.clear_cookies()
        sign_in(page, course.trainer)
        expect(page.locator(".app-draft")).to_contain_text(NOT_SENT)
        with page.expect_navigation():
            page.locator("form[action='/sign-out'] button").click()
        assert [NOT_SENT in question for question in questions] == [True]
        assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft:'))") == []


def test_the_half_day_opens_a_case_again_and_its_sheet_is_printed(course: Course, chromium: Browser) -> None:
    treated = {"question_id": course.question_id, "treated": True, "session_id": course.training_day}
    course.sessions.make(trainings.treat_question, **treated)
    half_day = course.sessions.part(course.sessions.read(course.training_day)["group_id"], "deepening", 1, opened=True)
    with a_phone(chromium, course, course.trainer) as page:
        page.goto(f"/sessions/{half_day}/agenda")
        page.fill("[name=lines]", "13:00 What came of it?")
        page.check("[name=techniques][value=mirroring]")
        send(page)
        page.goto(f"/sessions/{half_day}/record")
        page.check("[name=reopened]")
        with page.expect_navigation(url=f"**/sessions/{half_day}"):
            save(page)
        expect(page.locator("main")).to_contain_text("Opened again: Deepening half-day")
        page.goto(f"/sessions/{half_day}/sheet")
        page.emulate_media(media="print")
        expect(page.locator(".app-footer")).to_be_hidden()
        for part in ("13:00 What came of it?", "We listen.", "Participant 001", "What if nobody speaks?", "Mirroring"):
            expect(page.locator("main")).to_contain_text(part)
        assert page.pdf().startswith(b"%PDF")
