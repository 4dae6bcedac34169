"""The services are killed while people work: nothing is lost, nothing happens twice, and the figures come out right."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect
from requests import ReadTimeout, Response

from shared.access import COORDINATOR, TRAINER
from tests.browser import looking
from tests.browser.browsing import watch_of, watched
from tests.city import City, running_city
from tests.gateway.running_programme import INVITED, RunningProgramme, running_programme
from tests.gateway.visiting import PASSWORD, Program, Visitor, sign_in
from tests.waiting import eventually

NOT_NOW = (503, 504)
NEWCOMERS = 14
NOTES = 'Wat de volgende keer moet weten.\n\nTwee alinea\'s, en een "aanhaling".'


@pytest.fixture(scope="module")
def city(postgres: str, rabbitmq: dict[str, str]) -> Iterator[City]:
    with running_city(postgres, rabbitmq, gateway=True, log_level="WARNING") as city:
        yield city


@pytest.fixture(scope="module")
def coordinator(city: City) -> Visitor:
    return sign_in(city, COORDINATOR, name="Carla Coordinator")


@pytest.fixture(scope="module")
def trainer(city: City) -> Visitor:
    return sign_in(city, TRAINER, name="Tom Trainer")


@pytest.fixture(scope="module")
def running(city: City, coordinator: Visitor, trainer: Visitor) -> RunningProgramme:
    return running_programme(city, coordinator.id, trainer.id)


@pytest.fixture(autouse=True)
def _services_run_in_the_end(city: City) -> Iterator[None]:
    yield
    if not city.services.alive:
        city.services.start()


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without-javascript"])
def test_what_was_filled_in_is_kept_and_counts_once(
    city: City, trainer: Visitor, running: RunningProgramme, chromium: Browser, javascript: bool
) -> None:
    address = f"{city.url}/sessions/{running.training_day_id}/record"
    with watched(chromium, java_script_enabled=javascript) as context:
        watch_of(context).expects = set(NOT_NOW)
        page = context.new_page()
        page.goto(f"{city.url}/sign-in?next={address.removeprefix(city.url)}")
        page.fill("[name=email]", trainer.email)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(address)
        version = int(page.input_value("main [name=version]"))
        notes = f"{NOTES} {'Met' if javascript else 'Zonder'} JavaScript."
        page.fill("[name=notes]", notes)
        city.services.kill()
        page.locator("main .govuk-button:not(.govuk-button--secondary)[type=submit]").last.click()
        kept = "not sent yet" if javascript else "What you filled in is kept on this page."
        expect(page.locator("main")).to_contain_text(kept, timeout=15_000)
        assert not [*looking.wrong_in_the_content(looking.read(page), "en"), *looking.too_wide(page)]
        assert not (javascript and [*looking.inaccessible(page)])
        city.services.start()
        if not javascript:
            page.locator("main .govuk-button:not(.govuk-button--secondary)[type=submit]").last.click()
        # With JavaScript the page sends it by itself, every ten seconds until it is told that it was taken.
        page.wait_for_url(address.removesuffix("/record"), timeout=60_000)
        page.goto(address)
        assert page.input_value("[name=notes]") == notes
        assert int(page.input_value("main [name=version]")) == version + 1


def test_commands_under_way_are_carried_out_once_each(
    city: City, coordinator: Visitor, running: RunningProgramme
) -> None:
    """Newcomers are added, invited to the next introduction and enrolled, and each asks a question."""
    introduction = _insist(
        coordinator.api,
        "POST",
        f"/programmes/{running.id}/introductions",
        title="How polarisation works",
        date=city.sql("SELECT current_date + 20 AS day")[0].day.isoformat(),
        start_time="13:30",
        place="Town hall",
    )["id"]
    code = coordinator.api("GET", f"/groups/{running.new_group_id}")["question_code"]
    done: list[str] = []

    def comes_in(number: int) -> None:
        program = Program(city.url, coordinator.api.http.headers["Authorization"].removeprefix("Bearer "))
        email = f"newcomer-{number}@rotterdam.example"
        person = _insist(program, "POST", "/people", name=f"Newcomer {number}", email=email)["id"]
        _insist(program, "POST", f"/sessions/{introduction}/invitations", person_ids=[person])
        _insist(program, "POST", f"/groups/{running.new_group_id}/places", person_id=person)
        _insist(Program(city.url), "POST", f"/question-boxes/{code}/questions", text=f"Question {number}")
        done.append(person)

    with ThreadPoolExecutor(4) as pool:
        under_way = [pool.submit(comes_in, number) for number in range(NEWCOMERS)]
        for finished in (2, 7):
            eventually(lambda: len(done) >= finished, 60)  # noqa: B023
            city.services.kill()
            city.services.start()
        for one in under_way:
            one.result(90)
    _everything_happened_once(city, coordinator, running, done)


def _insist(program: Program, method: str, path: str, **data: Any) -> dict[str, Any]:
    """Sends a command again with the same key, as long as it is not known whether it was carried out."""
    key = str(uuid4())

    def known() -> Response | None:
        try:
            answer = program.try_(method, path, key=key, **data)
        except ReadTimeout:
            return None
        return answer if answer.status_code not in NOT_NOW else None

    answer = eventually(known, 60, f"an answer to {method} {path}")
    assert answer is not None
    assert answer.ok, answer.text
    return answer.json()


def _everything_happened_once(
    city: City, coordinator: Visitor, running: RunningProgramme, newcomers: list[str]
) -> None:
    assert coordinator.api("GET", "/people", q="newcomer-")["total"] == NEWCOMERS
    group = coordinator.api("GET", f"/groups/{running.new_group_id}")
    assert {member["person_id"] for member in group["members"] if member["state"] == "enrolled"} >= set(newcomers)
    assert sorted(question["text"] for question in group["questions"]) == sorted(
        f"Question {number}" for number in range(NEWCOMERS)
    )
    eventually(lambda: _figures(coordinator, running) == (INVITED + NEWCOMERS, [10, 16]), 30, "the dashboard")
    mails = city.sql("SELECT kind, person_id FROM notifications.mails WHERE person_id = ANY(%s::uuid[])", newcomers)
    invited = [mail.person_id for mail in mails if mail.kind == "introduction_invitation"]
    assert len(invited) == len(set(invited)) == NEWCOMERS


def _figures(reader: Visitor, running: RunningProgramme) -> tuple[int, list[int]]:
    """How many people were invited, and how many are in each group."""
    dashboard = reader.api("GET", f"/programmes/{running.id}/dashboard")
    return dashboard["funnel"]["invited"], sorted(group["enrolled"] for group in dashboard["groups"])
