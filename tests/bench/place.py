"""Where it is measured: a PostgreSQL and a RabbitMQ of its own, both durable, and a city of the two small services."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pika
import psycopg

from shared.database import Database
from shared.messaging import outbox
from shared.settings import Settings
from tests.bench import things
from tests.city import fresh_city
from tests.waiting import eventually

THINGS = 1000


@dataclass(frozen=True)
class Place:
    postgres: str
    rabbitmq: dict[str, str]

    @contextmanager
    def city_of_things(self) -> Iterator["Things"]:
        with fresh_city(self.postgres, self.rabbitmq, log_level="WARNING") as settings:
            things.furnish(settings)
            parameters = pika.URLParameters(settings.amqp_url)
            parameters.heartbeat = 0  # this process looks at other things for minutes
            with (
                psycopg.connect(settings.database_url, autocommit=True) as database,
                pika.BlockingConnection(parameters) as broker,
            ):
                yield Things(settings, database, broker)


@dataclass(frozen=True)
class Message:
    id: UUID
    type: str
    headers: dict[str, str]
    body: dict[str, Any]


class Things:
    """The database and the broker of a city of things, as the measuring process sees them."""

    def __init__(self, settings: Settings, database: psycopg.Connection[Any], broker: pika.BlockingConnection):
        self.settings, self.database, self.broker = settings, database, broker
        self.channel = broker.channel()
        self.ids = [uuid4() for _ in range(THINGS)]

    def announce(self, messages: int) -> float:
        """So many rows in the author's outbox, each thing again and again, and the moment just before their commit."""
        author = Database(self.settings, things.AUTHOR)
        with author.transaction() as tx:
            for first in range(0, messages, THINGS):
                some = self.ids[: min(THINGS, messages - first)]
                outbox.publish_all(tx, things.ThingCounted, [{"thing_id": id_, "amount": 1} for id_ in some])
            moment = time.perf_counter()
        author.dispose()
        return moment

    def announced(self) -> list[Message]:
        """What stands in the author's outbox, in its order."""
        rows = self.database.execute("SELECT id, type, headers, body FROM author.outbox ORDER BY position")
        return [Message(*row) for row in rows]

    def empty(self) -> None:
        """Nothing was ever received, and no thing counted."""
        with self.database.transaction():
            self.database.execute("TRUNCATE reader.inbox, reader.failed, reader.things")
            with self.database.cursor().copy("COPY reader.things (id, count) FROM STDIN") as copy:
                for id_ in self.ids:
                    copy.write_row((id_, 0))
        self.database.execute("VACUUM ANALYZE reader.things, reader.inbox")
        eventually(lambda: self._queue(things.QUEUE).consumer_count == 0, what="the last consumer to be gone")
        self.channel.queue_purge(things.QUEUE)
        self.settle()

    def settle(self) -> None:
        """The next measurement does not pay for what this one left to write."""
        self.database.execute("CHECKPOINT")

    def ready(self, queue: str) -> int:
        """How many messages of the queue nobody has taken yet."""
        return self._queue(queue).message_count

    def _queue(self, name: str) -> Any:
        return self.channel.queue_declare(name, passive=True).method

    def counted(self) -> int:
        row = self.database.execute("SELECT sum(count) FROM reader.things").fetchone()
        return row[0] if row and row[0] else 0
