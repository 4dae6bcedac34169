import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pika
import pytest

from shared.access import COORDINATOR, Actor
from tests.city import City, fresh_city, running_processes
from tests.messaging import library
from tests.waiting import eventually

RUN_LIBRARY = ("-m", "tests.messaging.run_library")


class Library:
    """The author and the reader in their process, the relay, and what a test asks of them."""

    def __init__(self, city: City):
        self.city = city
        self.somebody = Actor(uuid4(), frozenset({COORDINATOR}))

    def write(self, page_id: UUID, lines: int = 1, **more: Any) -> Any:
        return self.city.ask(library.write, self.somebody, page_id=page_id, lines=lines, **more)

    def read(self, page_id: UUID) -> list[int]:
        """The lines of a page in the order in which they took effect."""
        rows = self.city.sql("SELECT line FROM reader.read_lines WHERE page_id = %s ORDER BY position", page_id)
        return [row.line for row in rows]

    def comes_to_read(self, page_id: UUID, lines: int) -> None:
        """Waits for the last of so many lines, and states that each of them took effect once, in order."""
        eventually(lambda: len(self.read(page_id)) >= lines, 30, f"{lines} lines to be read")
        self.has_settled()
        assert self.read(page_id) == list(range(1, lines + 1))

    def has_settled(self) -> None:
        """Nothing is under way any more: all was published, and the reader has taken over all of it."""
        eventually(self._all_taken_over, 30, "all messages to be taken over")

    def _all_taken_over(self) -> bool:
        [row] = self.city.sql(
            "SELECT count(*) FILTER (WHERE inbox.message_id IS NULL OR published_at IS NULL) AS under_way"
            " FROM author.outbox LEFT JOIN reader.inbox ON inbox.message_id = outbox.id"
        )
        return row.under_way == 0

    def trouble(self, page_id: UUID, kind: str) -> None:
        self.city.sql("INSERT INTO reader.trouble VALUES (%s, %s)", page_id, kind)

    def no_more_trouble(self, page_id: UUID) -> None:
        self.city.sql("DELETE FROM reader.trouble WHERE page_id = %s", page_id)

    def deliver(
        self, body: bytes, headers: dict[str, Any], routing_key: str = library.LineWritten.type, **properties: Any
    ) -> None:
        """Puts a message on the bus as somebody else than the relay might."""
        with pika.BlockingConnection(pika.URLParameters(self.city.settings.amqp_url)) as connection:
            channel = connection.channel()
            channel.confirm_delivery()
            as_usual = {"headers": headers, "content_type": "application/json", "delivery_mode": 2}
            message = pika.BasicProperties(**{**as_usual, **properties})
            channel.basic_publish("author.events", routing_key, body, message, mandatory=True)

    def deliver_again(self, page_id: UUID, sequence: int) -> None:
        """A message that is in the outbox, once more."""
        [sent] = self.city.sql(
            "SELECT headers, body FROM author.outbox WHERE aggregate_id = %s AND sequence = %s", page_id, sequence
        )
        self.deliver(json.dumps(sent.body).encode(), sent.headers)

    def parked(self, body: bytes) -> Any:
        """The parked message of this content, waited for."""
        statement = "SELECT * FROM reader.failed WHERE body = %s AND parked_at IS NOT NULL"
        [row] = eventually(lambda: self.city.sql(statement, body), what="it to be parked")
        return row

    def failed(self, page_id: UUID) -> list[Any]:
        return self.city.sql("SELECT * FROM reader.failed WHERE aggregate_id = %s ORDER BY position", page_id)


@pytest.fixture(scope="session")
def _library(postgres: str, rabbitmq: dict[str, str]) -> Iterator[Library]:
    with fresh_city(postgres, rabbitmq) as settings:
        library.furnish(settings)
        with running_processes(settings, services=RUN_LIBRARY) as city:
            yield Library(city)


@pytest.fixture
def shelf(_library: Library) -> Iterator[Library]:
    """One for the whole run. A test that stops a process starts it again; no process ends by itself."""
    yield _library
    for process in _library.city.processes.values():
        ended = not process.alive
        if ended:
            process.start()
        assert not ended, f"{process.program.name} had ended:\n{process.log[-5000:]}"


@pytest.fixture
def page_id() -> UUID:
    return uuid4()


@pytest.fixture
def another_page_id() -> UUID:
    return uuid4()
