"""Listening: a nameko entrypoint that acknowledges a message only after its effect has been committed.

nameko's own event handler acknowledges when its method has returned or raised, so a failure loses the message. Here
one consumer per service takes messages one at a time, in order: inbox and effect in one transaction, commit,
acknowledge. See `inbox` for exactly-once and `failures` for what can't be applied.
"""

import json
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import eventlet
import structlog
from kombu import Connection
from kombu import Message as AmqpMessage
from kombu.mixins import ConsumerMixin
from nameko.extensions import Entrypoint, ProviderCollector, SharedExtension
from sqlalchemy.orm import Session

from shared.contracts.base import Event, load
from shared.database import Database, is_outage
from shared.messaging import envelope, failures, inbox, topology
from shared.messaging.envelope import Message, Undecodable

log = structlog.get_logger()

PREFETCH = 100
HEARTBEAT = 20
OUTAGE_PAUSE = 1.0
RETRY_PAUSE = 0.5

Reaction = Callable[[Session, dict[str, Any]], None]


class Subscriptions(SharedExtension, ProviderCollector, ConsumerMixin):
    """All queues of one service on one connection."""

    def __init__(self) -> None:
        self.reactions: dict[str, tuple[type[Event], Reaction]] = {}
        self.ready = False
        self.ticked_at = time.monotonic()
        self._threads: list[Any] = []
        super().__init__()

    def register(self, subscription: "Subscription") -> None:
        self.reactions[subscription.event.type] = (subscription.event, subscription.reaction)
        self.register_provider(subscription)

    def start(self) -> None:
        if self.reactions and not self._threads:
            settings = self.container.config["settings"]
            self.name = self.container.service_name
            self.database = Database(settings, self.name, pool_size=1, max_overflow=1)
            self.connection = Connection(
                settings.amqp_url, heartbeat=HEARTBEAT, transport_options={"confirm_publish": False}
            )
            self._threads = [
                self.container.spawn_managed_thread(self.run, identifier="subscriptions"),
                self.container.spawn_managed_thread(self._retry, identifier="retries"),
            ]

    def get_consumers(self, consumer_class: Any, channel: Any) -> list[Any]:
        owned = topology.by_owner(event for event, _ in self.reactions.values())
        topology.dead_letters()(channel).declare()
        consumers = []
        for owner, types in owned.items():
            queue = topology.queue(self.name, owner, types)
            handler = partial(self.handle, queue.name)
            consumers.append(consumer_class(queues=[queue], on_message=handler, prefetch_count=PREFETCH))
        return consumers

    def on_consume_ready(self, connection: Any, channel: Any, consumers: Any, **_: Any) -> None:
        self.ready = True
        log.info("consumers_ready", service=self.name)

    def on_connection_error(self, exc: Exception, interval: float) -> None:
        self.ready = False
        log.warning("broker_unavailable", service=self.name, retry_in=interval, reason=type(exc).__name__)

    def on_connection_revived(self) -> None:
        self.ready = False

    def on_iteration(self) -> None:
        self.ticked_at = time.monotonic()

    def handle(self, subscription: str, raw: AmqpMessage) -> None:
        if self.should_stop:
            return  # not acknowledged: it comes again to whoever consumes next
        try:
            message = envelope.read(raw.headers or {}, json.loads(raw.body))
        except (Undecodable, ValueError) as error:
            log.error("message_undecodable", subscription=subscription, reason=str(error))
            raw.reject()
            return
        while not self.should_stop:
            try:
                self._take(subscription, message)
            except Exception as error:
                if not is_outage(error):
                    # Not even setting it aside worked, as with a character that the database refuses. Raising would end
                    # the process, and again with each redelivery.
                    log.exception("message_unstorable", subscription=subscription, message_id=str(message.id))
                    raw.reject()
                    return
                log.warning("database_unavailable", subscription=subscription, reason=type(error).__name__)
                self._wait_out_outage(raw)
            else:
                self._acknowledge(raw)
                return

    def _take(self, subscription: str, message: Message) -> None:
        if message.type in self.reactions:
            event, reaction = self.reactions[message.type]
            inbox.apply(self.database, subscription, message, event, reaction)
            return
        with self.database.transaction() as tx:
            if inbox.note(tx, subscription, message.id):
                failures.park(tx, subscription, message, "no reaction to this type and version")

    def _wait_out_outage(self, raw: AmqpMessage) -> None:
        """Neither acknowledged nor refused: the message stays ours while the heartbeat goes on."""
        eventlet.sleep(OUTAGE_PAUSE)
        raw.channel.connection.heartbeat_tick()

    def _acknowledge(self, raw: AmqpMessage) -> None:
        raw.ack()

    def _retry(self) -> None:
        while not self.should_stop:
            try:
                failures.retry_due(self.database, self._react)
                eventlet.sleep(RETRY_PAUSE)
            except Exception as error:  # noqa: BLE001  the next round tries again
                log.warning("retry_failed", service=self.name, reason=type(error).__name__)
                eventlet.sleep(OUTAGE_PAUSE)

    def _react(self, tx: Session, message: Message) -> None:
        event, reaction = self.reactions[message.type]
        reaction(tx, load(event, message.body))

    def stop(self) -> None:
        self.should_stop = True
        for thread in self._threads:
            thread.wait()
        if self._threads:
            self.database.dispose()
            self._threads = []
        super().stop()

    def kill(self) -> None:
        self.should_stop = True


class Subscription(Entrypoint):
    """One event type and its reaction. Made by `shared.messaging.service.subscribe`."""

    subscriptions = Subscriptions()

    def __init__(self, event: type[Event], reaction: Reaction):
        self.event, self.reaction = event, reaction
        super().__init__()

    def setup(self) -> None:
        self.subscriptions.register(self)

    def stop(self) -> None:
        self.subscriptions.should_stop = True
        self.subscriptions.unregister_provider(self)
