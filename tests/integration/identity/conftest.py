import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from services.identity import commands, queries
from shared import access, clock
from shared.access import OPERATOR, SERVICE, Actor
from shared.contracts import identity as contract
from shared.database import Database
from shared.errors import Refusal, from_data
from shared.messaging import answer
from shared.messaging.service import Resources
from tests.integration.conftest import an_actor

PASSWORD = "a long walk along the Maas"
SIGN_IN = {"client": "192.0.2.7", "device": "Firefox on Linux"}
NOBODY = Actor()
TERMINAL = Actor(roles=frozenset({SERVICE}))


@pytest.fixture
def operator() -> Actor:
    return an_actor(OPERATOR)


class Clock:
    def __init__(self) -> None:
        self.moment = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def passes(self, **time: float) -> None:
        self.moment += timedelta(**time)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """`time.passes(hours=2)`."""
    told = Clock()
    monkeypatch.setattr(clock, "now", told.now)
    return told


class Bus:
    """Asks as a page does, each call in a transaction of its own: `bus(call, function, actor, ...)`."""

    def __init__(self, database: Database):
        self.resources = Resources(database.settings, database, frozenset(), None)  # type: ignore[arg-type]

    def __call__(self, call: Any, function: Any, actor: Actor = NOBODY, *, key: str | None = None, **data: Any) -> Any:
        token = access.sign(actor, self.resources.settings.secret_key) if actor != NOBODY else None
        given = answer.answer(self.resources, call, function, call.request().dump(data), {"token": token, "key": key})
        if "error" in given:
            raise from_data(given["error"])
        return call.answer().load(given["answer"])


@pytest.fixture
def bus(database: Database) -> Bus:
    return Bus(database)


def at_once(*works: Callable[[], Any]) -> list[str]:
    """Starts all at the same moment. Says of each `done` or the code of the refusal, in the order of the works."""
    together, outcomes = threading.Barrier(len(works)), {}

    def run(number: int, work: Callable[[], Any]) -> None:
        together.wait()
        try:
            work()
            outcomes[number] = "done"
        except Refusal as refusal:
            outcomes[number] = refusal.code

    threads = [threading.Thread(target=run, args=work) for work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [outcomes[number] for number in range(len(works))]


Adding = Callable[..., UUID]


@pytest.fixture
def add(ask: Any, coordinator: Actor) -> Adding:
    """A person in the records: `add("Wijkagent", sector="police")`."""

    def adding(name: str = "Wijkagent", email: str | None = None, **fields: Any) -> UUID:
        email = email or f"{name.lower().replace(' ', '.')}@stad.example"
        added = ask(contract.add_person, commands.people.add_person, coordinator, name=name, email=email, **fields)
        return added["id"]

    return adding


@pytest.fixture
def register(ask: Any) -> Adding:
    """A person with roles and an account: `register("Operator", "operator")`."""

    def registering(name: str, *roles: str, password: str | None = PASSWORD, **fields: Any) -> UUID:
        email = f"{name.lower().replace(' ', '.')}@stad.example"
        registered = ask(
            contract.register_account,
            commands.accounts.register_account,
            TERMINAL,
            name=name,
            email=email,
            roles=list(roles),
            password=password,
            **fields,
        )
        return registered["id"]

    return registering


@pytest.fixture
def record(tx: Session) -> Callable[[UUID], dict[str, Any]]:
    """What stands about a person."""

    def reading(person_id: UUID) -> dict[str, Any]:
        return queries.people.record(tx, person_id)

    return reading
