"""When a service is dead or late, the page says so in time, keeps the form, and sending it again counts once."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import psycopg
import pytest

from shared.contracts import identity
from tests.city import City
from tests.gateway.visiting import Page, Visitor

# Who is signed in is asked first; then the command itself. Each within its deadline.
LONGEST = identity.resume_session.deadline + identity.add_person.deadline + 2


@pytest.fixture
def name() -> str:
    return f"Somebody {uuid4().hex[:8]}"


def test_a_dead_service_gives_a_page_that_says_so_and_keeps_the_form(city: City, coordinator: Visitor, name: str):
    form = coordinator.open("/people/new")
    with dead(city):
        page, seconds = sent(coordinator, form, name)
    assert page.status == 503
    assert seconds < LONGEST
    assert "This is not available right now. Nothing was changed." in page.main
    assert_kept_and_counts_once(coordinator, page, name)


def test_a_late_service_gives_a_page_that_says_it_is_not_known_yet(city: City, coordinator: Visitor, name: str):
    """The command waits for a lock, and is carried out when nobody waits for its answer any more."""
    form = coordinator.open("/people/new")
    with psycopg.connect(city.settings.database_url) as holder:
        holder.execute("LOCK TABLE identity.people IN EXCLUSIVE MODE")
        page, seconds = sent(coordinator, form, name)
    assert page.status == 504
    assert seconds < LONGEST
    assert "We do not know yet whether this worked." in page.main
    assert_kept_and_counts_once(coordinator, page, name)


def test_a_program_is_told_the_same_with_a_code(city: City, coordinator: Visitor, name: str):
    key, person = str(uuid4()), {"name": name, "email": f"{uuid4().hex}@rotterdam.example"}
    with psycopg.connect(city.settings.database_url) as holder:
        holder.execute("LOCK TABLE identity.people IN EXCLUSIVE MODE")
        answer = coordinator.api.try_("POST", "/people", key=key, **person)
    assert (answer.status_code, answer.json()["code"]) == (504, "not_known_yet")
    again = [coordinator.api.try_("POST", "/people", key=key, **person) for _ in range(2)]
    assert [each.status_code for each in again] == [201, 201]
    assert again[0].json() == again[1].json()


def sent(visitor: Visitor, form: Page, name: str) -> tuple[Page, float]:
    started = time.monotonic()
    page = visitor.send(form, name=name, email=f"{uuid4().hex}@rotterdam.example")
    return page, time.monotonic() - started


@contextmanager
def dead(city: City) -> Iterator[None]:
    city.services.freeze()
    try:
        yield
    finally:
        city.services.thaw()


def assert_kept_and_counts_once(visitor: Visitor, page: Page, name: str) -> None:
    assert page.form().value("name") == name
    for _ in range(2):
        assert visitor.send(page).status == 200
    found = visitor.api("GET", "/people", q=name)["items"]
    assert [person["name"] for person in found] == [name]
