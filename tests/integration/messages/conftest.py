import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.contracts import fields
from shared.contracts.base import EVENTS, Event
from shared.database import Database
from shared.messaging import envelope, listener
from shared.messaging.envelope import Message
from shared.messaging.tables import failed

SUBSCRIPTION = "trainings.identity"
SOURCES = ("/rotterdam/identity",)


@pytest.fixture(scope="module")
def service() -> str:
    """One stands for all."""
    return "trainings"


@contextmanager
def event(name: str) -> Iterator[type[Event]]:
    """One that nobody else knows."""
    says = {"thing_id": fields.Id(required=True), "number": fields.Number(required=True)}
    made = type(name, (Event,), {"owner": "identity", "aggregate": "thing_id", **says})
    yield made
    del EVENTS[made.type]


@pytest.fixture
def counted() -> Iterator[type[Event]]:
    with event("Counted") as counted:
        yield counted


@pytest.fixture
def recounted() -> Iterator[type[Event]]:
    with event("Recounted") as recounted:
        yield recounted


@pytest.fixture
def message(counted: type[Event]) -> Any:
    """One as it arrives."""

    def made(thing_id: UUID, number: int, type_: str = counted.type, **body: Any) -> Message:
        body = {"thing_id": str(thing_id), "number": number, **body}
        return envelope.read(headers(thing_id, number, type_), json.dumps(body).encode(), sources=SOURCES)

    return made


def headers(thing_id: UUID, number: int, type_: str) -> dict[str, str]:
    attributes = {
        "id": str(uuid4()),
        "type": type_,
        "source": "/rotterdam/identity",
        "subject": str(thing_id),
        "sequence": str(number),
        "time": "2026-06-01T12:00:00+00:00",
        "correlationid": str(uuid4()),
    }
    return {envelope.PREFIX + name: value for name, value in attributes.items()}


@pytest.fixture
def waiting() -> Any:
    """What is set aside: (number, reason, whether it is parked) in order."""

    def rows(tx: Session) -> list[tuple[int, str, bool]]:
        found = tx.execute(select(failed).order_by(failed.c.position))
        return [(json.loads(row.body)["number"], row.reason, row.parked_at is not None) for row in found]

    return rows


@pytest.fixture
def listening(database: Database, counted: type[Event]) -> Iterator[Any]:
    """A listener to `counted` without a broker; its reaction is the test's."""
    opened = []

    def made(reaction: Any) -> listener.Listener:
        subscriptions = {SUBSCRIPTION: {counted.type: (counted, reaction)}}
        opened.append(listener.Listener(database.settings, "trainings", {SUBSCRIPTION: subscriptions}))
        return opened[-1]

    yield made
    for each in opened:
        each.close()
