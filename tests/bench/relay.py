"""How fast the relay empties an outbox, against a publisher that waits for each confirm."""

import json
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import things
from tests.bench.events import properties
from tests.bench.figures import Measured, Target, interleaved, middle
from tests.bench.place import Message, Place, Things
from tests.bench.sizes import Sizes
from tests.city import python_process
from tests.waiting import eventually

TITLE = "The relay"

OURS = "the relay: read, publish, confirm, mark as published"
ONE_EACH = "pika BlockingConnection, one confirm per message, from memory"

SECONDS = 300
UNPUBLISHED = "SELECT EXISTS (SELECT FROM author.outbox WHERE published_at IS NULL)"


def measure(place: Place, sizes: Sizes, say: Callable[[str], None]) -> Measured:
    with place.city_of_things() as city, ExitStack() as stack:
        logs = Path(stack.enter_context(TemporaryDirectory()))
        relay = python_process("relay", ("-m", "shared.messaging.relay"), city.settings, logs)
        stack.callback(relay.stop)
        relay.start()
        relayed(city, 100)  # what is done only once is over
        messages = city.announced()
        ways = {
            OURS: lambda: relayed(city, sizes.messages),
            ONE_EACH: lambda: one_by_one(city, messages, sizes.messages),
        }
        rates = interleaved(ways, sizes.rounds, say)
    ours = middle(rates[OURS])
    rows = [["", "Messages per second", "Least and most", "We do"]]
    for name, values in rates.items():
        theirs = middle(values)
        spread = f"{min(values):,.0f} to {max(values):,.0f}"
        rows.append([name, f"{theirs:,.0f}", spread, f"{ours / theirs:.2f} times as many"])
    return Measured(
        how=f"{sizes.messages:,} rows, made in one commit, while the relay runs; from that commit to the moment at"
        f" which every row is marked. Persistent messages to a quorum queue that nobody reads; {sizes.rounds} rounds in"
        " turns. The other one reads and marks nothing: it has the same messages in memory.",
        table=rows,
        targets=[
            Target(
                "against one confirm per message",
                "more than as many",
                f"{ours / middle(rates[ONE_EACH]):.2f} times",
                ours > middle(rates[ONE_EACH]),
            )
        ],
    )


def relayed(city: Things, messages: int) -> float:
    city.database.execute("TRUNCATE author.outbox")
    city.settle()
    begun = city.announce(messages)
    while _is_any(city):
        if time.perf_counter() - begun > SECONDS:
            raise RuntimeError("The relay did not publish everything.")
        time.sleep(0.02)
    seconds = time.perf_counter() - begun
    _all_arrived(city, messages)
    return messages / seconds


def one_by_one(city: Things, messages: list[Message], count: int) -> float:
    channel = city.broker.channel()
    channel.confirm_delivery()
    begun = time.perf_counter()
    for number in range(count):
        message = messages[number % len(messages)]
        body = json.dumps(message.body).encode()
        channel.basic_publish(f"{things.AUTHOR}.events", message.type, body, properties(message), mandatory=True)
    seconds = time.perf_counter() - begun
    channel.close()
    _all_arrived(city, count)
    return count / seconds


def _is_any(city: Things) -> bool:
    row = city.database.execute(UNPUBLISHED).fetchone()
    return bool(row and row[0])


def _all_arrived(city: Things, messages: int) -> None:
    eventually(lambda: city.ready(things.QUEUE) >= messages, 30, f"{messages} messages to arrive")
    city.channel.queue_purge(things.QUEUE)
