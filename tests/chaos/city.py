"""The city under test, as it is deployed, with as many replicas and relays as the fault needs."""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

from deploy.broker import Broker
from shared.access import COORDINATOR
from shared.contracts import identity
from shared.messaging.call import Caller
from shared.settings import Settings
from tests.chaos import chain, clocks
from tests.chaos.ledger import Ledger
from tests.chaos.load import Client
from tests.chaos.servers import Cluster, Node
from tests.city import City, Process, fresh_city, gateway_process, python_process
from tests.gateway.visiting import PASSWORD, Program
from tests.messaging.forwarder import Forwarder

SERVICES = ("-m", "tests.chaos.run_services")
RELAY = ("-m", "tests.chaos.run_relay")
GATEWAY = "tests.chaos.gateway:create_app()"
GATEWAY_THREADS = 24

UNDER_WAY = """
    SELECT count(*) FILTER (WHERE published_at IS NULL) AS unpublished,
           count(*) FILTER (WHERE published_at IS NOT NULL AND inbox.message_id IS NULL) AS not_taken_over
    FROM author.outbox LEFT JOIN reader.inbox ON inbox.message_id = outbox.id
"""
# Behind a parked message it waits for a person, as it should.
BEHIND_PARKED = """EXISTS (SELECT 1 FROM reader.failed parked WHERE parked.aggregate_id = failed.aggregate_id
                           AND parked.parked_at IS NOT NULL AND parked.position < failed.position)"""
SET_ASIDE = f"SELECT count(*) AS waiting FROM reader.failed WHERE parked_at IS NULL AND NOT {BEHIND_PARKED}"


@dataclass(frozen=True)
class Place:
    """A broker and a database; with `node` and `cluster` they are ours alone, to be stopped and killed."""

    postgres: str
    rabbitmq: dict[str, str]
    node: Node | None = None
    cluster: Cluster | None = None


@dataclass(frozen=True)
class Shape:
    """What the city consists of. `ways`: its processes reach broker and database through forwarders. `clocks`: each
    process goes by a clock of its own. `patience`: for how many seconds a fault waits for what must come."""

    replicas: int = 1
    relays: int = 1
    ways: bool = False
    clocks: bool = False
    services: tuple[str, ...] = SERVICES
    relay: tuple[str, ...] = RELAY
    patience: float = 120


@dataclass(frozen=True)
class ChaosCity(City):
    """`expected`: what must be parked in the end, by a mark in its body. `ended`: who ended without being asked."""

    place: Place
    folder: Path
    ways: dict[str, Forwarder]
    patience: float
    expected: dict[str, str] = field(default_factory=dict)
    ended: list[str] = field(default_factory=list)

    @property
    def replicas(self) -> list[Process]:
        return [process for name, process in self.processes.items() if name.startswith("services")]

    @property
    def relays(self) -> list[Process]:
        return [process for name, process in self.processes.items() if name.startswith("relay")]

    @property
    def node(self) -> Node:
        assert self.place.node is not None
        return self.place.node

    @property
    def cluster(self) -> Cluster:
        assert self.place.cluster is not None
        return self.place.cluster

    @property
    def broker(self) -> Broker:
        return Broker(self.settings.amqp_url, self.place.rabbitmq["api"])

    @property
    def ledger(self) -> Path:
        return self.folder / "ledger"

    @cached_property
    def session_token(self) -> str:
        """Of a coordinator, who may add links."""
        email = f"{uuid4().hex}@rotterdam.example"
        account = {"name": "Client", "email": email, "language": "en", "password": PASSWORD, "roles": [COORDINATOR]}
        self.caller(identity.register_account, **account)
        return Program(self.url)("POST", "/session", email=email, password=PASSWORD)["session_token"]

    def client(self) -> Client:
        """One that does what it is told, and writes it into the same ledger."""
        return Client(self.url, self.session_token, Ledger(self.ledger))

    def trouble(self, chain_id: UUID, kind: str) -> None:
        self.sql("INSERT INTO reader.trouble VALUES (%s, %s)", chain_id, kind)

    def no_more_trouble(self, chain_id: UUID) -> None:
        self.sql("DELETE FROM reader.trouble WHERE chain_id = %s", chain_id)

    def unpublished(self) -> int:
        return self.sql(UNDER_WAY)[0].unpublished

    def under_way(self) -> dict[str, int]:
        """What has not come to rest: at the author, between both, at the reader."""
        [between], [aside] = self.sql(UNDER_WAY), self.sql(SET_ASIDE)
        found = {"unpublished": between.unpublished, "not taken over": between.not_taken_over}
        return {what: count for what, count in {**found, "set aside": aside.waiting}.items() if count}

    def look_after(self) -> None:
        """Starts again what ended by itself, as whatever runs the processes of a deployment does."""
        for name, process in self.processes.items():
            if not process.alive:
                self.ended.append(name)
                process.start(wait=False)


@contextmanager
def running_chaos_city(
    place: Place, shape: Shape, prepare: Callable[[ChaosCity], None] = lambda city: None
) -> Iterator[ChaosCity]:
    """`prepare` runs before the first process starts."""
    with ExitStack() as stack:
        near = stack.enter_context(fresh_city(place.postgres, place.rabbitmq, log_level="WARNING"))
        chain.furnish(near)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="middleground-chaos-city-")))
        ways = _ways(near) if shape.ways else {}
        for way in ways.values():
            stack.callback(way.close)
            way.open()
        processes = _processes(_through(near, ways), shape, folder)
        if shape.clocks:
            for name, process in processes.items():
                _add(process, clocks.environment(folder / f"clock-{name}"))
        caller = Caller(near.amqp_url, near.secret_key)
        stack.callback(caller.close)
        city = ChaosCity(near, processes, caller, place, folder, ways, shape.patience)
        prepare(city)
        for process in processes.values():
            stack.callback(process.stop)
            process.start(wait=False)
        try:
            for process in processes.values():
                process.wait_until_ready()
            yield city
        except BaseException:
            _tell_what_happened(city)
            raise


def _processes(settings: Settings, shape: Shape, logs: Path) -> dict[str, Process]:
    processes = {}
    for kind, command, count in (("services", shape.services, shape.replicas), ("relay", shape.relay, shape.relays)):
        for number in range(1, count + 1):
            name = kind if number == 1 else f"{kind}-{number}"
            processes[name] = python_process(name, command, settings, logs)
    gateway = gateway_process(settings, logs)
    gateway.program = replace(gateway.program, command=(*gateway.program.command[:-1], GATEWAY))
    _add(gateway, {"GATEWAY_THREADS": str(GATEWAY_THREADS)})
    return {**processes, "gateway": gateway}


def _add(process: Process, environment: dict[str, str]) -> None:
    process.program = replace(process.program, environment={**process.program.environment, **environment})


def _ways(settings: Settings) -> dict[str, Forwarder]:
    broker, database = urlsplit(settings.amqp_url), urlsplit(settings.database_url)
    assert broker.hostname
    assert broker.port
    socket = parse_qs(database.query)["host"][0]
    return {"broker": Forwarder(broker.hostname, broker.port), "database": Forwarder(socket, database.port or 5432)}


def _through(settings: Settings, ways: dict[str, Forwarder]) -> Settings:
    if not ways:
        return settings
    broker, database = urlsplit(settings.amqp_url), urlsplit(settings.database_url)
    account = broker.netloc.rpartition("@")[0]
    user = database.netloc.rpartition("@")[0]
    return replace(
        settings,
        amqp_url=broker._replace(netloc=f"{account}@127.0.0.1:{ways['broker'].port}").geturl(),
        database_url=f"postgresql://{user}@127.0.0.1:{ways['database'].port}{database.path}?sslmode=disable",
    )


def _tell_what_happened(city: ChaosCity) -> None:
    for name, process in city.processes.items():
        sys.stderr.write(f"---- {name} ----\n{process.log[-6_000:]}\n")
