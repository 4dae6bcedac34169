"""What a service announces is a promise to those who listen: owned, free of personal data, and stable."""

import json
from collections.abc import Iterator
from importlib import import_module

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from services import SERVICES, listeners
from shared import clock, context
from shared.contracts import fields
from shared.contracts.base import Event, load
from shared.database import Database
from shared.messaging import envelope, outbox
from shared.messaging.tables import outbox as outbox_table
from tests import machine
from tests.contracts import golden
from tests.contracts.samples import MOMENT, an_id, sample
from tests.house.files import python, read

EVENTS = golden.events()
of_each_event = pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type)

# Ids, codes, numbers, dates, yes or no. Free text is fetched by id, from the service that owns it.
ALLOWED = {fields.Id, fields.Choice, fields.Number, fields.Date, fields.Time, fields.Moment, fields.YesNo}


@pytest.fixture(scope="module")
def database(postgres: str, worker_name: str) -> Iterator[Database]:
    name = f"contracts_{worker_name}"
    settings = machine.city(postgres_url=machine.create_database(postgres, name, machine.TEMPLATE))
    database = Database(settings, "identity")  # any service: they all have the same outbox
    yield database
    database.dispose()
    machine.drop_database(postgres, name)


@pytest.fixture
def tx(database: Database) -> Iterator[Session]:
    with database.transaction() as tx:
        yield tx
        tx.rollback()


@of_each_event
def test_publishing_writes_what_the_golden_file_holds(tx: Session, event: type[Event], monkeypatch):
    """A new event has none yet: `python -m tests.contracts.golden` writes it."""
    monkeypatch.setattr(outbox, "new_id", lambda: an_id("message"))
    monkeypatch.setattr(clock, "now", lambda: MOMENT)
    cause = context.Context(str(an_id("correlation")), str(an_id("causation")), golden.TRACEPARENT)
    with context.working_in(cause):
        outbox.publish(tx, event, **sample(event))
    written = tx.execute(select(outbox_table.c.type, outbox_table.c.headers, outbox_table.c.body)).one()
    assert written.type == event.type
    assert {"headers": written.headers, "body": written.body} == json.loads(golden.path(event.type).read_text())


@of_each_event
def test_a_listener_reads_what_the_golden_file_holds(event: type[Event]):
    kept = json.loads(golden.path(event.type).read_text())
    message = envelope.read(kept["headers"], kept["body"])
    assert message.type == event.type
    assert message.aggregate_id == an_id(event.aggregate)
    assert load(event, message.body) == sample(event)


def test_every_golden_file_is_of_an_event():
    assert {path.stem for path in golden.FOLDER.iterdir()} == {event.type for event in EVENTS}


@of_each_event
def test_an_event_holds_no_words(event: type[Event]):
    for name, field in event().fields.items():
        kind = type(field.inner if isinstance(field, fields.Many) else field)
        assert kind in ALLOWED, f"{event.type}.{name} is a {kind.__name__}"


@of_each_event
def test_an_event_happened_to_one_thing_and_has_an_owner(event: type[Event]):
    thing = event().fields[event.aggregate]
    assert isinstance(thing, fields.Id)
    assert thing.required
    assert not thing.allow_none
    assert event.owner in SERVICES
    assert event.__module__ == f"shared.contracts.{event.owner}"


@of_each_event
def test_an_event_is_announced_by_its_owner(event: type[Event]):
    code = [read(path) for path in python("services") if path.parts[1] == event.owner]
    assert any(event.__name__ in text and "publish" in text for text in code)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_listens_only_to_events_of_others(service: str):
    for event in listeners()[service]:
        assert event in EVENTS
        assert event.owner != service


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_hears_when_a_person_is_erased(service: str):
    """The owner of that event does it in its own transaction."""
    identity = import_module("shared.contracts.identity")
    assert service == identity.SERVICE_NAME or identity.PersonErased in listeners()[service]
