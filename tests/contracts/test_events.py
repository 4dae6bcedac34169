"""What a service announces is a promise to those who listen: owned, free of personal data, and stable."""

import json
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from sqlalchemy import Uuid, select
from sqlalchemy.orm import Session

from deploy.docs import golden_files
from services import SERVICES, listeners
from shared import clock, context
from shared.contracts import fields, trainings
from shared.contracts.base import Event, load_event
from shared.database import Database
from shared.database.merging import people_columns
from shared.messaging import envelope, outbox
from shared.messaging.tables import outbox as outbox_table
from tests import machine
from tests.contracts import golden, snapshots
from tests.contracts.compatibility import broken
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
    assert {"headers": written.headers, "body": written.body} == golden.holds(golden_files(event.type)[-1])


def test_a_field_that_the_event_does_not_have_is_not_published(tx: Session):
    with pytest.raises(TypeError, match=r"session_cancelled.v1 has no sesion_id"):
        outbox.publish(tx, trainings.SessionCancelled, **sample(trainings.SessionCancelled), sesion_id=an_id("session"))


def test_an_event_that_no_listener_would_read_is_not_published(tx: Session, monkeypatch):
    monkeypatch.setattr(envelope, "MOST_BYTES", 20)
    with pytest.raises(ValueError, match=r"session_cancelled.v1 is larger than the 20 bytes that a listener reads"):
        outbox.publish(tx, trainings.SessionCancelled, **sample(trainings.SessionCancelled))


def arriving(kept: dict[str, Any]) -> envelope.Message:
    body = json.dumps(kept["body"]).encode()
    return envelope.read(kept["headers"], body, sources=[kept["headers"]["cloudEvents:source"]])


@of_each_event
def test_a_listener_reads_what_is_announced_today(event: type[Event]):
    kept = golden.holds(golden_files(event.type)[-1])
    message = arriving(kept)
    assert message.type == event.type
    assert message.aggregate_id == an_id(event.aggregate)
    assert load_event(event, message.type, message.data) == sample(event)


@pytest.mark.parametrize("path", golden.kept(), ids=lambda path: path.stem)
def test_a_listener_reads_what_was_ever_announced_as_the_newest_version(path: Path):
    type_, kept = golden.type_of(path), golden.holds(path)
    newest = golden.understanding(type_)
    message = arriving(kept)
    assert message.type == type_
    assert message.aggregate_id == an_id(newest.aggregate)
    loaded = newest().dump(load_event(newest, type_, message.data))
    jsonschema_rs.validate(snapshots.snapshot(newest), loaded, validate_formats=True)


@pytest.mark.parametrize("path", golden.kept(), ids=lambda path: path.stem)
def test_what_was_announced_fits_the_schema_of_its_own_version(path: Path):
    jsonschema_rs.validate(snapshots.kept(golden.type_of(path)), golden.holds(path)["body"], validate_formats=True)


@of_each_event
def test_an_event_does_not_change_within_its_version(event: type[Event]):
    """`make docs` notes a new optional field; for anything else docs/adding-an-event.md says how."""
    kept, now = snapshots.kept(event.type), snapshots.snapshot(event)
    assert broken(kept, now) == []
    assert kept == now


def test_of_every_type_that_is_understood_an_example_and_the_schema_are_kept():
    understood = {type_ for event in EVENTS for type_ in event.types()}
    assert {golden.type_of(path) for path in golden.kept()} == understood
    assert {path.stem for path in snapshots.FOLDER.iterdir()} == understood


@of_each_event
def test_an_older_version_that_is_still_announced_is_named_after_it(event: type[Event]):
    newest = golden.understanding(event.type)
    assert event.__name__ == newest.__name__ + ("" if event is newest else f"V{event.version}")


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
    assert event.__module__.split(".")[:3] == ["shared", "contracts", event.owner]


@of_each_event
def test_an_event_is_announced_by_its_owner(event: type[Event]):
    """Or an older version is: its listeners come first."""
    names = [each.__name__ for each in EVENTS if each.name == event.name]
    code = [read(path) for path in python("services") if path.parts[1] == event.owner]
    assert any(re.search(rf"\b({'|'.join(names)})\b", text) and "publish" in text for text in code)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_listens_only_to_events_of_others(service: str):
    for event in listeners()[service]:
        assert event in EVENTS
        assert event.owner != service


# No table of its has anybody in it.
KNOWS_NOBODY = ("handbook", "instance")
IDS_OF_THINGS = {"chapters.origin_id", "offers.origin_id"}  # of a chapter in another city


@pytest.mark.parametrize("service", KNOWS_NOBODY)
def test_a_service_that_knows_nobody_has_no_ids_of_people(service: str):
    metadata = import_module(f"services.{service}.tables").Base.metadata
    assert metadata.tables
    assert people_columns(metadata) == set()
    others = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Uuid) and not (column.primary_key or column.foreign_keys)
    }
    assert others <= IDS_OF_THINGS


@pytest.mark.parametrize("service", [name for name in SERVICES if name not in KNOWS_NOBODY])
def test_every_service_hears_when_a_person_is_erased(service: str):
    """The owner of that event does it in its own transaction."""
    identity = import_module("shared.contracts.identity")
    assert service == identity.SERVICE_NAME or identity.PersonErased in listeners()[service]
