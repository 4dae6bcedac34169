"""Messages that nobody can apply. Each is parked, and nothing else waits for it."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pika

from shared.access import OPERATOR, Actor
from shared.contracts.operation import of, replay_parked
from shared.messaging import envelope
from tests.chaos import chain
from tests.chaos.city import ChaosCity
from tests.chaos.faults import fault
from tests.waiting import eventually

OVERSIZED = 300 * 1024

PARKED = """
    SELECT message_id, convert_from(substring(body FOR 500), 'LATIN1') AS start
    FROM reader.failed WHERE parked_at IS NOT NULL
"""
# What an operator has tried again once its cause is gone.
REPARABLE = ("crashing reaction", "deadly reaction")


def envelope_of(city: ChaosCity, chain_id: UUID, **changes: str | None) -> dict[str, Any]:
    attributes = {
        "specversion": "1.0",
        "id": str(uuid4()),
        "type": chain.LinkAdded.type,
        "source": f"/{city.settings.city}/{chain.AUTHOR}",
        "subject": str(chain_id),
        "sequence": "1",
        "time": datetime.now(UTC).isoformat(),
        "datacontenttype": envelope.CONTENT_TYPE,
        "correlationid": str(uuid4()),
        **changes,
    }
    return {envelope.PREFIX + name: value for name, value in attributes.items() if value is not None}


Kind = Callable[[ChaosCity, UUID, UUID], None]


def repaired(city: ChaosCity, chance: Random) -> int:
    """The cause is gone and an operator replays: then these take effect like any other."""
    marks = [mark for mark, kind in city.expected.items() if kind in REPARABLE]
    ids = [row.message_id for row in city.sql(PARKED) if any(mark in row.start for mark in marks)]
    if len(ids) < len(marks):
        return 0  # what is not parked can't be replayed, and the checks say so
    city.sql("DELETE FROM reader.trouble")
    operator = Actor(uuid4(), frozenset({OPERATOR}))
    replayed = city.ask(of(chain.READER, replay_parked), operator, message_ids=ids).data["count"]
    for mark in marks:
        del city.expected[mark]
    return replayed


@fault("a set of messages and commands that nobody can apply", times=3, finish=repaired)
def poison(city: ChaosCity, chance: Random) -> int:
    return _sent(city, chance, *UNREADABLE, crashing_reaction, deadly_reaction, late_arrival)


@fault("messages that nobody can read", times=3, part_of="poison")
def unreadable_messages(city: ChaosCity, chance: Random) -> int:
    return _sent(city, chance, *UNREADABLE)


@fault("reactions that always fail", times=3, part_of="poison", finish=repaired)
def crashing_reactions(city: ChaosCity, chance: Random) -> int:
    return _sent(city, chance, crashing_reaction)


@fault("messages that arrive behind their successors", times=3, part_of="poison")
def late_arrivals(city: ChaosCity, chance: Random) -> int:
    return _sent(city, chance, late_arrival)


def _sent(city: ChaosCity, chance: Random, *kinds: Kind) -> int:
    """Fired for each that was sent; it is over when all are parked."""
    with _kept_running(city):
        for kind in chance.sample(kinds, len(kinds)):
            kind(city, uuid4(), uuid4())
        eventually(lambda: _all_parked(city), city.patience, "the poison to be parked")
    return len(kinds)


@contextmanager
def _kept_running(city: ChaosCity) -> Iterator[None]:
    """A deadly message ends the services again and again, and whatever runs them starts them again."""
    over = threading.Event()

    def look_after() -> None:
        while not over.wait(0.1):
            if not city.services.alive:
                city.services.start(wait=False)

    keeper = threading.Thread(target=look_after)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def _all_parked(city: ChaosCity) -> bool:
    starts = [row.start for row in city.sql(PARKED)]
    return all(any(mark in start for start in starts) for mark in city.expected)


def bad_json(city: ChaosCity, chain_id: UUID, link_id: UUID) -> None:
    _deliver(city, link_id, "bad JSON", f'{{"link_id": "{link_id}", '.encode(), envelope_of(city, chain_id))


def wrong_content_type(city: ChaosCity, chain_id: UUID, link_id: UUID) -> None:
    headers = envelope_of(city, chain_id)
    _deliver(city, link_id, "wrong content type", _body(chain_id, link_id), headers, content_type="text/xml")


def oversized(city: ChaosCity, chain_id: UUID, link_id: UUID) -> None:
    body = _body(chain_id, link_id, padding="x" * OVERSIZED)
    _deliver(city, link_id, "oversized", body, envelope_of(city, chain_id))


def missing_id(city: ChaosCity, chain_id: UUID, link_id: UUID) -> None:
    _deliver(city, link_id, "missing id", _body(chain_id, link_id), envelope_of(city, chain_id, id=None))


def spoofed_city(city: ChaosCity, chain_id: UUID, link_id: UUID) -> None:
    headers = envelope_of(city, chain_id, source=f"/elsewhere/{chain.AUTHOR}")
    _deliver(city, link_id, "spoofed city", _body(chain_id, link_id), headers)


def future_schema(city: ChaosCity, chain_id: UUID, link_id: UUID) -> None:
    headers = envelope_of(city, chain_id, type="link_added.v2")
    _deliver(city, link_id, "future schema", _body(chain_id, link_id, colour="red"), headers)


def crashing_reaction(city: ChaosCity, chain_id: UUID, link_id: UUID) -> None:
    city.trouble(chain_id, "broken")
    city.expected[str(link_id)] = "crashing reaction"
    city.client().add(chain_id, link_id)


def deadly_reaction(city: ChaosCity, chain_id: UUID, link_id: UUID) -> None:
    city.trouble(chain_id, "deadly")
    city.expected[str(link_id)] = "deadly reaction"
    city.client().add(chain_id, link_id)


def late_arrival(city: ChaosCity, chain_id: UUID, link_id: UUID) -> None:
    """A message arrives behind its successor: it may not take effect any more, for it was not its turn."""
    city.relay.freeze()
    client, successor = city.client(), uuid4()
    client.add(chain_id, link_id)
    client.add(chain_id, successor)
    skip = "UPDATE author.outbox SET published_at = {} WHERE aggregate_id = %s AND sequence = 1"
    city.sql(skip.format("now()"), chain_id)
    city.relay.thaw()
    arrived = "SELECT 1 FROM reader.arrivals WHERE link_id = %s"
    eventually(lambda: city.sql(arrived, successor), city.patience, "the successor to arrive")
    city.expected[str(link_id)] = "late arrival"
    city.sql(skip.format("NULL"), chain_id)


UNREADABLE = (bad_json, wrong_content_type, oversized, missing_id, spoofed_city, future_schema)


def _body(chain_id: UUID, link_id: UUID, **more: str) -> bytes:
    return json.dumps({"link_id": str(link_id), "chain_id": str(chain_id), **more}).encode()


def _deliver(
    city: ChaosCity,
    link_id: UUID,
    kind: str,
    body: bytes,
    headers: dict[str, Any],
    content_type: str = envelope.CONTENT_TYPE,
) -> None:
    """As somebody else than the relay might: straight into the reader's queue."""
    city.expected[str(link_id)] = kind
    with pika.BlockingConnection(pika.URLParameters(city.settings.amqp_url)) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        properties = pika.BasicProperties(headers=headers, content_type=content_type, delivery_mode=2)
        channel.basic_publish("", chain.QUEUE, body, properties, mandatory=True)
