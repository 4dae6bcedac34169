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
from shared.messaging import connection, exchange
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
    return _ask(city.amqp_url, names, "The broker")


def ask_exchange(city: Settings) -> Queues | Silent | None:
    """None when the city takes part in none."""
    if city.exchange_url is None:
        return None
    return _ask(city.exchange_url, [exchange.queue_name(city.city)], "The exchange between cities")


def _ask(amqp_url: str, names: Iterable[str], who: str) -> Queues | Silent:
    timeouts = {"read_timeout": CONNECT_SECONDS, "write_timeout": CONNECT_SECONDS}
    try:
        with connection.to(amqp_url, connect_timeout=CONNECT_SECONDS, transport_options=timeouts) as found:
            found.connect()
            version = str(found.connection.server_properties.get("version", ""))
            return Queues(version, _vhost(amqp_url), dict(_asked(found, names)))
    except (OSError, OperationalError, AMQPError) as error:
        return Silent(_why(error, amqp_url, who))


def _asked(found: Connection, names: Iterable[str]) -> Iterator[tuple[str, Queue | None]]:
    channel = found.channel()
    for name in names:
        try:
            there_is = channel.queue_declare(name, passive=True)
            yield name, Queue(there_is.message_count, there_is.consumer_count)
        except NotFound:  # and with that answer the channel is closed
            with suppress(AMQPError):
                channel.close()
            channel = found.channel()
            yield name, None


def _why(error: Exception, amqp_url: str, who: str) -> str:
    place = urlsplit(amqp_url)
    user = unquote(place.username or "guest")
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, AccessRefused):
            return f"{who} refuses the user {user} or their password."
        if isinstance(cause, NotAllowed):
            return f"{who} has no vhost {_vhost(amqp_url)}, or {user} may not enter it."
        cause = cause.__cause__ or cause.__context__
    port = place.port or (5671 if place.scheme == "amqps" else 5672)
    return f"{who} does not answer at {place.hostname}:{port}."


def _vhost(amqp_url: str) -> str:
    return unquote(urlsplit(amqp_url).path[1:]) or "/"


def ask_management(city: Settings) -> Management | Silent:
    if not city.rabbitmq_api_url:
        return Silent("RABBITMQ_API_URL is not set.")
    broker = Broker(city.amqp_url, city.rabbitmq_api_url, timeout=CONNECT_SECONDS)
    try:
        return Management(broker.policies(broker.vhost()), broker.alarms())
    except BrokerError as error:
        return Silent(str(error))
