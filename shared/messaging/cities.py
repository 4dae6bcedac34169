"""What other cities send over the exchange. They are admitted, and not trusted.

The broker vouches for a sender by the user who was connected, and by the routing key, which begins with its name. What
says to be from somebody else, or is not what the contract says, is refused: it is told to the service, and gone. What
is taken over goes through the inbox as all messages do. Ids count within their sender, so that no city can use up those
of another.
"""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid5

import amqp
import structlog
from nameko.extensions import Entrypoint
from sqlalchemy.orm import Session

from shared.contracts.base import Event, load_event
from shared.errors import Invalid
from shared.messaging import envelope, exchange, topology
from shared.messaging.arrivals import Arrivals
from shared.messaging.consumer import Link
from shared.messaging.envelope import Message, Undecodable
from shared.messaging.inbox import Reaction
from shared.messaging.listener import Listener
from shared.messaging.receiver import Queue, Receiver
from shared.settings import Settings

log = structlog.get_logger()

NAMESPACE = UUID("0b7f3a52-6f0e-4d6b-9b59-3a1f0c6a7e11")
FROM_CITIES = "exchange"
TOUCH_SECONDS = 60.0
LOOK_SECONDS = 1.0


@dataclass(frozen=True)
class Neighbours:
    """What a service does with what other cities send. `refused` takes the sender and why; `in_touch` is called at once
    and every minute while the exchange can be reached."""

    reactions: Mapping[type[Event], Reaction]
    refused: Callable[[Session, str, str], None]
    in_touch: Callable[[Session], None]


class CityListener(Listener):
    def __init__(self, settings: Settings, name: str, neighbours: Neighbours):
        self._neighbours, self._own_city = neighbours, settings.city
        self._types = {type_: event for event in neighbours.reactions for type_ in event.types()}
        reactions = {type_: (event, neighbours.reactions[event]) for type_, event in self._types.items()}
        self.subscription = topology.queue_name(name, FROM_CITIES)
        super().__init__(settings, name, {self.subscription: {self.subscription: reactions}})

    def _readable(self, arrivals: Arrivals, raw: amqp.Message) -> Message | None:
        """None when it is our own, or refused; either way it is gone."""
        sender = raw.delivery_info["routing_key"].partition(".")[0]
        if sender == self._own_city:
            arrivals.link.reject(raw)
            return None
        properties = raw.properties
        try:
            if properties.get("user_id") != sender:
                raise Undecodable("no_sender")
            headers = properties.get("application_headers") or {}
            return self._from(sender, headers, raw.body or b"", properties.get("content_type", ""))
        except Undecodable as error:
            code = error.code
            log.warning("message_refused", city=sender, reason=code)
            self._patiently(arrivals, lambda: self._refuse(sender, code))
            arrivals.link.reject(raw)
            return None

    def _refuse(self, sender: str, code: str) -> None:
        with self._transaction() as tx:
            self._neighbours.refused(tx, sender, code)

    def _read(self, subscription: str, headers: Mapping[str, Any], body: bytes, content_type: str) -> Message:
        """What was set aside, and was looked at before."""
        sender = str(headers.get(envelope.PREFIX + "source", "")).split("/")[1:2]
        return self._from("".join(sender), headers, body, content_type)

    def _from(self, sender: str, headers: Mapping[str, Any], body: bytes, content_type: str) -> Message:
        message = envelope.read(headers, body, sources=Sources(sender), content_type=content_type)
        if message.type not in self._types:
            raise Undecodable("unknown_type")
        event = self._types[message.type]
        try:
            data = load_event(event, message.type, message.data)
        except Invalid as error:
            raise Undecodable("content") from error
        if data["city"] != sender or data[event.aggregate] != message.aggregate_id:
            raise Undecodable("foreign_source")
        return replace(
            message,
            id=uuid5(NAMESPACE, f"{sender} {message.id}"),
            # After a restore a city counts anew, under another source.
            aggregate_id=uuid5(NAMESPACE, f"{message.source} {message.aggregate_id}"),
        )

    def keep_in_touch(self, reachable: Callable[[], bool]) -> None:
        due = time.monotonic()
        while not self.stopping.wait(LOOK_SECONDS):
            if reachable() and time.monotonic() >= due:
                try:
                    with self._transaction() as tx:
                        self._neighbours.in_touch(tx)
                    due = time.monotonic() + TOUCH_SECONDS
                except Exception:
                    log.warning("not_in_touch", service=self.name, exc_info=True)


@dataclass(frozen=True)
class Sources:
    """All that a city may call its services, whatever their number since a restore."""

    city: str

    def __contains__(self, source: object) -> bool:
        return re.fullmatch(rf"/{re.escape(self.city)}(/[0-9]{{1,6}})?/[a-z]+", str(source)) is not None


class BetweenCities(Entrypoint):
    """Reads the queue that the exchange keeps for this city. Made by `shared.messaging.service.between_cities`."""

    def __init__(self, neighbours: Neighbours):
        self.neighbours = neighbours
        self._receiver: Receiver | None = None
        super().__init__()

    def start(self) -> None:
        settings = self.container.config["settings"]
        if settings.exchange_url is None:
            return
        self._city, name = settings.city, self.container.service_name
        self._listener = CityListener(settings, name, self.neighbours)
        receiver = Receiver(self._listener, settings.exchange_url, f"{name} exchange", self._open_queues)
        self._receiver = receiver
        receiver.start(
            self.container.spawn_managed_thread, lambda: self._listener.keep_in_touch(lambda: receiver.ready)
        )

    @property
    def ticked_at(self) -> float:
        return self._receiver.ticked_at if self._receiver else time.monotonic()

    def _open_queues(self, link: Link) -> Iterator[Queue]:
        """Declares nothing: whoever runs the exchange does."""
        arrivals = Arrivals(self._listener.subscription, link)
        yield exchange.queue_name(self._city), arrivals, self._listener.handle_next

    def stop(self) -> None:
        if self._receiver is not None:
            self._receiver.stop()

    def kill(self) -> None:
        if self._receiver is not None:
            self._receiver.kill()
