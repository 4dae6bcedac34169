"""An update changes what an event looks like. What was announced before it, or too early, still takes effect once."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest

from shared.contracts.base import Event
from shared.database import Database
from shared.messaging import failures, outbox, parked, topology
from shared.settings import Settings
from tests.city import fresh_city, running_processes
from tests.messaging import later_library, library
from tests.messaging.conftest import RUN_LIBRARY, Library
from tests.waiting import eventually

RUN_LATER_LIBRARY = ("-m", "tests.messaging.run_later_library")


@pytest.fixture
def settings(postgres: str, rabbitmq: dict[str, str]) -> Iterator[Settings]:
    with fresh_city(postgres, rabbitmq) as settings:
        library.furnish(settings)
        yield settings


@contextmanager
def before_the_update(settings: Settings) -> Iterator[Library]:
    with running_processes(settings, services=RUN_LIBRARY) as city:
        yield Library(city)


@contextmanager
def after_the_update(settings: Settings) -> Iterator[Library]:
    update_the_queues(settings)
    with running_processes(settings, services=RUN_LATER_LIBRARY) as city:
        yield Library(city)


def update_the_queues(settings: Settings) -> None:
    topology.declare(settings.amqp_url, {"reader": [later_library.LineWritten]})


def announce(settings: Settings, event: type[Event], **body: Any) -> None:
    """As the author does, whether it runs or not."""
    database = Database(settings, "author")
    with database.transaction() as tx:
        outbox.publish(tx, event, **body)
    database.dispose()


def is_published(shelf: Library) -> bool:
    return not shelf.city.sql("SELECT id FROM author.outbox WHERE published_at IS NULL")


def test_what_was_announced_before_an_update_takes_effect_after_it(
    settings: Settings, page_id: UUID, another_page_id: UUID
):
    with before_the_update(settings) as shelf:
        shelf.trouble(another_page_id, "illegible")
        shelf.write(another_page_id, 2)
        shelf.write(page_id)
        shelf.comes_to_read(page_id, 1)
        eventually(lambda: len(shelf.failed(another_page_id)) == 2)  # two wait after a failure
        shelf.city.services.stop()
        announce(settings, library.LineWritten, page_id=page_id, line=2)
        eventually(lambda: is_published(shelf))  # one waits in the queue
        shelf.city.relay.stop()
        announce(settings, library.LineWritten, page_id=page_id, line=3)  # one waits in the outbox
    with after_the_update(settings) as shelf:
        shelf.no_more_trouble(another_page_id)
        announce(settings, later_library.LineWritten, page_id=page_id, number=4, ink="red")
        shelf.comes_to_read(page_id, 4)
        shelf.comes_to_read(another_page_id, 2)
        assert shelf.failed(another_page_id) == []


def test_what_was_announced_too_early_is_parked_and_takes_effect_when_it_is_replayed_after_the_update(
    settings: Settings, page_id: UUID, another_page_id: UUID
):
    with before_the_update(settings) as shelf:
        update_the_queues(settings)
        announce(settings, later_library.LineWritten, page_id=page_id, number=1, ink="red")
        announce(settings, later_library.LineWritten, page_id=page_id, number=2, ink="red")
        announce(settings, library.LineWritten, page_id=page_id, line=3)
        shelf.write(another_page_id)
        shelf.comes_to_read(another_page_id, 1)  # nothing else waits
        [first, *behind] = shelf.failed(page_id)
        assert (first.type, first.reason, first.parked_at is None) == ("line_written.v3", failures.UNKNOWN_TYPE, False)
        assert [(row.reason, row.parked_at) for row in behind] == [(failures.WAITS, None)] * 2
    with after_the_update(settings) as shelf:
        operator = uuid4()
        shelf.write(another_page_id)
        shelf.comes_to_read(another_page_id, 2)
        assert shelf.read(page_id) == []  # only a person decides
        assert replay(settings, operator) == 1
        shelf.comes_to_read(page_id, 3)
        assert shelf.failed(page_id) == []
        [noted] = shelf.city.sql("SELECT * FROM reader.interventions")
        assert (noted.person_id, noted.action, noted.type) == (operator, "replayed", "line_written.v3")


def test_a_message_of_the_future_that_is_replayed_too_early_is_parked_again(settings: Settings, page_id: UUID):
    with before_the_update(settings) as shelf:
        update_the_queues(settings)
        announce(settings, later_library.LineWritten, page_id=page_id, number=1, ink="red")
        eventually(lambda: [row for row in shelf.failed(page_id) if row.parked_at])
        replay(settings, uuid4())
        [row] = eventually(lambda: [row for row in shelf.failed(page_id) if row.parked_at and row.replays])
        assert (row.reason, row.replays) == (failures.UNKNOWN_TYPE, 1)
        assert shelf.read(page_id) == []


def replay(settings: Settings, person_id: UUID) -> int:
    database = Database(settings, "reader")
    with database.transaction() as tx:
        replayed = parked.replay(tx, person_id, reason=failures.UNKNOWN_TYPE)
    database.dispose()
    return replayed
