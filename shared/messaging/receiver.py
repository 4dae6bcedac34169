"""All queues that one listener reads, on one connection; one green thread handles what they deliver."""

import threading
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import amqp
import structlog

from shared.database import is_outage
from shared.messaging import failures
from shared.messaging.arrivals import PREFETCH, Arrivals
from shared.messaging.consumer import Consumer, Link
from shared.messaging.listener import OUTAGE_PAUSE, Handle, Listener

log = structlog.get_logger()

# What a queue of the broker delivers, and what handles it. The arrivals may go by another name than the queue.
Queue = tuple[str, Arrivals, Handle]
Spawn = Callable[..., Any]


class Receiver:
    """`open_queues`: declares what it must over a new link, and says what to consume."""

    def __init__(self, listener: Listener, amqp_url: str, name: str, open_queues: Callable[[Link], Iterable[Queue]]):
        self.listener, self._open_queues = listener, open_queues
        self.consumer = Consumer(amqp_url, name, self._set_up)
        self._queues: list[Queue] = []
        self._something_arrived = threading.Event()
        self._threads: list[Any] = []
        self._stop = threading.Lock()

    def start(self, spawn: Spawn, *more: Callable[[], None]) -> None:
        """`more`: what else works until the listener stops."""
        self.consumer.start(spawn)
        self._threads = [
            spawn(self._work, identifier="subscriptions"),
            spawn(self._retry, identifier="retries"),
            *(spawn(work, identifier="subscriptions") for work in more),
        ]

    @property
    def ready(self) -> bool:
        return self.consumer.ready and not self.listener.stopping.is_set()

    @property
    def ticked_at(self) -> float:
        """When it last showed that it does not hang."""
        return min(self.consumer.ticked_at, self.listener.worked_at)

    def _set_up(self, link: Link) -> None:
        queues = [*self._open_queues(link)]
        self._queues = queues
        for name, arrivals, _ in queues:
            link.consume(name, partial(self._arrived, arrivals), PREFETCH)

    def _arrived(self, arrivals: Arrivals, raw: amqp.Message) -> None:
        arrivals.waiting.append(raw)
        self._something_arrived.set()

    def _work(self) -> None:
        listener = self.listener
        while not listener.stopping.is_set():
            self._something_arrived.clear()
            busy = [(arrivals, handle) for _, arrivals, handle in self._queues if arrivals.ready]
            for arrivals, handle in busy:
                listener.work_on(arrivals, handle)
            listener.worked_at = time.monotonic()
            if not busy:
                self._something_arrived.wait(1)

    def _retry(self) -> None:
        listener = self.listener
        while not listener.stopping.is_set():
            listener.something_failed.clear()
            try:
                pause = listener.retry().total_seconds()
            except Exception as error:
                reason = failures.reason(error)
                log.warning("retry_failed", service=listener.name, reason=reason, exc_info=not is_outage(error))
                pause = OUTAGE_PAUSE
            listener.something_failed.wait(pause)

    def stop_taking(self) -> None:
        """Finishes what is under way; the rest goes to whoever consumes next. It is given back by closing: after a mere
        cancel the broker would give the next one what follows before it. All who ask for it at the same time wait until
        the first has done it."""
        with self._stop:
            if self.listener.stopping.is_set():
                return
            self.listener.stopping.set()
            self._something_arrived.set()
            self.listener.something_failed.set()
            for thread in self._threads:
                thread.wait()
            self.consumer.close()

    def stop(self) -> None:
        self.stop_taking()
        self.listener.close()

    def kill(self) -> None:
        self.listener.stopping.set()
        self.consumer.close()
