"""The relay: who relays, what happens to a message that the broker does not take, and to all when somebody is gone."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import pika
import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families

from shared.settings import Settings
from tests.city import Process, fresh_city, python_process, running_processes
from tests.messaging import library
from tests.messaging.conftest import RUN_LIBRARY, Library
from tests.messaging.forwarder import Forwarder
from tests.waiting import eventually

RUN_RELAY = ("-m", "tests.messaging.run_relay")
LINE_WRITTEN = library.LineWritten.type
UNHEARD = "page_torn.v1"  # nobody listens to it


class Ways:
    """The relay's ways to the broker and to the database."""

    def __init__(self, settings: Settings):
        broker, database = urlsplit(settings.amqp_url), urlsplit(settings.database_url)
        [socket_folder] = parse_qs(database.query)["host"]
        self.broker = Forwarder(broker.hostname, broker.port)
        self.database = Forwarder(socket_folder, 5432)
        account = broker.netloc.rpartition("@")[0]
        self.settings = replace(
            settings,
            amqp_url=broker._replace(netloc=f"{account}@127.0.0.1:{self.broker.port}").geturl(),
            database_url=f"postgresql://{database.username}@127.0.0.1:{self.database.port}{database.path}",
        )

    def open(self) -> None:
        self.broker.open()
        self.database.open()

    def close(self) -> None:
        self.broker.close()
        self.database.close()


class Desk(Library):
    """The library, and what a test of its relay looks at. `ways` are only the relay's."""

    def __init__(self, city: Any, ways: Ways, logs: Path):
        super().__init__(city)
        self.ways, self._logs = ways, logs

    def relay(self, name: str, settings: Settings | None = None) -> Process:
        return python_process(name, RUN_RELAY, settings or self.city.settings, self._logs)

    @contextmanager
    def second_relay(self) -> Iterator[Process]:
        second = self.relay(f"second-{uuid4()}")
        second.start()
        try:
            yield second
        finally:
            second.stop()

    def unpublished(self, page_id: UUID) -> int:
        rows = "SELECT id FROM author.outbox WHERE aggregate_id = %s AND published_at IS NULL"
        return len(self.city.sql(rows, page_id))

    @contextmanager
    def announced(self, page_id: UUID, event_type: str = UNHEARD, **headers: Any) -> Iterator[None]:
        """A row in the outbox as no service would write it, for as long as the block."""
        self.city.sql(
            "WITH woken AS (SELECT pg_notify('outbox', 'author'))"
            " INSERT INTO author.outbox (id, aggregate_id, sequence, type, headers, body)"
            " SELECT gen_random_uuid(), %s, 1, %s, %s, '{}' FROM woken",
            page_id,
            event_type,
            json.dumps(headers),
        )
        yield
        self.city.sql("DELETE FROM author.outbox WHERE aggregate_id = %s", page_id)

    @contextmanager
    def unbound(self) -> Iterator[Callable[[int], None]]:
        """Lines of pages find no queue; what it gives makes the queue come and go so many times."""
        with pika.BlockingConnection(pika.URLParameters(self.city.settings.amqp_url)) as connection:
            channel = connection.channel()
            binding = ("reader.author", "author.events", LINE_WRITTEN)

            def comes_and_goes(times: int) -> None:
                for _ in range(times):
                    channel.queue_bind(*binding)
                    channel.queue_unbind(*binding)

            channel.queue_unbind(*binding)
            try:
                yield comes_and_goes
            finally:
                channel.queue_bind(*binding)


def metrics(relay: Process) -> dict[str, float]:
    """By name and labels: `middleground_outbox_unpublished author`."""
    port = relay.program.environment["HEALTH_PORT"]
    text = requests.get(f"http://127.0.0.1:{port}/metrics", timeout=10).text
    return {
        " ".join([sample.name, *sample.labels.values()]): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.fixture(scope="module")
def _desk(postgres: str, rabbitmq: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with ExitStack() as stack:
        near = stack.enter_context(fresh_city(postgres, rabbitmq))
        library.furnish(near)
        ways = Ways(near)
        stack.callback(ways.close)
        city = stack.enter_context(running_processes(near, services=RUN_LIBRARY))
        city.relay.stop()
        desk = Desk(city, ways, tmp_path_factory.mktemp("relays"))
        city.processes["relay"] = desk.relay("relay", ways.settings)
        stack.callback(city.relay.stop)
        yield desk


@pytest.fixture
def desk(_desk: Desk) -> Desk:
    _desk.ways.open()
    if not _desk.city.relay.alive:
        _desk.city.relay.start()
    eventually(lambda: metrics(_desk.city.relay)["middleground_relay_active"] == 1)
    return _desk


class TestOneRelays:
    def test_another_stands_by_and_takes_over_from_one_that_was_killed(self, desk: Desk, page_id: UUID):
        with desk.second_relay() as second:
            desk.write(page_id)
            desk.comes_to_read(page_id, 1)
            assert metrics(second)["middleground_relay_active"] == 0
            desk.city.relay.kill()
            desk.write(page_id)
            desk.comes_to_read(page_id, 2)
            assert metrics(second)["middleground_relay_active"] == 1

    def test_one_that_hangs_is_replaced_and_notices_when_it_goes_on(self, desk: Desk, page_id: UUID):
        with desk.second_relay() as second:
            desk.city.relay.freeze()
            desk.write(page_id, lines=3)
            desk.comes_to_read(page_id, 3)
            before = desk.city.relay.log.count("relay_lost_lease")
            desk.city.relay.thaw()
            eventually(lambda: desk.city.relay.log.count("relay_lost_lease") > before)
            desk.write(page_id)
            desk.comes_to_read(page_id, 4)
            active = [metrics(relay)["middleground_relay_active"] for relay in (desk.city.relay, second)]
            assert active == [0, 1]

    def test_one_that_stands_by_can_be_stopped_and_never_relays(self, desk: Desk):
        with desk.second_relay() as second:
            pass
        assert "relay_active" not in second.log
        assert "relay_stopped" in second.log.splitlines()[-1]

    def test_one_that_is_stopped_gives_the_lease_back(self, desk: Desk):
        desk.city.relay.stop()
        assert desk.city.sql("SELECT * FROM relay.lease") == []

    def test_a_lease_from_before_the_clock_was_set_back_holds_nobody_off(self, desk: Desk, page_id: UUID):
        desk.city.relay.stop()
        desk.city.sql("INSERT INTO relay.lease VALUES (1, %s, now() + interval '1 hour')", uuid4())
        desk.city.relay.start()
        desk.write(page_id)
        desk.comes_to_read(page_id, 1)


class TestManyAtOnce:
    def test_messages_do_not_wait_for_each_others_confirms(self, desk: Desk, page_id: UUID):
        """One after the other, 200 messages would take 200 times there and back."""
        desk.ways.broker.delay(0.05)
        begun = time.monotonic()
        desk.write(page_id, lines=200)
        desk.comes_to_read(page_id, 200)
        assert time.monotonic() - begun < 200 * 2 * 0.05 / 2

    def test_one_that_is_stopped_in_mid_work_publishes_nothing_twice(self, desk: Desk, page_id: UUID):
        with pika.BlockingConnection(pika.URLParameters(desk.city.settings.amqp_url)) as connection:
            channel = connection.channel()
            tap = channel.queue_declare("", exclusive=True).method.queue
            channel.queue_bind(tap, "author.events", LINE_WRITTEN)
            for _ in range(3):
                desk.write(page_id, lines=300)
                desk.city.relay.stop()
                desk.city.relay.start()
            desk.comes_to_read(page_id, 900)
            assert channel.queue_declare(tap, passive=True).method.message_count == 900


class TestNoQueue:
    def test_what_finds_no_queue_waits_and_goes_out_in_order_when_the_queue_is_back(
        self, desk: Desk, page_id: UUID, another_page_id: UUID
    ):
        with desk.unbound():
            desk.write(page_id, lines=3)
            eventually(lambda: metrics(desk.city.relay)["middleground_relay_held"] == 1)
            desk.write(page_id, lines=3)
            desk.write(another_page_id, lines=2)
            eventually(lambda: metrics(desk.city.relay)["middleground_relay_held"] == 2)
            assert desk.unpublished(page_id) == 6
        desk.comes_to_read(page_id, 6)
        desk.comes_to_read(another_page_id, 2)
        eventually(lambda: metrics(desk.city.relay)["middleground_relay_held"] == 0)

    def test_a_queue_that_comes_and_goes_changes_no_order(self, desk: Desk):
        """Once something was returned, nothing leaves before its predecessor has found the queue."""
        pages = [uuid4() for _ in range(5)]
        with desk.unbound() as comes_and_goes:
            desk.write(pages[0])
            eventually(lambda: metrics(desk.city.relay)["middleground_relay_held"] == 1)
            for page in pages:
                desk.write(page, lines=60)
            comes_and_goes(200)
        for page in pages:
            desk.comes_to_read(page, 61 if page is pages[0] else 60)

    def test_what_nobody_listens_to_needs_no_queue(self, desk: Desk, page_id: UUID):
        with desk.announced(page_id):
            eventually(lambda: desk.unpublished(page_id) == 0)

    def test_and_does_not_wait_for_what_does(self, desk: Desk, page_id: UUID, another_page_id: UUID):
        with desk.unbound():
            desk.write(page_id)
            eventually(lambda: metrics(desk.city.relay)["middleground_relay_held"] == 1)
            with desk.announced(another_page_id):
                eventually(lambda: desk.unpublished(another_page_id) == 0)
            assert desk.unpublished(page_id) == 1
        desk.comes_to_read(page_id, 1)


class TestAMessageThatTheBrokerCanNotBear:
    @pytest.mark.parametrize(
        ("event_type", "headers", "reason"),
        [
            pytest.param(UNHEARD, {"CC": "not a list"}, "ends_channel", id="closes the channel"),
            pytest.param(UNHEARD, {"long": "x" * 200_000}, "ends_channel", id="closes the connection"),
            pytest.param("x" * 300, {}, "unsendable", id="cannot even be written down"),
        ],
    )
    def test_it_is_held_alone_and_all_others_go_on(
        self, desk: Desk, page_id: UUID, event_type: str, headers: dict[str, Any], reason: str
    ):
        culprit, earlier, later = uuid4(), [uuid4() for _ in range(3)], [page_id, uuid4(), uuid4()]
        refused = f"middleground_relay_refused_total {reason} author"
        before = metrics(desk.city.relay).get(refused, 0)
        desk.city.relay.freeze()
        for page in earlier:
            desk.write(page, lines=20)
        with desk.announced(culprit, event_type, **headers):
            for page in later:
                desk.write(page, lines=20)
            desk.city.relay.thaw()
            for page in (*earlier, *later):
                eventually(lambda page=page: desk.unpublished(page) == 0)
            eventually(lambda: metrics(desk.city.relay).get(refused, 0) > before)
            assert desk.unpublished(culprit) == 1
        for page in (*earlier, *later):
            desk.comes_to_read(page, 20)


class TestSomebodyDoesNotAnswer:
    def test_a_broker_that_takes_everything_and_says_nothing(self, desk: Desk, page_id: UUID):
        with self.paused(desk):
            desk.ways.broker.freeze()
            desk.write(page_id, lines=3)
        desk.ways.broker.thaw()
        desk.comes_to_read(page_id, 3)

    def test_a_broker_that_loses_everything(self, desk: Desk, page_id: UUID):
        with self.paused(desk):
            desk.ways.broker.swallow()
            desk.write(page_id, lines=3)
        desk.ways.broker.open()
        desk.comes_to_read(page_id, 3)

    def test_a_database_that_takes_everything_and_says_nothing(self, desk: Desk, page_id: UUID):
        with self.paused(desk):
            desk.ways.database.freeze()
            desk.write(page_id, lines=3)
        desk.ways.database.thaw()
        desk.comes_to_read(page_id, 3)

    def test_then_it_can_still_be_stopped(self, desk: Desk):
        with self.paused(desk):
            desk.ways.database.freeze()
        desk.city.relay.stop()
        assert "relay_stopped" in desk.city.relay.log.splitlines()[-1]

    def test_an_outage_is_nobodys_fault_and_the_backlog_is_seen_meanwhile(self, desk: Desk, page_id: UUID):
        relay = desk.city.relay
        refused = {name: value for name, value in metrics(relay).items() if "refused" in name}
        with self.paused(desk):
            desk.ways.broker.close()
            desk.write(page_id, lines=3)
        seen = metrics(relay)
        assert seen["middleground_outbox_unpublished author"] == 3
        assert seen["middleground_outbox_oldest_seconds author"] > 0
        desk.ways.broker.open()
        desk.comes_to_read(page_id, 3)
        seen = metrics(relay)
        assert seen["middleground_outbox_unpublished author"] == seen["middleground_outbox_oldest_seconds author"] == 0
        assert {name: value for name, value in seen.items() if "refused" in name} == refused

    @staticmethod
    @contextmanager
    def paused(desk: Desk) -> Iterator[None]:
        """What happens inside makes the relay pause."""
        before = desk.city.relay.log.count("relay_paused")
        yield
        eventually(lambda: desk.city.relay.log.count("relay_paused") > before)
