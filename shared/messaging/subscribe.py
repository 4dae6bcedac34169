"""Listening: a nameko entrypoint whose messages are acknowledged only after their effect has been committed.

nameko's own event handler acknowledges when its method has returned or raised, so a failure loses the message. What
becomes of messages here is told by `listener`; this connects it to nameko and to RabbitMQ.
"""

import threading
import time
from functools import partial
from typing import Any

import amqp
import structlog
from nameko.extensions import Entrypoint, ProviderCollector, SharedExtension

from shared.contracts.base import Event
from shared.database import is_outage
from shared.messaging import failures, read_models, topology
from shared.messaging.arrivals import PREFETCH, Arrivals
from shared.messaging.consumer import Consumer, Link
from shared.messaging.inbox import Reaction
from shared.messaging.listener import OUTAGE_PAUSE, Handle, Listener
from shared.messaging.rebuilding import Rebuilds

log = structlog.get_logger()


class Subscriptions(SharedExtension, ProviderCollector):
    """All queues of one service, on one connection; one green thread handles what they deliver."""

    def __init__(self) -> None:
        self._listener: Listener | None = None
        self._queues: list[tuple[Arrivals, Handle]] = []
        self._something_arrived = threading.Event()
        self._threads: list[Any] = []
        self._stop = threading.Lock()
        super().__init__()

    def register(self, subscription: "Subscription") -> None:
        self.register_provider(subscription)

    def start(self) -> None:
        if not self._providers or self._listener is not None:
            return
        settings, self.name = self.container.config["settings"], self.container.service_name
        self._listener = Listener(settings, self.name, read_models.queues(self.container.service_cls))
        self._consumer = Consumer(settings.amqp_url, f"{self.name} events", self._set_up)
        spawn = self.container.spawn_managed_thread
        self._consumer.start(spawn)
        self._threads = [
            spawn(partial(self._work, self._listener), identifier="subscriptions"),
            spawn(partial(self._retry, self._listener), identifier="retries"),
        ]
        if self.container.service_cls.read_models:
            rebuilds = Rebuilds(settings, self.container.service_cls, self._listener)
            self._threads.append(spawn(partial(rebuilds.run, spawn), identifier="rebuilds"))

    @property
    def ready(self) -> bool:
        return self._listener is None or (self._consumer.ready and not self._listener.stopping.is_set())

    @property
    def ticked_at(self) -> float:
        """When it last showed that it does not hang."""
        return min(self._consumer.ticked_at, self._listener.worked_at) if self._listener else time.monotonic()

    def _set_up(self, link: Link) -> None:
        assert self._listener is not None
        declaring = link.channel()
        letters = topology.dead_letters(self.name)
        letters(declaring).declare()
        queues: list[tuple[Arrivals, Handle]] = [(Arrivals(letters.name, link), self._listener.handle_dead_letter)]
        events = [event for event, _ in read_models.subscribed(self.container.service_cls)]
        for owner, types in topology.by_owner(events).items():
            queue = topology.queue(self.name, owner, types)
            queue(declaring).declare()
            queues.append((Arrivals(queue.name, link), self._listener.handle_next))
        self._queues = queues
        for arrivals, _ in queues:
            link.consume(arrivals.queue, partial(self._arrived, arrivals), PREFETCH)

    def _arrived(self, arrivals: Arrivals, raw: amqp.Message) -> None:
        arrivals.waiting.append(raw)
        self._something_arrived.set()

    def _work(self, listener: Listener) -> None:
        while not listener.stopping.is_set():
            self._something_arrived.clear()
            busy = [queue for queue in self._queues if queue[0].ready]
            for arrivals, handle in busy:
                listener.work_on(arrivals, handle)
            listener.worked_at = time.monotonic()
            if not busy:
                self._something_arrived.wait(1)

    def _retry(self, listener: Listener) -> None:
        while not listener.stopping.is_set():
            listener.something_failed.clear()
            try:
                pause = listener.retry().total_seconds()
            except Exception as error:
                reason = failures.reason(error)
                log.warning("retry_failed", service=self.name, reason=reason, exc_info=not is_outage(error))
                pause = OUTAGE_PAUSE
            listener.something_failed.wait(pause)

    def stop_taking(self) -> None:
        """Finishes what is under way; the rest goes to whoever consumes next. It is given back by closing: after a mere
        cancel the broker would give the next one what follows before it. All subscriptions ask for it at the same time;
        the first does it and the others wait."""
        with self._stop:
            if self._listener is None or self._listener.stopping.is_set():
                return
            self._listener.stopping.set()
            self._something_arrived.set()
            self._listener.something_failed.set()
            for thread in self._threads:
                thread.wait()
            self._consumer.close()

    def stop(self) -> None:
        self.stop_taking()
        if self._listener is not None:
            self._listener.close()

    def kill(self) -> None:
        if self._listener is not None:
            self._listener.stopping.set()
            self._consumer.close()


class Subscription(Entrypoint):
    """One event and its reaction. Made by `shared.messaging.service.subscribe`."""

    subscriptions = Subscriptions()

    def __init__(self, event: type[Event], reaction: Reaction):
        self.event, self.reaction = event, reaction
        super().__init__()

    def setup(self) -> None:
        self.subscriptions.register(self)

    def stop(self) -> None:
        self.subscriptions.stop_taking()
        self.subscriptions.unregister_provider(self)
