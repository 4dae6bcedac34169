"""From a committed command to its effect in another service's table, on an idle system.

The database itself says when: a trigger on the author's outbox and one on the reader's table notify the measuring
process at the commit, both on the same connection.
"""

import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import pika
import psycopg

from deploy.local.program import Program, running
from shared.access import COORDINATOR, Actor
from shared.messaging import topology
from tests.bench import things
from tests.bench.events import properties
from tests.bench.figures import Measured, Target, middle, percentile
from tests.bench.place import Message, Place, Things
from tests.bench.sizes import Sizes
from tests.city import City, environment_of, running_processes
from tests.waiting import eventually

TITLE = "From a command to its effect"

SECONDS = 30
PAUSE = (0.03, 0.08)
AT_A_TIME = 50
RAW_QUEUE = "raw.author"  # has the same policy as the subscription's, by its name

OURS, RAW, NOTICE = "ours", "raw", "notice"

TRIGGERS = """
CREATE FUNCTION public.tell() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_notify(TG_ARGV[0], NEW.id::text); RETURN NULL; END $$;
CREATE TRIGGER tell AFTER INSERT ON author.outbox FOR EACH ROW EXECUTE FUNCTION public.tell('committed');
CREATE TRIGGER tell AFTER UPDATE ON reader.things FOR EACH ROW EXECUTE FUNCTION public.tell('effect');
"""


class Watch:
    """Notices commits. `wait` gives the moment at which the next one on `channel` was heard of."""

    def __init__(self, database_url: str):
        self.database = psycopg.connect(database_url, autocommit=True)
        for channel in ("committed", "effect"):
            self.database.execute(f"LISTEN {channel}")
        self.heard: list[tuple[str, float]] = []

    def wait(self, channel: str) -> float:
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            for name, moment in self.heard:
                if name == channel:
                    self.heard.remove((name, moment))
                    return moment
            for notice in self.database.notifies(timeout=1, stop_after=1):
                self.heard.append((notice.channel, time.perf_counter()))
        raise RuntimeError(f"Nothing was heard of {channel} within {SECONDS} seconds.")


def measure(place: Place, sizes: Sizes, say: Callable[[str], None]) -> Measured:
    taken: dict[str, list[float]] = {OURS: [], RAW: [], NOTICE: []}
    with place.city_of_things() as city, _running(city) as processes:
        city.announce(sizes.commands)
        messages = iter(city.announced())
        _until_all_is_counted(city, sizes.commands)
        city.database.execute(TRIGGERS)
        watch = Watch(city.settings.database_url)
        for first in range(0, sizes.commands, AT_A_TIME):
            some = range(first, min(first + AT_A_TIME, sizes.commands))
            taken[OURS] += [_ours(city, processes, watch) for _ in some]
            taken[RAW] += [_raw(city, watch, next(messages)) for _ in some]
            taken[NOTICE] += [_notice(city, watch) for _ in some]
            say(f"  {some.stop:,} of {sizes.commands:,}, {middle(taken[OURS]) * 1000:.1f} ms")
        watch.database.close()
    return _as_measured(taken, sizes)


def _as_measured(taken: dict[str, list[float]], sizes: Sizes) -> Measured:
    ms = {name: {p: percentile(values, p) * 1000 for p in (50, 95, 99)} for name, values in taken.items()}
    labels = {
        OURS: "a command by RPC: outbox, relay, subscription",
        RAW: "pika: publish, consume, inbox and effect, commit",
        NOTICE: "the notice alone: an UPDATE's commit and its notice",
    }
    rows = [["Milliseconds", "p50", "p95", "p99"]]
    rows += [[labels[name], *(f"{ms[name][p]:.1f}" for p in (50, 95, 99))] for name in labels]
    times = ms[OURS][50] / ms[RAW][50]
    return Measured(
        how=f"{sizes.commands:,} commands, one at a time with pauses of {PAUSE[0] * 1000:.0f} to {PAUSE[1] * 1000:.0f}"
        f" ms, in turns of {AT_A_TIME} with as many raw publications. Ours runs from the commit of the command, which"
        " includes its outbox row, to the commit of the effect in the other service's table; raw from the call of"
        " `basic_publish`. Both ends are told by NOTIFY from a trigger, on one connection; what the notice itself costs"
        " is in the last line and contained in both others.",
        table=rows,
        targets=[
            Target("p50", "20 ms", f"{ms[OURS][50]:.1f} ms", ms[OURS][50] <= 20),
            Target("p99", "60 ms", f"{ms[OURS][99]:.1f} ms", ms[OURS][99] <= 60),
            Target("p50 against raw pika", "2 times as long", f"{times:.2f} times", times <= 2),
        ],
    )


@contextmanager
def _running(city: Things) -> Iterator[City]:
    """The two services and the relay, and beside them the raw consumer on a queue of its own."""
    city.empty()
    like = topology.queue(things.READER, things.AUTHOR, []).queue_arguments
    city.channel.queue_declare(RAW_QUEUE, durable=True, arguments=like)
    with ExitStack() as stack:
        log = Path(stack.enter_context(TemporaryDirectory())) / "raw.log"
        command = (sys.executable, "-m", "tests.bench.contenders.raw_pika", RAW_QUEUE)
        stack.enter_context(running(Program("raw", command, log, environment_of(city.settings), stop_signal="KILL")))
        services = ("-m", "tests.bench.run_things")
        yield stack.enter_context(running_processes(city.settings, services=services))


def _until_all_is_counted(city: Things, messages: int) -> None:
    eventually(lambda: city.counted() == messages, SECONDS, "the first messages to take effect")
    city.settle()


def _ours(city: Things, processes: City, watch: Watch) -> float:
    _pause()
    somebody = Actor(uuid4(), frozenset({COORDINATOR}))
    processes.ask(things.count, somebody, key=str(uuid4()), thing_id=random.choice(city.ids))
    return -watch.wait("committed") + watch.wait("effect")


def _raw(city: Things, watch: Watch, message: Message) -> float:
    """A message of which only the id is new, so that the inbox has not seen it."""
    _pause()
    fresh: dict[str, Any] = {**message.headers, "cloudEvents:id": str(uuid4())}
    options: pika.BasicProperties = properties(message)
    options.headers = fresh
    body = json.dumps(message.body).encode()
    begun = time.perf_counter()
    city.channel.basic_publish("", RAW_QUEUE, body, options)
    return watch.wait("effect") - begun


def _notice(city: Things, watch: Watch) -> float:
    _pause()
    begun = time.perf_counter()
    city.database.execute("UPDATE reader.things SET count = count + 1 WHERE id = %s", [random.choice(city.ids)])
    return watch.wait("effect") - begun


def _pause() -> None:
    time.sleep(random.uniform(*PAUSE))
