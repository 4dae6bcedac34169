"""Brings the cities up: database and broker, then migrations, then their processes, then the demo data."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import requests

from deploy.broker import Broker
from deploy.local import databases, exchange, postgres, rabbitmq
from deploy.local.city import City, demo_data, environment, health_urls, inherited, migrate, processes, remember
from deploy.local.program import CannotRunError, Program, free_ports, running, shown, wait_until
from deploy.local.supervisor import Supervisor, supervised
from deploy.topology import check_version

READY_SECONDS = 120

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Server:
    """The PostgreSQL that all cities use, and what has to run for it."""

    url: str
    what: str
    programs: tuple[Program, ...] = ()


@contextmanager
def running_cities(cities: list[City], var: Path, tell: Tell) -> Iterator[tuple[Supervisor, list[Program]]]:
    """Everything that runs, ready and filled, for as long as the block."""
    server, found = _server(var), rabbitmq.find(var / "broker", var / "log")
    tell(f"Using {found.what} and {server.what}.")
    settings = {city.slug: _settings(city, server, found.broker) for city in cities}
    health = {city.slug: dict(zip(("services", "relay"), free_ports(2), strict=True)) for city in cities}
    programs = {city.slug: processes(city, settings[city.slug], health[city.slug]) for city in cities}
    machine = [*server.programs, *found.programs]
    groups = {"machine": machine, "cities": [each for city in cities for each in programs[city.slug].values()]}

    with supervised(var / "run", var / "log", groups) as supervisor:
        for program in machine:
            supervisor.start("machine", program)
        _prepare(cities, settings, supervisor, server, found)
        for program in groups["cities"]:
            supervisor.start("cities", program)
        for city in cities:
            for name, url in health_urls(city, health[city.slug]).items():
                what = f"{name.capitalize()} of {city.name}"
                _wait(supervisor, programs[city.slug][name], what, partial(_is_ready, url))
            tell(f"{city.name} is up.")
        for city in cities:
            _fill(city, settings[city.slug], tell)
        yield supervisor, [program for group in groups.values() for program in group]


def _server(var: Path) -> Server:
    if given := inherited("DATABASE_URL"):
        if not check_version(given):
            raise CannotRunError("The database server that DATABASE_URL names does not answer.")
        return Server(given, "the PostgreSQL that DATABASE_URL names")
    data = var / "postgres"
    program = postgres.program(data, var / "log" / "postgres.log")
    return Server(postgres.url(data), "a PostgreSQL of its own", (program,))


def _settings(city: City, server: Server, broker: Broker) -> dict[str, str]:
    own = city.secrets()
    settings = environment(
        city,
        database_url=databases.address(server.url, city.account, own["DATABASE_PASSWORD"]),
        amqp_url=broker.amqp_url_of(city.account, city.account, own["AMQP_PASSWORD"]),
        api_url=broker.api_url_of(city.account, own["AMQP_PASSWORD"]),
        exchange_url=exchange.address(broker, city),
    )
    remember(city, settings)
    return settings


def _prepare(
    cities: list[City],
    settings: dict[str, dict[str, str]],
    supervisor: Supervisor,
    server: Server,
    found: rabbitmq.Found,
) -> None:
    """Databases, vhosts and migrations. The migrations start while the broker still does and wait for it."""
    for program in server.programs:
        _wait(supervisor, program, "PostgreSQL", lambda: postgres.answers(server.url))
    for city in cities:
        databases.ensure(server.url, city.account, city.secrets()["DATABASE_PASSWORD"])
    with ExitStack() as stack:
        migrations = {city: migrate(city, settings[city.slug]) for city in cities}
        started = {city: stack.enter_context(running(program)) for city, program in migrations.items()}
        for program in found.programs[-1:]:
            _wait(supervisor, program, "RabbitMQ", found.broker.answers)
        found.broker.check_version()
        for city in cities:
            found.broker.ensure_vhost(city.account)
            # With this tag it may set the policies of its own vhost, and nothing else.
            password = city.secrets()["AMQP_PASSWORD"]
            found.broker.ensure_user(city.account, password, city.account, tags="policymaker")
        exchange.join(found.broker, cities)
        for city, process in started.items():
            if process.wait():
                raise CannotRunError(f"Migrating {city.name} failed: {_last_line(migrations[city].log)}")


def _wait(supervisor: Supervisor, program: Program, what: str, ready: Callable[[], bool]) -> None:
    wait_until(ready, READY_SECONDS, what, program.log, lambda: not supervisor.gave_up(program))


def _is_ready(url: str) -> bool:
    try:
        return requests.get(url, timeout=5).ok
    except requests.RequestException:
        return False


def _fill(city: City, settings: dict[str, str], tell: Tell) -> None:
    if city.filled.exists():
        return
    tell(f"Filling {city.name} with demo data ...")
    program = demo_data(city, settings)
    with running(program) as process:
        if process.wait():
            raise CannotRunError(f"Filling {city.name} failed: {_last_line(program.log)} ({shown(program.log)})")
    city.filled.touch()


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1] if lines else f"{shown(log)} is empty"
