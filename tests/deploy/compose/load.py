"""People who go on working while an operator does something to their city, and what has to be true afterwards."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import uuid4

import requests

from services import SERVICES, listeners
from shared.messaging import topology
from tests.deploy.compose.host import ComposedCity
from tests.story.programme import Programme
from tests.waiting import eventually

SETTLED_SECONDS = 120


@dataclass
class Work:
    """`accepted`: addresses of the people whose adding was answered. `asked`: of all that were tried."""

    accepted: list[str] = field(default_factory=list)
    asked: int = 0
    unavailable: int = 0
    wrong: list[str] = field(default_factory=list)


@contextmanager
def going_on(programme: Programme) -> Iterator[Work]:
    """Adds one person after the other; what gets no answer is asked again under the same key."""
    work, stop = Work(), threading.Event()
    thread = threading.Thread(target=_add_people, args=(programme, work, stop), daemon=True)
    thread.start()
    try:
        yield work
    finally:
        stop.set()
        thread.join(60)
    assert not work.wrong, work.wrong[:3]


def _add_people(programme: Programme, work: Work, stop: threading.Event) -> None:
    while not stop.is_set():
        email, key = f"{uuid4().hex}@people.example", str(uuid4())
        work.asked += 1
        while not stop.is_set():
            try:
                answer = programme.coordinator.try_("POST", "/people", key=key, name="Iemand", email=email)
            except requests.RequestException:
                work.unavailable += 1
                stop.wait(0.2)
                continue
            if answer.ok:
                work.accepted.append(email)
            elif answer.status_code in (502, 503, 504):
                work.unavailable += 1
                stop.wait(0.2)
                continue
            else:
                work.wrong.append(f"{answer.status_code} {answer.text[:200]}")
            break


def nothing_is_lost(city: ComposedCity, work: Work) -> None:
    """Each accepted command took effect once, and each of its events once with each who listens."""
    eventually(lambda: not outstanding(city), SETTLED_SECONDS, f"all events of {city.slug} to take effect")
    found = {email for [email] in city.sql("SELECT email FROM identity.people WHERE email LIKE '%@people.example'")}
    assert set(work.accepted) <= found
    doubled = city.sql(
        "SELECT email FROM identity.people WHERE email LIKE '%@people.example' GROUP BY email HAVING count(*) > 1"
    )
    assert not doubled
    aside = {name: city.sql(f"SELECT count(*) FROM {name}.failed")[0][0] for name in SERVICES}
    assert set(aside.values()) == {"0"}, aside


def outstanding(city: ComposedCity) -> list[str]:
    """Events that a listener has not noted, by the databases of both."""
    unions = [
        f"SELECT '{listener}.{owner}', count(*) FROM {owner}.outbox AS event WHERE type IN ({_quoted(types)})"
        f" AND NOT EXISTS (SELECT FROM {listener}.inbox WHERE message_id = event.id)"
        for listener, events in listeners().items()
        for owner, types in topology.by_owner(events).items()
    ]
    return [name for name, count in city.sql(" UNION ALL ".join(unions)) if count != "0"]


def _quoted(types: set[str]) -> str:
    return ", ".join(f"'{type_}'" for type_ in sorted(types))
