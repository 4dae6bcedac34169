"""Consumers last: whatever happens to their connection they are back, and a stop leaves nothing half done."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import pika
import pytest
import requests
from pika.exceptions import ChannelClosedByBroker

from shared.errors import Refusal
from shared.messaging import RPC_EXCHANGE
from shared.messaging.arrivals import PREFETCH
from tests.city import fresh_city, running_processes
from tests.messaging import library
from tests.messaging.conftest import RUN_LIBRARY, Library
from tests.messaging.forwarder import Forwarder
from tests.waiting import eventually


@pytest.fixture(scope="module")
def way(rabbitmq: dict[str, str]) -> Iterator[Forwarder]:
    """The services' way to the broker; the relay and those who ask have their own."""
    broker = urlsplit(rabbitmq["amqp"])
    way = Forwarder(broker.hostname, broker.port)
    yield way
    way.close()


@pytest.fixture(scope="module")
def _far_library(postgres: str, rabbitmq: dict[str, str], way: Forwarder) -> Iterator[Library]:
    with fresh_city(postgres, rabbitmq) as settings:
        library.furnish(settings)
        way.open()
        with running_processes(settings, services=RUN_LIBRARY) as city:
            services = city.services
            url = urlsplit(settings.amqp_url)
            account = url.netloc.rpartition("@")[0]
            far = url._replace(netloc=f"{account}@127.0.0.1:{way.port}").geturl()
            services.stop()
            services.program = replace(services.program, environment={**services.program.environment, "AMQP_URL": far})
            services.start()
            yield Library(city)


@pytest.fixture
def shelf(_far_library: Library, way: Forwarder) -> Library:
    way.open()
    if not _far_library.city.services.alive:
        _far_library.city.services.start(wait=False)
    _far_library.city.services.wait_until_ready()
    return _far_library


@pytest.fixture
def way_to_the_database(postgres: str) -> Iterator[Forwarder]:
    """The services'; a test's own look has its own."""
    way = Forwarder(parse_qs(urlsplit(postgres).query)["host"][0], 5432)
    way.open()
    yield way
    way.close()


@pytest.fixture
def cut_off_shelf(postgres: str, rabbitmq: dict[str, str], way_to_the_database: Forwarder) -> Iterator[Library]:
    with fresh_city(postgres, rabbitmq) as near:
        library.furnish(near)
        name = urlsplit(near.database_url).path
        far = replace(near, database_url=f"postgresql://postgres@127.0.0.1:{way_to_the_database.port}{name}")
        with running_processes(far, services=RUN_LIBRARY) as city:
            yield Library(replace(city, settings=near))


def test_a_database_that_answers_nothing_any_more_holds_up_nobody_for_good(
    cut_off_shelf: Library, way_to_the_database: Forwarder, page_id: UUID
):
    shelf = cut_off_shelf
    shelf.trouble(page_id, "slow")
    shelf.write(page_id, lines=30)
    eventually(lambda: shelf.read(page_id))
    way_to_the_database.swallow()  # in mid-transaction
    eventually(lambda: "database_unavailable" in shelf.city.services.log, 60)
    way_to_the_database.open()
    shelf.comes_to_read(page_id, 30)
    assert shelf.failed(page_id) == []


@contextmanager
def channel(shelf: Library) -> Iterator[Any]:
    """Straight to the broker."""
    with pika.BlockingConnection(pika.URLParameters(shelf.city.settings.amqp_url)) as connection:
        yield connection.channel()


def waiting(shelf: Library, queue: str) -> int:
    """How many messages of the queue nobody has taken."""
    with channel(shelf) as asking:
        return asking.queue_declare(queue, passive=True).method.message_count


def has_consumer(shelf: Library, queue: str) -> bool:
    with channel(shelf) as asking:
        try:
            return asking.queue_declare(queue, passive=True).method.consumer_count > 0
        except ChannelClosedByBroker:
            return False


def is_answered(shelf: Library, page_id: UUID, key: str) -> bool:
    try:
        return bool(shelf.write(page_id, key=key))
    except Refusal:
        return False


def noticed(shelf: Library, consumer: str) -> int:
    """How often a consumer has noticed that the broker is away."""
    lines = shelf.city.services.log.splitlines()
    return sum("broker_unavailable" in line and consumer in line for line in lines)


class TestTheConnection:
    def test_is_cut_again_and_again(self, shelf: Library, way: Forwarder, page_id: UUID):
        for round_ in range(1, 5):
            eventually(lambda key=f"{page_id} {round_}": is_answered(shelf, page_id, key), 30)
            shelf.city.services.wait_until_ready()
            before = noticed(shelf, "reader events"), noticed(shelf, "author calls")
            way.close()
            way.open()
            eventually(lambda then=before: noticed(shelf, "reader events") > then[0])
            eventually(lambda then=before: noticed(shelf, "author calls") > then[1])
        shelf.comes_to_read(page_id, 4)

    def test_is_silent_for_too_long(self, shelf: Library, way: Forwarder, page_id: UUID):
        """Nothing says so: bytes are accepted, and none ever come."""
        shelf.write(page_id)
        shelf.comes_to_read(page_id, 1)
        before = noticed(shelf, "reader events"), noticed(shelf, "author calls")
        way.swallow()
        eventually(lambda: noticed(shelf, "reader events") > before[0], 30)
        eventually(lambda: noticed(shelf, "author calls") > before[1], 30)
        way.open()
        key = str(uuid4())
        eventually(lambda: is_answered(shelf, page_id, key), 30)
        shelf.comes_to_read(page_id, 2)

    def test_is_given_up_by_the_broker_while_nothing_else_can_be_done(self, shelf: Library, page_id: UUID):
        """A reaction that never lets go of the processor: no heartbeat, no answer, for longer than the broker waits."""
        before = noticed(shelf, "author calls")
        shelf.trouble(page_id, "blocking")
        shelf.write(page_id)
        eventually(lambda: shelf.read(page_id) == [1], 40)
        shelf.no_more_trouble(page_id)
        eventually(lambda: noticed(shelf, "author calls") > before, 30)
        eventually(lambda: has_consumer(shelf, "rpc-author"), 30)
        shelf.write(page_id)
        shelf.comes_to_read(page_id, 2)


class TestTheQueue:
    def test_of_events_is_deleted(self, shelf: Library, page_id: UUID):
        shelf.write(page_id)
        shelf.comes_to_read(page_id, 1)
        with channel(shelf) as deleting:
            deleting.queue_delete("reader.author")
        eventually(lambda: has_consumer(shelf, "reader.author"), 30)
        shelf.write(page_id)
        shelf.comes_to_read(page_id, 2)

    def test_of_calls_is_deleted(self, shelf: Library, page_id: UUID):
        with channel(shelf) as deleting:
            deleting.queue_delete("rpc-author")
        eventually(lambda: has_consumer(shelf, "rpc-author"), 30)
        shelf.write(page_id)
        shelf.comes_to_read(page_id, 1)


class TestAStop:
    def test_finishes_what_is_under_way_and_gives_back_the_rest(self, shelf: Library, page_id: UUID):
        shelf.trouble(page_id, "slow")
        shelf.write(page_id, lines=40)
        eventually(lambda: shelf.read(page_id))
        shelf.city.services.stop()
        done = len(shelf.read(page_id))
        assert 0 < done < 40
        assert waiting(shelf, "reader.author") == 40 - done  # nothing that has taken effect comes again
        shelf.no_more_trouble(page_id)
        shelf.city.services.start()
        shelf.comes_to_read(page_id, 40)

    def test_hands_over_in_order(self, shelf: Library, page_id: UUID):
        """The next consumer begins with what was given back, not with what follows it."""
        lines = 2 * PREFETCH
        shelf.trouble(page_id, "slow")
        shelf.write(page_id, lines=lines)
        eventually(lambda: shelf.read(page_id))
        received: list[int] = []
        with channel(shelf) as heir:
            heir.basic_consume(
                "reader.author", lambda *message: received.append(int(message[2].headers["cloudEvents:sequence"]))
            )
            shelf.city.services.stop()
            done = len(shelf.read(page_id))
            eventually(lambda: heir.connection.process_data_events(0) or len(received) == lines - done)
        assert received == list(range(done + 1, lines + 1))
        shelf.no_more_trouble(page_id)
        shelf.city.services.start()
        shelf.comes_to_read(page_id, lines)

    def test_answers_what_was_asked_before(self, shelf: Library, page_id: UUID):
        with ThreadPoolExecutor(1) as meanwhile:
            asked = meanwhile.submit(lambda: shelf.write(page_id, seconds=1))
            eventually(lambda: self.under_way(shelf))
            shelf.city.services.stop()
            assert asked.result().data == {"last": 1}
        assert waiting(shelf, "rpc-author") == 0
        shelf.city.services.start()
        shelf.comes_to_read(page_id, 1)

    @staticmethod
    def under_way(shelf: Library) -> bool:
        sleeping = "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"
        return bool(shelf.city.sql(sleeping))


def test_a_request_that_is_delivered_twice_is_carried_out_once(shelf: Library, page_id: UUID):
    with channel(shelf) as listening:
        listening.queue_declare("copies", exclusive=True)
        listening.queue_bind("copies", RPC_EXCHANGE, "author.write")
        shelf.write(page_id)
        method, properties, body = eventually(lambda: got(listening.basic_get("copies", auto_ack=True)))
        for _ in range(3):
            listening.basic_publish(RPC_EXCHANGE, method.routing_key, body, properties)
    assert shelf.write(page_id).data == {"last": 2}
    shelf.comes_to_read(page_id, 2)


def got(answer: tuple[Any, Any, Any]) -> tuple[Any, Any, Any] | None:
    return answer if answer[0] else None


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"kwargs": {"data": {}}}', b"[" * 100_000])
def test_a_request_that_is_none_is_refused_and_holds_nothing_up(shelf: Library, page_id: UUID, body: bytes):
    with channel(shelf) as asking:
        asking.queue_declare("answers", exclusive=True)
        asking.queue_bind("answers", RPC_EXCHANGE, "answers")
        asking.basic_publish(RPC_EXCHANGE, "author.write", body, pika.BasicProperties(reply_to="answers"))
        _, _, answer = eventually(lambda: got(asking.basic_get("answers", auto_ack=True)))
    assert json.loads(answer)["error"]["exc_type"] == "MalformedRequest"
    assert shelf.write(page_id).data == {"last": 1}


def test_what_a_services_process_did_is_counted(shelf: Library, page_id: UUID):
    shelf.write(page_id, lines=3)
    shelf.comes_to_read(page_id, 3)
    address = f"http://127.0.0.1:{shelf.city.services.program.environment['HEALTH_PORT']}/metrics"
    counted = requests.get(address, timeout=5).text
    assert 'middleground_messages_total{outcome="applied",service="reader",subscription="reader.author"}' in counted
    assert 'middleground_batch_messages_count{service="reader"}' in counted
    assert 'middleground_call_seconds_count{call="write",service="author"}' in counted
