"""How many events per second take effect exactly once, beside others that do the same, less, or nothing."""

import json
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pika

from deploy.local.program import Program, running
from tests.bench import things
from tests.bench.figures import Measured, Target, interleaved, middle
from tests.bench.place import Message, Place, Things
from tests.bench.sizes import Sizes
from tests.city import environment_of
from tests.waiting import eventually

TITLE = "Events applied exactly once"

OURS = "Middleground's subscription, a reaction that takes events together"
EACH = "Middleground's subscription, a reaction per event"
PIKA = "pika, one commit each"
IN_ORDER = "FastStream + asyncpg, one commit each, in order"
AT_ONCE = "FastStream + asyncpg, one commit each, ten at once"
NAMEKO = "plain nameko, no inbox, ten workers"
DRAIN = "pika drain, acknowledged in multiples, nothing stored"

AT_ONCE_CONNECTIONS = 10
SECONDS = 300
LOOK = 0.05


@dataclass(frozen=True)
class Contender:
    """`stores`: its effects are counted; without, it ends by itself and says how many seconds it took."""

    command: tuple[str, ...]
    promises: str
    stores: bool = True


def contenders(messages: int) -> dict[str, Contender]:
    def beside(module: str, *arguments: str) -> tuple[str, ...]:
        return ("-m", f"tests.bench.contenders.{module}", things.QUEUE, *arguments)

    once = "once, in order"
    return {
        OURS: Contender(("-m", "tests.bench.run_things", things.TOGETHER), once),
        EACH: Contender(("-m", "tests.bench.run_things", things.READER), once),
        PIKA: Contender(beside("raw_pika"), once),
        IN_ORDER: Contender(beside("faststream_asyncpg", "1"), once),
        AT_ONCE: Contender(beside("faststream_asyncpg", str(AT_ONCE_CONNECTIONS)), "once, in any order"),
        NAMEKO: Contender(beside("plain_nameko"), "any number of times, in any order"),
        DRAIN: Contender(beside("drain", str(messages)), "no effect", stores=False),
    }


def measure(place: Place, sizes: Sizes, say: Callable[[str], None]) -> Measured:
    with place.city_of_things() as city:
        city.announce(sizes.messages)
        messages = city.announced()
        all_of_them = contenders(sizes.messages)
        rates = interleaved(
            {name: lambda one=each: rate(city, one, messages) for name, each in all_of_them.items()}, sizes.rounds, say
        )
        commit = _seconds_of_a_commit(city)
    ours = middle(rates[OURS])
    rows = [["", "Effects", "Events per second", "Least and most", "We do"]]
    for name, each in all_of_them.items():
        theirs = middle(rates[name])
        spread = f"{min(rates[name]):,.0f} to {max(rates[name]):,.0f}"
        rows.append([name, each.promises, f"{theirs:,.0f}", spread, f"{ours / theirs:.2f} times as many"])
    return Measured(
        how=f"{sizes.messages:,} events of {len(city.ids):,} things, published beforehand into the same quorum queue"
        f" with the same policy; {sizes.rounds} rounds, each contender once per round in a process of its own; the"
        " time from the first message that leaves the queue to the last effect that is committed (of the drain, by its"
        " own clock, from the first message to the last acknowledgement). The effect is one"
        f" UPDATE by primary key. One small commit takes {commit * 1000:.2f} ms here (median), so no one who waits for"
        f" each commit does more than {1 / commit:,.0f} per second.",
        table=rows,
        targets=[
            _times("FastStream + asyncpg doing the same, in order", 5, ours / middle(rates[IN_ORDER])),
            _times(
                "FastStream + asyncpg doing the same, ten at once, order given up", 5, ours / middle(rates[AT_ONCE])
            ),
            _times("a pika drain that stores nothing", 0.25, ours / middle(rates[DRAIN])),
        ],
    )


def _times(what: str, wanted: float, measured: float) -> Target:
    return Target(f"against {what}", f"{wanted:g} times as many", f"{measured:.2f} times", measured >= wanted)


def rate(city: Things, contender: Contender, messages: list[Message]) -> float:
    city.empty()
    publish(city, messages)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        log = folder / "contender.log"
        program = Program(
            "contender", (sys.executable, *contender.command), log, environment_of(city.settings), stop_signal="KILL"
        )
        process = stack.enter_context(running(program))

        def check() -> None:
            if time.monotonic() - begun > SECONDS or (contender.stores and process.poll() is not None):
                raise RuntimeError(f"{contender.command} did not take everything:\n{log.read_text()[-3000:]}")

        begun = time.monotonic()
        while city.ready(things.QUEUE) == len(messages):
            check()
            time.sleep(0.002)
        started = time.perf_counter()
        while (city.counted() < len(messages)) if contender.stores else (process.poll() is None):
            check()
            time.sleep(LOOK if contender.stores else 0.002)
        seconds = time.perf_counter() - started if contender.stores else float(log.read_text())
    if contender.stores and city.counted() != len(messages):
        raise RuntimeError(f"{contender.command} counted {city.counted()} of {len(messages)}")
    return len(messages) / seconds


def publish(city: Things, messages: list[Message]) -> None:
    for message in messages:
        city.channel.basic_publish("", things.QUEUE, json.dumps(message.body).encode(), properties(message))
    eventually(lambda: city.ready(things.QUEUE) == len(messages), 60, "the broker to hold the messages")


def properties(message: Message) -> pika.BasicProperties:
    return pika.BasicProperties(
        message_id=str(message.id),
        type=message.type,
        headers=message.headers,
        content_type="application/json",
        content_encoding="utf-8",
        delivery_mode=2,
    )


def _seconds_of_a_commit(city: Things) -> float:
    city.empty()
    taken = []
    for id_ in city.ids[:300]:
        begun = time.perf_counter()
        city.database.execute("UPDATE reader.things SET count = count + 1 WHERE id = %s", [id_], prepare=True)
        taken.append(time.perf_counter() - begun)
    return middle(taken)
