"""kill -9 of any process, a broker or database that goes away: work goes on afterwards, nothing is lost or doubled."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import psycopg
import pytest

from deploy.broker import Broker
from deploy.local import postgres as local_postgres
from shared.errors import Refusal
from shared.settings import Settings
from tests import machine
from tests.city import Process, fresh_city, running_processes
from tests.messaging import library
from tests.messaging.conftest import RUN_LIBRARY, Library
from tests.messaging.forwarder import Forwarder
from tests.waiting import eventually


class TestTheServicesAreKilled:
    def test_in_mid_work_nothing_is_lost_and_nothing_doubles(self, shelf: Library, page_id: UUID):
        shelf.trouble(page_id, "slow")
        shelf.write(page_id, lines=20)
        for some in (2, 5, 9):
            eventually(lambda some=some: len(shelf.read(page_id)) >= some)
            shelf.city.services.kill()
            shelf.city.services.start()
        shelf.comes_to_read(page_id, 20)

    def test_while_a_message_waits_for_its_next_attempt(self, shelf: Library, page_id: UUID):
        shelf.trouble(page_id, "illegible")
        shelf.write(page_id, lines=2)
        eventually(lambda: len(shelf.failed(page_id)) == 2)
        shelf.city.services.kill()
        shelf.no_more_trouble(page_id)
        shelf.city.services.start()
        shelf.comes_to_read(page_id, 2)

    def test_stopping_them_politely_finishes_what_is_under_way(self, shelf: Library, page_id: UUID):
        shelf.trouble(page_id, "slow")
        shelf.write(page_id, lines=10)
        eventually(lambda: shelf.read(page_id))
        shelf.city.services.stop()
        assert "services_stopped" in shelf.city.services.log.splitlines()[-1]
        shelf.city.services.start()
        shelf.comes_to_read(page_id, 10)


class TestTheRelayIsKilled:
    def test_between_the_brokers_confirmation_and_the_mark_it_publishes_again(self, shelf: Library, page_id: UUID):
        shelf.city.relay.freeze()
        shelf.write(page_id)
        with psycopg.connect(shelf.city.settings.database_url) as holder:
            holder.execute("SELECT 1 FROM author.outbox WHERE aggregate_id = %s FOR UPDATE", [page_id])
            shelf.city.relay.thaw()
            eventually(lambda: shelf.read(page_id) == [1])  # published, but the row can't be marked
            shelf.city.relay.kill()
            # Otherwise the server would still carry out the mark, which stands in its queue for the lock.
            holder.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'middleground-relay' AND datname = current_database()"
            )
        assert self.unpublished(shelf, page_id) == 1
        shelf.city.relay.start()
        eventually(lambda: self.unpublished(shelf, page_id) == 0)
        shelf.write(page_id)
        shelf.comes_to_read(page_id, 2)

    def test_while_commands_go_on(self, shelf: Library, page_id: UUID):
        for _ in range(3):
            shelf.write(page_id, lines=30)
            shelf.city.relay.kill()
            shelf.write(page_id, lines=10)
            shelf.city.relay.start()
        shelf.comes_to_read(page_id, 120)

    @staticmethod
    def unpublished(shelf: Library, page_id: UUID) -> int:
        rows = "SELECT id FROM author.outbox WHERE aggregate_id = %s AND published_at IS NULL"
        return len(shelf.city.sql(rows, page_id))


@pytest.fixture(scope="module")
def way(rabbitmq: dict[str, str]) -> Iterator[Forwarder]:
    """The way to the broker, closed at first."""
    broker = urlsplit(rabbitmq["amqp"])
    way = Forwarder(broker.hostname, broker.port)
    yield way
    way.close()


def through(way: Forwarder, settings: Settings) -> Settings:
    url = urlsplit(settings.amqp_url)
    account = url.netloc.rpartition("@")[0]
    return replace(settings, amqp_url=url._replace(netloc=f"{account}@127.0.0.1:{way.port}").geturl())


@pytest.fixture(scope="module")
def _far_shelf(postgres: str, rabbitmq: dict[str, str], way: Forwarder) -> Iterator[Library]:
    with fresh_city(postgres, rabbitmq) as near:
        library.furnish(near)
        way.open()
        with running_processes(through(way, near), services=RUN_LIBRARY) as city:
            yield Library(city)


@pytest.fixture
def far_shelf(_far_shelf: Library, way: Forwarder) -> Library:
    """Reaches its broker through `way`, which is open at first."""
    way.open()
    for process in _far_shelf.city.processes.values():
        if not process.alive:
            process.start(wait=False)
        process.wait_until_ready()
    return _far_shelf


class TestTheBrokerIsGone:
    def test_when_the_processes_start_they_wait_for_it(self, far_shelf: Library, way: Forwarder, page_id: UUID):
        self.start_in_vain(far_shelf, way)
        way.open()
        for process in far_shelf.city.processes.values():
            process.wait_until_ready()
        far_shelf.write(page_id)
        far_shelf.comes_to_read(page_id, 1)

    def test_while_they_wait_for_it_they_can_be_stopped(self, far_shelf: Library, way: Forwarder):
        self.start_in_vain(far_shelf, way)
        self.stop(far_shelf)

    def test_in_mid_work_everything_goes_on_when_it_is_back(self, far_shelf: Library, way: Forwarder, page_id: UUID):
        far_shelf.trouble(page_id, "slow")
        far_shelf.write(page_id, lines=10)
        eventually(lambda: far_shelf.read(page_id))
        self.close(far_shelf, way)
        way.open()
        far_shelf.comes_to_read(page_id, 10)
        key = str(uuid4())  # asking again under the same key, as a person would
        eventually(lambda: self.answered(far_shelf, page_id, key), what="a call to be answered again")
        far_shelf.comes_to_read(page_id, 11)

    def test_in_mid_work_they_can_still_be_stopped(self, far_shelf: Library, way: Forwarder):
        self.close(far_shelf, way)
        self.stop(far_shelf)

    def close(self, shelf: Library, way: Forwarder) -> None:
        """Returns when the processes have noticed."""
        with self.noticed(shelf):
            way.close()

    def start_in_vain(self, shelf: Library, way: Forwarder) -> None:
        for process in shelf.city.processes.values():
            process.kill()
        way.close()
        with self.noticed(shelf):
            for process in shelf.city.processes.values():
                process.start(wait=False)

    @staticmethod
    @contextmanager
    def noticed(shelf: Library) -> Iterator[None]:
        services, relay = shelf.city.services, shelf.city.relay
        before = services.log.count("broker_unavailable"), relay.log.count("relay_paused")
        yield
        eventually(lambda: services.log.count("broker_unavailable") > before[0])
        eventually(lambda: relay.log.count("relay_paused") > before[1])

    @staticmethod
    def stop(shelf: Library) -> None:
        for name, process in shelf.city.processes.items():
            process.stop()
            assert f"{name}_stopped" in process.log.splitlines()[-1]

    @staticmethod
    def answered(shelf: Library, page_id: UUID, key: str) -> bool:
        try:
            return bool(shelf.write(page_id, key=key))
        except Refusal:
            return False


class TestTheDatabaseIsGone:
    def test_in_mid_work_everything_goes_on_when_it_is_back(self, own_shelf: Library, database: Process, page_id: UUID):
        own_shelf.trouble(page_id, "slow")
        own_shelf.write(page_id, lines=25)  # more than one batch
        eventually(lambda: own_shelf.read(page_id))
        database.kill()
        with pytest.raises(Refusal) as refusal:
            own_shelf.write(page_id)
        assert refusal.value.code == "unavailable"
        eventually(lambda: "database_unavailable" in own_shelf.city.services.log)
        database.start()
        own_shelf.comes_to_read(page_id, 25)
        assert own_shelf.failed(page_id) == []  # an outage is nobody's failure
        own_shelf.write(page_id)
        own_shelf.comes_to_read(page_id, 26)

    def test_and_the_broker_with_it(self, own_shelf: Library, database: Process, way: Forwarder, page_id: UUID):
        own_shelf.trouble(page_id, "slow")
        own_shelf.write(page_id, lines=25)  # more than one batch
        eventually(lambda: own_shelf.read(page_id))
        before = own_shelf.city.services.log.count("database_unavailable")
        database.kill()
        eventually(lambda: own_shelf.city.services.log.count("database_unavailable") > before)
        way.close()
        database.start()
        eventually(lambda: "broker_unavailable" in own_shelf.city.services.log)
        way.open()
        own_shelf.comes_to_read(page_id, 25)
        for process in own_shelf.city.processes.values():
            assert process.alive


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """One that a test may kill, and that keeps what was committed."""
    folder = tmp_path_factory.mktemp("own")
    for each in (folder.parent, folder):
        each.chmod(0o755)
    data = folder / "postgres"
    program = local_postgres.program(data, folder / "postgres.log")
    server = Process(program, lambda: local_postgres.answers(local_postgres.url(data)))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def own_shelf(database: Process, rabbitmq: dict[str, str], way: Forwarder) -> Iterator[Library]:
    """On `database`, with `way` to the broker."""
    data = Path(database.program.command[database.program.command.index("-D") + 1])
    name = machine.unique("library")
    near = machine.city(
        postgres_url=machine.create_database(local_postgres.url(data), name),
        amqp_url=machine.create_vhost(rabbitmq, name),
        log_format="console",
    )
    library.furnish(near)
    way.open()
    with running_processes(through(way, near), services=RUN_LIBRARY) as city:
        yield Library(city)
    Broker(rabbitmq["amqp"], rabbitmq["api"]).delete_vhost(name)
