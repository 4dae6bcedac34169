"""How long the queues of the city are, as the broker says."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from amqp.exceptions import AMQPError, NotFound
from kombu import Connection
from kombu.exceptions import OperationalError

from shared.errors import Unavailable

SECONDS = 2


def lengths(amqp_url: str, names: Iterable[str]) -> list[dict[str, Any]]:
    timeouts = {"read_timeout": SECONDS, "write_timeout": SECONDS}
    try:
        with Connection(amqp_url, connect_timeout=SECONDS, transport_options=timeouts) as connection:
            return [*_asked(connection, names)]
    except (OSError, OperationalError, AMQPError) as error:
        raise Unavailable() from error


def _asked(connection: Connection, names: Iterable[str]) -> Iterator[dict[str, Any]]:
    channel = connection.channel()
    for name in names:
        found: dict[str, Any] = {"name": name, "messages": None, "consumers": None}
        try:
            there_is = channel.queue_declare(name, passive=True)
            found |= {"messages": there_is.message_count, "consumers": there_is.consumer_count}
        except NotFound:  # and with that answer the channel is closed
            with suppress(AMQPError):
                channel.close()
            channel = connection.channel()
        yield found
