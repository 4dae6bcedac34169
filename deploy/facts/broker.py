"""What the broker tells of a city: its queues over AMQP, its policies and alarms by the management API."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from amqp.exceptions import AccessRefused, AMQPError, NotAllowed, NotFound
from kombu import Connection
from kombu.exceptions import OperationalError

from deploy.asking import CONNECT_SECONDS
from deploy.broker import Broker, BrokerError
from deploy.findings import Silent
from shared.settings import Settings


@dataclass(frozen=True)
class Queue:
    """`messages`: ready to be taken."""

    messages: int
    consumers: int


@dataclass(frozen=True)
class Queues:
    """`queues`: those that there have to be, by name; None where the broker has none of this name."""

    version: str
    vhost: str
    queues: dict[str, Queue | None]


@dataclass(frozen=True)
class Management:
    """`alarms`: what a node runs out of, such as disk; None when the user may not ask."""

    policies: dict[str, dict[str, Any]]
    alarms: list[str] | None


def ask_queues(city: Settings, names: Iterable[str]) -> Queues | Silent:
    timeouts = {"read_timeout": CONNECT_SECONDS, "write_timeout": CONNECT_SECONDS}
    try:
        with Connection(city.amqp_url, connect_timeout=CONNECT_SECONDS, transport_options=timeouts) as connection:
            connection.connect()
            version = str(connection.connection.server_properties.get("version", ""))
            return Queues(version, _vhost(city), dict(_asked(connection, names)))
    except (OSError, OperationalError, AMQPError) as error:
        return Silent(_why(error, city))


def _asked(connection: Connection, names: Iterable[str]) -> Iterator[tuple[str, Queue | None]]:
    channel = connection.channel()
    for name in names:
        try:
            there_is = channel.queue_declare(name, passive=True)
            yield name, Queue(there_is.message_count, there_is.consumer_count)
        except NotFound:  # and with that answer the channel is closed
            with suppress(AMQPError):
                channel.close()
            channel = connection.channel()
            yield name, None


def _why(error: Exception, city: Settings) -> str:
    place = urlsplit(city.amqp_url)
    user = unquote(place.username or "guest")
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, AccessRefused):
            return f"The broker refuses the user {user} or their password."
        if isinstance(cause, NotAllowed):
            return f"The broker has no vhost {_vhost(city)}, or {user} may not enter it."
        cause = cause.__cause__ or cause.__context__
    return f"The broker does not answer at {place.hostname}:{place.port or 5672}."


def _vhost(city: Settings) -> str:
    return unquote(urlsplit(city.amqp_url).path[1:]) or "/"


def ask_management(city: Settings) -> Management | Silent:
    if not city.rabbitmq_api_url:
        return Silent("RABBITMQ_API_URL is not set.")
    broker = Broker(city.amqp_url, city.rabbitmq_api_url, timeout=CONNECT_SECONDS)
    try:
        return Management(broker.policies(broker.vhost()), broker.alarms())
    except BrokerError as error:
        return Silent(str(error))
