"""`make demo`: three cities on this machine, from nothing, until Ctrl-C."""

import errno
import os
import shutil
import signal
import sys
import time
import traceback
from types import FrameType

import typer
from rich.console import Console
from rich.table import Table

from deploy.broker import BrokerError
from deploy.demo_data import sign_ins
from deploy.local import checks, databases, exchange, leftovers, postgres, rabbitmq
from deploy.local.city import City, home, inherited
from deploy.local.program import ROOT, CannotRunError, Program, shown
from deploy.local.startup import running_cities
from deploy.local.supervisor import Supervisor
from deploy.topology import NotReadyError

VAR = ROOT / "var"
SLUGS = ("rotterdam", "genk", "forssa")
PORTS = "8001 8002 8003"
LOOK_SECONDS = 2.0
NEARLY_FULL_MEGABYTES = 150

console = Console(highlight=False, soft_wrap=True)


class Starter:
    """Who started this: a process and perhaps a terminal. Not every way of ending them sends a signal."""

    def __init__(self) -> None:
        self._parent = os.getppid()
        self._terminal = os.isatty(0)

    def is_there(self) -> bool:
        return os.getppid() == self._parent and os.isatty(0) == self._terminal


class StopRequested(BaseException):
    """Ctrl-C, a kill, or a terminal that is closed."""


def main(
    reset: bool = typer.Option(False, "--reset", help="Delete the demo's data instead."),
    ports: str = typer.Option(PORTS, help="Where the three cities answer."),
) -> None:
    """Run three cities on this machine, with demo data."""
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
        raise CannotRunError(f'The demo needs three different ports, as in PORTS="{PORTS}".')
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
        with running_cities(cities, VAR, console.print) as (supervisor, programs):
            _announce(cities, time.monotonic() - began)
            _watch(supervisor, programs, starter)
    finally:
        leftovers.end(VAR)


def _announce(cities: list[City], seconds: float) -> None:
    console.print(f"\nReady in {seconds:.0f} seconds. Logs are in {shown(VAR / 'log')}/, Ctrl-C stops.\n")
    for city in cities:
        console.print(f"{city.name}  {city.url}", style="bold")
        table = Table.grid(padding=(0, 2))
        for person in sign_ins(city.slug):
            table.add_row("", *person)
        console.print(table)
    console.print()


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
    cities = _cities(PORTS)
    if given := inherited("DATABASE_URL"):
        for city in cities:
            databases.drop(given, city.account)
    if inherited("AMQP_URL") and (found := rabbitmq.given(VAR / "broker", VAR / "log")):
        exchange.remove(found.broker)
        for city in cities:
            found.broker.delete_vhost(city.account)
            found.broker.delete_user(city.account)
    postgres.remove(VAR / "postgres")
    rabbitmq.remove(VAR / "broker")
    for city in cities:
        shutil.rmtree(city.home, ignore_errors=True)
        shutil.rmtree(city.logs, ignore_errors=True)
    console.print("The demo's data is deleted.")


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
