"""People who go on working while an operator does something to their city, and what has to be true afterwards."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
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
    """`added`: addresses of the people who were added and stay, as answered; `removed`: ids of those who were removed,
    which takes effect in five other services."""

    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unavailable: int = 0
    wrong: list[str] = field(default_factory=list)

    def goes_on(self, more: int = 20) -> None:
        """Waits until so many more commands have been accepted than now."""
        wanted = self.accepted + more
        eventually(lambda: self.wrong or self.accepted >= wanted, SETTLED_SECONDS, "work to go on")

    @property
    def accepted(self) -> int:
        return len(self.added) + len(self.removed)


class Stopped(Exception):
    """Nobody waits for the answer any more."""


@contextmanager
def going_on(programme: Programme) -> Iterator[Work]:
    """Adds one person after the other and removes every second one; what gets no answer is asked again under the same
    key."""
    work, stop = Work(), threading.Event()
    thread = threading.Thread(target=_work, args=(programme, work, stop), daemon=True)
    thread.start()
    try:
        work.goes_on()
        yield work
    finally:
        stop.set()
        thread.join(60)
    assert not work.wrong, work.wrong[:3]


def _work(programme: Programme, work: Work, stop: threading.Event) -> None:
    with suppress(Stopped):
        while not stop.is_set():
            email = f"{uuid4().hex}@people.example"
            person = _sent(programme, work, stop, "POST", "/people", name="Iemand", email=email)
            if person is not None and len(work.added) > len(work.removed):
                _sent(programme, work, stop, "DELETE", f"/people/{person['id']}")
                work.removed.append(person["id"])
            else:
                work.added.append(email)


def _sent(programme: Programme, work: Work, stop: threading.Event, method: str, path: str, **data: Any) -> Any:
    key = str(uuid4())
    while not stop.is_set():
        try:
            answer = programme.coordinator.try_(method, path, key=key, **data)
        except requests.RequestException:
            answer = None
        if answer is not None and answer.ok:
            return answer.json() if answer.content else None
        if answer is not None and answer.status_code not in (502, 503, 504):
            work.wrong.append(f"{answer.status_code} {answer.text[:200]}")
            break
        work.unavailable += 1
        stop.wait(0.2)
    raise Stopped


def nothing_is_lost(city: ComposedCity, work: Work) -> None:
    """Each accepted command took effect once, and each of its events once with each who listens."""
    everything_took_effect(city)
    people = city.sql("SELECT email, count(*) FROM identity.people WHERE email LIKE '%@people.example' GROUP BY email")
    assert set(work.added) <= {email for email, _ in people}
    assert {count for _, count in people} <= {"1"}
    removed = {id_ for [id_] in city.sql("SELECT id FROM identity.people WHERE removed_at IS NOT NULL")}
    assert set(work.removed) <= removed


def everything_took_effect(city: ComposedCity) -> None:
    eventually(lambda: not outstanding(city), SETTLED_SECONDS, f"all events of {city.slug} to take effect")
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
