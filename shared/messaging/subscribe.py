"""Listening: a nameko entrypoint whose messages are acknowledged only after their effect has been committed.

nameko's own event handler acknowledges when its method has returned or raised, so a failure loses the message. What
becomes of messages here is told by `listener`; this connects it to nameko and to RabbitMQ.
"""

import time
from collections.abc import Iterator
from functools import partial

from nameko.extensions import Entrypoint, ProviderCollector, SharedExtension

from shared.contracts.base import Event
from shared.messaging import read_models, topology
from shared.messaging.arrivals import Arrivals
from shared.messaging.consumer import Link
from shared.messaging.inbox import Reaction
from shared.messaging.listener import Listener
from shared.messaging.rebuilding import Rebuilds
from shared.messaging.receiver import Queue, Receiver


class Subscriptions(SharedExtension, ProviderCollector):
    """All queues of one service."""

    def __init__(self) -> None:
        self._receiver: Receiver | None = None
        super().__init__()

    def register(self, subscription: "Subscription") -> None:
        self.register_provider(subscription)

    def start(self) -> None:
        if not self._providers or self._receiver is not None:
            return
        settings, self.name = self.container.config["settings"], self.container.service_name
        service = self.container.service_cls
        listener = Listener(settings, self.name, read_models.queues(service))
        self._receiver = Receiver(listener, settings.amqp_url, f"{self.name} events", self._open_queues)
        spawn = self.container.spawn_managed_thread
        rebuilding = [partial(Rebuilds(settings, service, listener).run, spawn)] if service.read_models else []
        self._receiver.start(spawn, *rebuilding)

    @property
    def ready(self) -> bool:
        return self._receiver is None or self._receiver.ready

    @property
    def ticked_at(self) -> float:
        return self._receiver.ticked_at if self._receiver else time.monotonic()

    def _open_queues(self, link: Link) -> Iterator[Queue]:
        assert self._receiver is not None
        declaring, listener = link.channel(), self._receiver.listener
        letters = topology.dead_letters(self.name)
        letters(declaring).declare()
        yield letters.name, Arrivals(letters.name, link), listener.handle_dead_letter
        events = [event for event, _ in read_models.subscribed(self.container.service_cls)]
        for owner, types in topology.by_owner(events).items():
            queue = topology.queue(self.name, owner, types)
            queue(declaring).declare()
            yield queue.name, Arrivals(queue.name, link), listener.handle_next

    def stop_taking(self) -> None:
        if self._receiver is not None:
            self._receiver.stop_taking()

    def stop(self) -> None:
        if self._receiver is not None:
            self._receiver.stop()

    def kill(self) -> None:
        if self._receiver is not None:
            self._receiver.kill()


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
