"""What goes over the broker while a test runs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pika

from services import SERVICES
from shared.messaging import RPC_EXCHANGE
from shared.messaging.topology import exchange
from tests.city import City

CALLS = RPC_EXCHANGE
EVENTS = tuple(exchange(service).name for service in SERVICES)


@contextmanager
def overheard(city: City, *exchanges: str) -> Iterator[Callable[[], str]]:
    """All that is published to these exchanges of the city: a call of what is given returns what came since the last
    one, a line for each message."""
    address = pika.URLParameters(city.settings.amqp_url)
    address.heartbeat = 0  # nobody answers one while the test goes on
    with pika.BlockingConnection(address) as connection:
        channel = connection.channel()
        queue = channel.queue_declare("", exclusive=True).method.queue
        for each in exchanges:
            channel.queue_bind(queue, each, "#")

        def message() -> str:
            method, _, body = channel.basic_get(queue, auto_ack=True)
            return f"{method.routing_key} {body!r}" if method else ""

        yield lambda: "\n".join(iter(message, ""))
