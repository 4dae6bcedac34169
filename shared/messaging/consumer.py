"""A connection that takes messages and lasts: when it is lost, or silent for too long, there is another.

Events and calls come over one each. One green thread reads, always, so that heartbeats go on whatever the work does
that messages cause; nothing else reads, anybody may write.
"""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import amqp
import eventlet
import structlog
from amqp.serialization import PROPERTY_CLASSES, decode_properties_basic
from amqp.spec import Basic

from shared.messaging import connection

log = structlog.get_logger()

# The broker and we each give up on the other after two of them without a byte.
HEARTBEAT = 10
TICK = 1.0
SET_UP_SECONDS = 10
SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 5.0
RECEIVED_AT_ONCE = 16_384

OnMessage = Callable[[amqp.Message], None]


def _tolerant(buffer: bytes, offset: int) -> tuple[dict[str, Any], int]:
    """A message whose properties are broken has none. Raising would end the connection, with each redelivery again."""
    try:
        return decode_properties_basic(buffer, offset)
    except Exception:  # noqa: BLE001  py-amqp raises whatever the bytes lead to
        return {}, offset


PROPERTY_CLASSES[Basic.CLASS_ID] = _tolerant


class Lost(Exception):
    """The connection does not stand any more; what was not acknowledged over it comes again."""


class Link:
    """One connection, from its opening to its end."""

    def __init__(self, amqp_url: str):
        way = connection.to(amqp_url, heartbeat=HEARTBEAT, connect_timeout=SET_UP_SECONDS)
        self._connection = way.transport.establish_connection()
        self._consumers: list[tuple[Any, str]] = []
        self._writing = threading.Lock()
        self._ticked_at = time.monotonic()
        self.alive = True

    def channel(self) -> Any:
        channel = self._connection.channel()
        channel.auto_decode = False  # a body is bytes
        return channel

    def consume(self, queue: str, on_message: OnMessage, prefetch: int) -> None:
        """On a channel of its own, so that acknowledging up to a message concerns its queue alone."""
        channel = self.channel()
        channel.basic_qos(0, prefetch, False)
        tag = channel.basic_consume(queue, callback=on_message)
        self._consumers.append((channel, getattr(tag, "consumer_tag", tag)))

    def settle(self) -> None:
        """From now on it is only read from; a read gives up after a tick, so that a silence is noticed."""
        transport = self._connection.transport
        sock = transport.sock
        sock.settimeout(TICK)
        if not self._connection.ssl:
            # py-amqp asks the kernel for each part of each frame, nine times per message.
            transport._quick_recv = lambda _: sock.recv(RECEIVED_AT_ONCE)
        # With it py-amqp reads before each publish, in the thread that publishes: what one has read the other loses.
        self._connection.client_properties["capabilities"]["connection.blocked"] = False

    def read(self) -> None:
        """Handles what comes next, or a second of silence. Raises when the connection is lost."""
        try:
            self._connection.drain_events()
        except TimeoutError as error:
            if error.errno is not None:  # not our tick: the kernel gave up on the other side
                raise
        now = time.monotonic()
        if now - self._ticked_at >= TICK:
            self._ticked_at = now
            self._tick()

    def _tick(self) -> None:
        """Not while somebody writes, who finds out as well whether the other side is there."""
        if self._writing.acquire(blocking=False):
            try:
                self._connection.heartbeat_tick()
            finally:
                self._writing.release()

    def acknowledge(self, message: amqp.Message, *, all_before: bool = False) -> None:
        self.send(lambda: message.channel.basic_ack(message.delivery_tag, multiple=all_before))

    def reject(self, message: amqp.Message) -> None:
        """To the dead letters of its queue."""
        self.send(lambda: message.channel.basic_reject(message.delivery_tag, requeue=False))

    def send(self, write: Callable[[], Any]) -> None:
        """One at a time: a write that has to wait has half a frame out. One that fails leaves it behind, so the
        connection ends with it."""
        try:
            with self._writing:
                if self.alive:
                    write()
        except Exception as error:  # noqa: BLE001  py-amqp raises whatever its state leads to
            log.warning("broker_write_failed", reason=type(error).__name__)
            self.end()

    def cancel(self) -> None:
        """Asks for no more messages; those that are here can still be acknowledged."""
        for channel, tag in self._consumers:
            self.send(partial(channel.basic_cancel, tag, nowait=True))
        self._consumers = []

    def close(self) -> None:
        """Tells the broker; returns when it has read all that was written before. Nobody may read meanwhile."""
        with suppress(Exception), eventlet.Timeout(2, Lost()):
            self._connection.close()
        self.end()

    def end(self) -> None:
        self.alive = False
        with suppress(Exception):
            self._connection.collect()


class Consumer:
    """`set_up` declares and consumes over each new link."""

    def __init__(self, amqp_url: str, name: str, set_up: Callable[[Link], None]):
        self._amqp_url, self._name, self._set_up = amqp_url, name, set_up
        self._stopping = threading.Event()
        self._thread: Any = None
        self.link: Link | None = None
        self.ticked_at = time.monotonic()

    def start(self, spawn: Callable[..., Any]) -> None:
        self._thread = spawn(self._run, identifier=f"{self._name} consumer")

    @property
    def ready(self) -> bool:
        return self.link is not None and self.link.alive and not self._stopping.is_set()

    @property
    def stopping(self) -> bool:
        return self._stopping.is_set()

    def _run(self) -> None:
        pause = SHORTEST_PAUSE
        while not self._stopping.is_set():
            try:
                self._connect()
                pause = SHORTEST_PAUSE
                self._read()
            except Exception as error:  # noqa: BLE001  py-amqp raises whatever its state leads to
                log.warning("broker_unavailable", consumer=self._name, retry_in=pause, reason=type(error).__name__)
            self._end()
            self.ticked_at = time.monotonic()
            self._stopping.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _connect(self) -> None:
        with eventlet.Timeout(SET_UP_SECONDS, Lost()):
            link = Link(self._amqp_url)
            try:
                self._set_up(link)
            except BaseException:
                link.end()
                raise
        link.settle()
        self.link = link
        log.info("consumers_ready", consumer=self._name)

    def _read(self) -> None:
        """To the end of the link, also when no more messages are wanted: others are acknowledged until then."""
        while self.link is not None and self.link.alive:
            self.link.read()
            self.ticked_at = time.monotonic()

    def stop_taking(self) -> None:
        self._stopping.set()
        if self.link is not None:
            self.link.cancel()

    def close(self) -> None:
        self._stopping.set()
        if self._thread is not None:
            self._thread.kill()
        if self.link is not None:
            self.link.close()

    def _end(self) -> None:
        if self.link is not None:
            self.link.end()
            self.link = None
