"""Who takes part in the exchange between cities: the users, rights, queues and limits on its broker."""

import secrets
from dataclasses import dataclass

from deploy.broker import Broker
from shared.messaging import exchange
from shared.messaging.exchange import Limits


class NotAdmittedError(Exception):
    """Nothing was changed; the message is one sentence for an operator."""


@dataclass(frozen=True)
class Member:
    city: str
    connections: int
    waiting: int
    is_full: bool


@dataclass(frozen=True)
class Admission:
    """The exchange in this vhost of this broker. Whatever it does may be repeated; a city gets its rights last."""

    broker: Broker
    vhost: str
    limits: Limits

    def admit(self, city: str) -> str:
        """The password of a city that was none of the exchange before."""
        if self._tag in self.broker.users().get(city, ()):
            raise NotAdmittedError(f"{city} is admitted already; with --renew it gets a new password.")
        password = secrets.token_hex(32)
        self.let_in(city, password)
        return password

    def let_in(self, city: str, password: str) -> None:
        """With a password that it has already; it may be of the exchange."""
        if self._tag not in self.broker.users().get(city, (self._tag,)):
            raise NotAdmittedError(f"This RabbitMQ has a user {city} who is no city of the exchange.")
        self._prepare()
        self._let_in(city, password)

    def renew(self, city: str) -> str:
        """A new password. Whoever is connected with the old one is cut off."""
        self.check(city)
        self._prepare()
        password = secrets.token_hex(32)
        self._let_in(city, password)
        self.broker.close_connections(city)
        return password

    def dismiss(self, city: str) -> None:
        self.check(city)
        self.broker.delete_user(city)
        self.broker.delete_queue(self.vhost, exchange.queue_name(city))

    def apply(self) -> list[str]:
        """Brings all cities to what the settings and this version say. Returns their names."""
        self._prepare()
        cities = self._cities()
        for city in cities:
            self._equip(city)
        return cities

    def members(self) -> list[Member]:
        connections, queues = self.broker.connections(self.vhost), self.broker.queues(self.vhost)
        return [
            Member(city, connections[city], messages, self._is_full(messages, size))
            for city in self._cities()
            for messages, size in [queues.get(exchange.queue_name(city), (0, 0))]
        ]

    def check(self, city: str) -> None:
        if city not in self._cities():
            raise NotAdmittedError(f"{city} is no city of this exchange; `exchange list` shows those that are.")

    @property
    def _tag(self) -> str:
        """What tells the users of this exchange from others of the broker. It gives no rights."""
        return f"{self.vhost}-city"

    def _cities(self) -> list[str]:
        return sorted(name for name, tags in self.broker.users().items() if self._tag in tags)

    def _prepare(self) -> None:
        """The policy comes first: without it a queue would grow for as long as its city is away."""
        self.broker.ensure_vhost(self.vhost)
        self.broker.set_policies(self.vhost, exchange.policies(self.limits))
        self.broker.ensure_exchange(self.vhost, exchange.LESSONS, "topic")

    def _let_in(self, city: str, password: str) -> None:
        self.broker.put_user(city, password, tags=self._tag)
        self._equip(city)

    def _equip(self, city: str) -> None:
        queue = exchange.queue_name(city)
        self.broker.ensure_queue(self.vhost, queue, exchange.QUEUE)
        self.broker.bind(self.vhost, exchange.LESSONS, queue, exchange.EVERYTHING)
        self.broker.limit_user(city, self.limits.of_user())
        # Without these all routing keys would be open to whoever may write to the exchange.
        self.broker.permit_topics(city, self.vhost, exchange.LESSONS, **exchange.topics(city))
        self.broker.permit(city, self.vhost, exchange.permissions(city))

    def _is_full(self, messages: int, size: int) -> bool:
        """Whether one more of the usual size makes it drop its oldest."""
        usual = size / messages if messages else 0
        return messages >= self.limits.messages or size + usual > self.limits.bytes
