"""A city at the exchange, and what its processes do there."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pika
import pytest
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import AMQPConnectionError, ChannelClosedByBroker

from deploy.admission import Admission
from shared.messaging import exchange
from shared.messaging.exchange import LESSONS

REFUSED, WRONG = 403, 406


@dataclass(frozen=True)
class City:
    """One that was admitted."""

    name: str
    url: str
    administrators_url: str

    @contextmanager
    def connected(self) -> Iterator[pika.BlockingConnection]:
        connection = pika.BlockingConnection(pika.URLParameters(self.url))
        try:
            yield connection
        finally:
            if connection.is_open:
                connection.close()

    @contextmanager
    def channel(self) -> Iterator[BlockingChannel]:
        with self.connected() as connection:
            yield connection.channel()

    def key(self, rest: str = "lesson_offered.v1") -> str:
        return exchange.routing_key(self.name, rest)

    def send(self, key: str, body: bytes = b"{}", to: str = LESSONS, **properties: Any) -> None:
        """Returns once the broker has it."""
        with self.channel() as channel:
            channel.confirm_delivery()
            channel.basic_publish(to, key, body, pika.BasicProperties(delivery_mode=2, **properties))

    def waiting(self) -> int:
        with pika.BlockingConnection(pika.URLParameters(self.administrators_url)) as connection:
            return connection.channel().queue_declare(self.name, passive=True).method.message_count

    def read(self) -> list[tuple[str, bytes, str | None]]:
        """Routing key, body and user of all that waits, which waits no more then."""
        count, found = self.waiting(), []
        with self.channel() as channel:
            for delivered, properties, body in islice(channel.consume(self.name, inactivity_timeout=15), count):
                assert delivered is not None, "nothing came"
                channel.basic_ack(delivered.delivery_tag)
                found.append((delivered.routing_key, body, properties.user_id))
        return found

    def bodies(self) -> list[bytes]:
        return [body for _key, body, _user in self.read()]


def city(admission: Admission, name: str, password: str) -> City:
    broker, vhost = admission.broker, admission.vhost
    return City(name, broker.amqp_url_of(vhost, name, password), broker.amqp_url_of(vhost))


@contextmanager
def refused(code: int = REFUSED) -> Iterator[None]:
    with pytest.raises(ChannelClosedByBroker) as closed:
        yield
    assert closed.value.reply_code == code


def sends(city: City) -> bool:
    with suppress(AMQPConnectionError):
        city.send(city.key())
        return True
    return False


def is_cut(connection: pika.BlockingConnection) -> bool:
    with suppress(AMQPConnectionError):
        connection.process_data_events(0)
    return not connection.is_open
