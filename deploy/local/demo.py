"""`make demo`: two cities on this machine, from nothing, until Ctrl-C."""

import errno
import os
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import FrameType

import requests
import typer
from rich.console import Console
from rich.table import Table

from deploy.broker import Broker, BrokerError
from deploy.local import checks, databases, leftovers, postgres, rabbitmq
from deploy.local.city import City, demo_data, environment, health_urls, home, inherited, migrate, processes
from deploy.local.program import ROOT, CannotRunError, Program, free_ports, running, shown, wait_until
from deploy.local.supervisor import Supervisor, supervised
from deploy.topology import NotReadyError, check_version

VAR = ROOT / "var"
SLUGS = ("rotterdam", "genk")
READY_SECONDS = 120
LOOK_SECONDS = 2.0
NEARLY_FULL_MEGABYTES = 150

console = Console(highlight=False)


class Starter:
    """Who started this: a process and perhaps a terminal. Not every way of ending them sends a signal."""

    def __init__(self) -> None:
        self._parent = os.getppid()
        self._terminal = os.isatty(0)

    def is_there(self) -> bool:
        return os.getppid() == self._parent and os.isatty(0) == self._terminal


class StopRequested(BaseException):
    """Ctrl-C, a kill, or a terminal that is closed."""


@dataclass(frozen=True)
class Server:
    """The PostgreSQL that both cities use, and what has to run for it."""

    url: str
    what: str
    programs: tuple[Program, ...] = ()


def main(
    reset: bool = typer.Option(False, "--reset", help="Delete the demo's data instead."),
    ports: str = typer.Option("8001 8002", help="Where the two cities answer."),
) -> None:
    """Run two cities on this machine, with demo data."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    try:
        checks.folder(VAR)
        with checks.only_one(VAR / "run" / "demo.lock"):
            if reset:
                _reset()
            else:
                _run(_cities(ports))
    except StopRequested:
        console.print("Stopped. `make demo` goes on where it was, `make demo-reset` starts clean.")
    except (CannotRunError, BrokerError, NotReadyError) as error:
        _fail(str(error))
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            _fail("The disk is full: please free some space and try again.")
        if error.errno == errno.EIO and not os.isatty(1):
            sys.exit(1)  # the terminal was closed while this was starting
        _fail_unexpectedly()
    except Exception:  # noqa: BLE001 nobody at a terminal is helped by a traceback
        _fail_unexpectedly()


def _cities(ports: str) -> list[City]:
    try:
        numbers = [int(number) for number in ports.replace(",", " ").split()]
    except ValueError:
        numbers = []
    if len(set(numbers)) != len(SLUGS) or not all(1 <= number <= 65535 for number in numbers):
        raise CannotRunError('The demo needs two different ports, as in PORTS="8001 8002".')
    return [home(slug, number, VAR) for slug, number in zip(SLUGS, numbers, strict=True)]


def _run(cities: list[City]) -> None:
    began, starter = time.monotonic(), Starter()
    if left := leftovers.end(VAR):
        console.print(f"Ended {left} processes that an earlier run had left behind.")
    for city in cities:
        checks.port(city.port)
    checks.disk(VAR)
    leftovers.mark(VAR)
    try:
        _keep_running(cities, began, starter)
    finally:
        leftovers.end(VAR)


def _keep_running(cities: list[City], began: float, starter: Starter) -> None:
    server, found = _server(), rabbitmq.find(VAR / "broker", VAR / "log")
    console.print(f"Using {found.what} and {server.what}.")
    settings = {city.slug: _settings(city, server, found.broker) for city in cities}
    health = {city.slug: dict(zip(("services", "relay"), free_ports(2), strict=True)) for city in cities}
    programs = {city.slug: processes(city, settings[city.slug], health[city.slug]) for city in cities}
    machine = (*server.programs, *found.programs)
    groups = {"cities": [program for each in programs.values() for program in each.values()]}
    if machine:
        groups = {"machine": list(machine), **groups}

    with supervised(VAR / "run", VAR / "log", groups) as supervisor:
        for program in machine:
            supervisor.start("machine", program)
        _prepare(cities, settings, supervisor, server, found)
        for program in groups["cities"]:
            supervisor.start("cities", program)
        for city in cities:
            for name, url in health_urls(city, health[city.slug]).items():
                program = programs[city.slug][name]
                _wait(supervisor, program, f"{name.capitalize()} of {city.name}", partial(_is_ready, url))
            console.print(f"{city.name} is up.")
        for city in cities:
            _fill(city, settings[city.slug])
        _announce(cities, time.monotonic() - began)
        _watch(supervisor, [program for programs in groups.values() for program in programs], starter)


def _server() -> Server:
    if given := inherited("DATABASE_URL"):
        if not check_version(given):
            raise CannotRunError("The database server that DATABASE_URL names does not answer.")
        return Server(given, "the PostgreSQL that DATABASE_URL names")
    data = VAR / "postgres"
    program = postgres.program(data, VAR / "log" / "postgres.log")
    return Server(postgres.url(data), "a PostgreSQL of its own", (program,))


def _settings(city: City, server: Server, broker: Broker) -> dict[str, str]:
    own = city.secrets()
    return environment(
        city,
        database_url=databases.address(server.url, city.account, own["DATABASE_PASSWORD"]),
        amqp_url=broker.amqp_url_of(city.account, city.account, own["AMQP_PASSWORD"]),
        api_url=broker.api_url_of(city.account, own["AMQP_PASSWORD"]),
    )


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


def _fill(city: City, settings: dict[str, str]) -> None:
    if city.filled.exists() or not find_spec("deploy.demo_data"):
        return
    console.print(f"Filling {city.name} with demo data ...")
    program = demo_data(city, settings)
    with running(program) as process:
        if process.wait():
            raise CannotRunError(f"Filling {city.name} failed: {_last_line(program.log)} ({shown(program.log)})")
    city.filled.touch()


def _announce(cities: list[City], seconds: float) -> None:
    console.print(f"\nReady in {seconds:.0f} seconds. Logs are in {shown(VAR / 'log')}/, Ctrl-C stops.\n")
    for city in cities:
        console.print(f"{city.name}  {city.url}", style="bold")
        table = Table.grid(padding=(0, 2))
        for person in _sign_ins(city):
            table.add_row("", *person)
        console.print(table)
    console.print()


def _sign_ins(city: City) -> list[tuple[str, str, str]]:
    """One person per role, as the demo data made them: role, e-mail address, password."""
    if not find_spec("deploy.demo_data"):
        return []
    return list(import_module("deploy.demo_data").sign_ins(city.slug))


def _watch(supervisor: Supervisor, programs: list[Program], starter: Starter) -> None:
    """Until somebody wants it to stop; tells what was restarted."""
    since, warned = supervisor.states(), False
    while starter.is_there():
        time.sleep(LOOK_SECONDS)
        if not supervisor.answers():
            raise CannotRunError(f"supervisord, which keeps everything running, has ended; see {shown(VAR / 'log')}/.")
        now = supervisor.states()
        for program in programs:
            state = now[program.name]
            if state["statename"] == "FATAL":
                raise CannotRunError(f"{program.name} keeps ending; the reason is in {shown(program.log)}.")
            if state["statename"] == "RUNNING" and state["start"] != since[program.name]["start"]:
                console.print(f"{program.name} had ended and was started again.")
                since[program.name] = state
        if not warned and checks.free_megabytes(VAR) < NEARLY_FULL_MEGABYTES:
            console.print("The disk is nearly full: soon nothing can be saved any more.")
            warned = True
    _be_silent()
    raise StopRequested


def _reset() -> None:
    leftovers.end(VAR)
    cities = _cities("8001 8002")
    if given := inherited("DATABASE_URL"):
        for city in cities:
            databases.drop(given, city.account)
    if inherited("AMQP_URL") and (found := rabbitmq.given(VAR / "broker", VAR / "log")):
        for city in cities:
            found.broker.delete_vhost(city.account)
            found.broker.delete_user(city.account)
    postgres.remove(VAR / "postgres")
    rabbitmq.remove(VAR / "broker")
    for city in cities:
        shutil.rmtree(city.home, ignore_errors=True)
        shutil.rmtree(city.logs, ignore_errors=True)
    console.print("The demo's data is deleted.")


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1] if lines else f"{shown(log)} is empty"


def _stop(number: int, _frame: FrameType | None) -> None:
    # From here on everything is put away in order, and a second Ctrl-C must not break that off.
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    if number == signal.SIGHUP:
        _be_silent()
    console.print("\nStopping ...")
    raise StopRequested


def _be_silent() -> None:
    """The terminal is gone; writing to it would be an error."""
    console.file = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


def _fail(sentence: str) -> None:
    console.print(sentence, style="bold red", markup=False, soft_wrap=True)
    sys.exit(1)


def _fail_unexpectedly() -> None:
    log = VAR / "log" / "demo.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text(traceback.format_exc())
    _fail(f"Something unexpected is in the way; {shown(log)} says what.")


if __name__ == "__main__":
    typer.run(main)
