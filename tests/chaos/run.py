"""One city, one fault: from the first command to the verdict."""

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from random import Random

import pika

from deploy.local.program import Program
from shared.messaging import topology
from tests.chaos import chain, checks
from tests.chaos.checks import Findings
from tests.chaos.city import ChaosCity, Place, Shape, running_chaos_city
from tests.chaos.faults import Fault
from tests.chaos.ledger import Entry, Reading
from tests.chaos.load import ANSWER_SECONDS, PATIENCE_SECONDS
from tests.chaos.mutants import Mutant
from tests.city import Process

STALLED_SECONDS = 120
DRAIN_SECONDS = 90
MUTANT_PATIENCE = 20
LOOK_SECONDS = 0.1

Window = tuple[float, float]


class NothingHappens(Exception):
    """No command is answered any more, or the fault could not be injected."""


@dataclass
class Result:
    """`during`: commands that were under way during the fault. `first_effect`: seconds from the first command after the
    fault to the first effect of such a command. `empty`: seconds from the end of the fault until everything that was
    accepted before had taken effect."""

    fault: str
    mutant: str | None = None
    injections: int = 0
    fired: int = 0
    during: int = 0
    first_effect: float | None = None
    empty: float | None = None
    seconds: float = 0.0
    findings: Findings = field(default_factory=Findings)
    complaints: list[str] = field(default_factory=list)

    def complain(self, error: Exception) -> None:
        kind = "" if isinstance(error, AssertionError | NothingHappens) else f"{type(error).__name__}: "
        self.complaints.append(f"{kind}{error}")

    @property
    def counted(self) -> list[str]:
        return [f"{count} {name.replace('_', ' ')}" for name, count in self.findings.wrong.items()]

    @property
    def wrong(self) -> list[str]:
        return self.counted + self.complaints


@dataclass(frozen=True)
class Order:
    """What is to be done: `times` the fault, at least so many commands, at least so many of them during it.
    `services`: those of the city that run, all without."""

    fault: Fault
    seed: int
    commands: int
    times: int
    during: int = 0
    mutant: Mutant | None = None
    services: tuple[str, ...] = ()

    @property
    def some(self) -> int:
        """So many commands show that work goes on."""
        return min(self.commands // 5, 100)

    @property
    def shape(self) -> Shape:
        shape = self.fault.shape
        if self.mutant:
            shape = replace(shape, **{self.mutant.process: self.mutant.command}, patience=MUTANT_PATIENCE)
        return replace(shape, services=(*shape.services, *self.services))


def run(order: Order, place: Place) -> Result:
    """Whatever goes wrong is part of the result, so that other faults still have their turn."""
    began = time.monotonic()
    result = Result(order.fault.name, order.mutant.name if order.mutant else None)
    try:
        with running_chaos_city(place, order.shape, order.fault.prepare) as city:
            _hurt(city, order, result)
    except Exception as error:  # noqa: BLE001
        result.complain(error)
    result.seconds = time.monotonic() - began
    return result


def _hurt(city: ChaosCity, order: Order, result: Result) -> None:
    chance, reading, windows = Random(f"{order.seed}/{order.fault.name}"), Reading(city.ledger), list[Window]()
    with _load(city, order.seed):
        try:
            _reach(city, reading, order.some)
            _inject(city, order, chance, reading, result, windows)
            _reach(city, reading, max(order.commands, reading.answered + 2 * order.some))
        except Exception as error:  # noqa: BLE001
            result.complain(error)
    try:
        order.fault.finish(city, chance)
    except Exception as error:  # noqa: BLE001
        result.complain(error)
    _drain(city, MUTANT_PATIENCE if order.mutant else DRAIN_SECONDS)
    _judge(city, order, reading.read_on(), windows, result)


@contextmanager
def _load(city: ChaosCity, seed: int) -> Iterator[None]:
    environment = {
        "CHAOS_SEED": str(seed),
        "CHAOS_LEDGER": str(city.ledger),
        "CHAOS_URL": city.url,
        "CHAOS_SESSION": city.session_token,
    }
    command = (sys.executable, "-m", "tests.chaos.load")
    log = city.folder / "load.log"
    program = Program("load", command, log, environment, stop_seconds=PATIENCE_SECONDS + ANSWER_SECONDS + 10)
    load = Process(program, lambda: True)
    load.start()
    try:
        yield
        assert load.alive, f"the load ended by itself:\n{load.log}"
    finally:
        load.stop()


def _reach(city: ChaosCity, reading: Reading, answered: int) -> None:
    """Waits until so many commands have been answered."""
    last, since = reading.answered, time.monotonic()
    while reading.read_on().answered < answered:
        if reading.answered > last:
            last, since = reading.answered, time.monotonic()
        elif time.monotonic() - since > STALLED_SECONDS:
            raise NothingHappens(f"no command was answered for {STALLED_SECONDS} seconds")
        city.look_after()
        time.sleep(LOOK_SECONDS)


def _inject(
    city: ChaosCity, order: Order, chance: Random, reading: Reading, result: Result, windows: list[Window]
) -> None:
    """As often as ordered, and on until enough commands were under way meanwhile; between them work goes on."""
    fault = order.fault
    for number in range(1, 3 * order.times + 1):
        time.sleep(chance.uniform(*fault.pause))
        begin = time.time()
        fired = fault.inject(city, chance)
        windows.append((windows[0][0] if fault.lasting and windows else begin, time.time()))
        result.fired += fired
        result.injections += fired > 0
        _reach(city, reading, reading.read_on().answered + order.some // 2)
        if number >= order.times and _during(reading, windows) >= order.during:
            return


def _during(reading: Reading, windows: Sequence[Window]) -> int:
    return sum(any(entry.under_way(*window) for window in windows) for entry in reading.entries.values())


def _drain(city: ChaosCity, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while (city.under_way() or _dead_letters(city)) and time.monotonic() < deadline:
        city.look_after()
        time.sleep(LOOK_SECONDS)


def _dead_letters(city: ChaosCity) -> int:
    with pika.BlockingConnection(pika.URLParameters(city.settings.amqp_url)) as connection:
        queue = topology.dead_letters_name(chain.READER)
        return connection.channel().queue_declare(queue, passive=True).method.message_count


def _judge(city: ChaosCity, order: Order, reading: Reading, windows: Sequence[Window], result: Result) -> None:
    result.findings = checks.check(reading.entries.values(), checks.gather(city), city.expected)
    result.during = _during(reading, windows)
    if windows:
        result.first_effect, result.empty = _times(city, list(reading.entries.values()), windows[-1][1])
    if result.injections < order.times:
        result.complaints.append(f"the fault was seen to happen {result.injections} times instead of {order.times}")
    if result.during < order.during:
        result.complaints.append(f"only {result.during} commands were under way during the fault")
    if result.findings.accepted < order.commands:
        result.complaints.append(f"only {result.findings.accepted} commands were accepted")
    if left := _dead_letters(city):
        result.complaints.append(f"{left} dead letters wait for the reader")
    for name in city.ended:
        result.complaints.append(f"{name} ended by itself")


def _times(city: ChaosCity, entries: list[Entry], end: float) -> tuple[float | None, float | None]:
    arrivals = city.sql("SELECT link_id, extract(epoch FROM arrived_at)::float8 AS at FROM reader.arrivals")
    arrived = {row.link_id: row.at for row in arrivals}
    after = [entry for entry in entries if entry.sent_at >= end]
    effects = [arrived[entry.link_id] for entry in after if entry.link_id in arrived]
    first = min(effects) - min(entry.sent_at for entry in after) if effects else None
    before = [entry.link_id for entry in entries if entry.answered_at and entry.answered_at < end]
    last = max((arrived[link_id] for link_id in before if link_id in arrived), default=end)
    return first, max(last - end, 0.0)
