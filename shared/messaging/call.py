"""Asking a service: nameko's RPC protocol over one connection, for any number of threads, with a deadline.

Requests are transient and expire at their deadline, so that nobody carries out what nobody waits for any more.
"""

import json
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pika
import structlog
from pika.exceptions import AMQPError
from prometheus_client import Counter

from shared import access, context
from shared.access import SERVICE, Actor
from shared.contracts.base import Call, instance
from shared.errors import Failed, NotKnownYet, Refusal, Unavailable, from_data
from shared.messaging import RPC_EXCHANGE

log = structlog.get_logger()

CALLS = Counter(
    "middleground_calls_total",
    "Calls made, by what came of them: answered, refused, failed, unanswered.",
    ["service", "call", "outcome"],
)
NOT_ANSWERED = {Failed.status: "failed", Unavailable.status: "unanswered", NotKnownYet.status: "unanswered"}

CONNECT_SECONDS = 3.0
AGAIN_SECONDS = 1.0
HEARTBEAT = 10
DOUBT_SECONDS = 30.0


@dataclass(frozen=True)
class Answer:
    """`published`: the (type, id) of what the command announced. `up_to_date`: see `after` in Caller.send."""

    data: dict[str, Any]
    published: list[tuple[str, str]]
    up_to_date: bool


def as_json(value: Any) -> str:
    """Ids, dates and moments as text."""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


@contextmanager
def _counted(call: Call, if_well: str | None = None) -> Iterator[None]:
    """`if_well`: what came of it when nothing is raised, if that is known by then."""
    outcome = if_well
    try:
        yield
    except Refusal as refusal:
        outcome = NOT_ANSWERED.get(refusal.status, "refused")
        raise
    finally:
        if outcome:
            CALLS.labels(call.service, call.name, outcome).inc()


class Lost(Exception):
    """The connection went away before the answer came."""


class Pending:
    """A request under way. `wait` gives the answer or raises the refusal, at the call's deadline at the latest, or
    after `seconds`. The deadline counts from sending, so that several together take no longer than one."""

    def __init__(self, call: Call, future: "Future[dict[str, Any]]", link: "_Link"):
        self.call, self.future, self._link = call, future, link
        self._sent_at = time.monotonic()

    def wait(self, seconds: float | None = None) -> Answer:
        with _counted(self.call, "answered"):
            return self._wait(seconds)

    def _wait(self, seconds: float | None) -> Answer:
        left = self._sent_at + self.call.deadline - time.monotonic() if seconds is None else seconds
        try:
            reply = self.future.result(max(left, 0))
        except (FutureTimeout, Lost) as error:
            self._link.doubt(self._sent_at)
            raise (NotKnownYet() if self.call.changes else Unavailable()) from error
        if reply.get("error"):  # nameko's own: the method is unknown or the worker died
            log.error("rpc_error", call=self.call.routing_key, error=reply["error"].get("exc_type"))
            raise Failed()
        result = reply["result"]
        if "error" in result:
            raise from_data(result["error"])
        return Answer(
            instance(self.call.answer).load(result["answer"]),
            [(event_type, message_id) for event_type, message_id in result["published"]],
            result["up_to_date"],
        )


class Caller:
    """Connects at the first call and again after a loss. Safe to share between threads."""

    def __init__(self, amqp_url: str, secret: str):
        self.amqp_url, self.secret = amqp_url, secret
        self._lock = threading.Lock()
        self._link: _Link | None = None
        self._in_vain_until = 0.0

    def __call__(self, call: Call, **data: Any) -> Answer:
        """Asks on behalf of this process itself, which is a service among services."""
        return self.send(call, data, token=access.sign(Actor(roles=frozenset({SERVICE})), self.secret)).wait()

    def send(
        self,
        call: Call,
        data: dict[str, Any],
        *,
        token: str | None = None,
        key: str | None = None,
        after: Iterable[tuple[str, str]] = (),
    ) -> Pending:
        """Sends a request without waiting. `data` may be as a person typed it: the service checks it.

        `key`: the idempotency key of a command; it gets one anyway, because a request may be delivered twice. `after`:
        what the asker changed last, as published before; the answer takes it into account. Raises Unavailable when
        the broker can't be reached.
        """
        work = context.current()
        meta = {
            "token": token,
            "key": key or (str(uuid4()) if call.changes else None),
            "after": list(after),
            "correlation_id": work.correlation_id,
            "traceparent": work.traceparent,
        }
        body = json.dumps({"args": [], "kwargs": {"data": data, "meta": meta}}, default=as_json)
        future: Future[dict[str, Any]] = Future()
        with _counted(call):
            link = self._connected()
            link.publish(call, body.encode(), future)
        return Pending(call, future, link)

    def reachable(self) -> bool:
        """Whether the broker answers now."""
        try:
            self._connected()
        except Unavailable:
            return False
        return True

    def _connected(self) -> "_Link":
        """While the broker can't be reached only one thread in a second finds that out, the others are told."""
        with self._lock:
            if self._link is None or not self._link.alive:
                if time.monotonic() < self._in_vain_until:
                    raise Unavailable()
                try:
                    self._link = _Link(self.amqp_url)
                except Unavailable:
                    self._in_vain_until = time.monotonic() + AGAIN_SECONDS
                    raise
            return self._link

    def close(self) -> None:
        with self._lock:
            if self._link is not None:
                self._link.close()
                self._link = None


class _Link:
    """One connection with its thread: publishes what other threads hand over, and completes their futures."""

    def __init__(self, amqp_url: str):
        self.reply_to = f"reply.{uuid4()}"
        self._waiting: dict[str, Future[dict[str, Any]]] = {}
        self._closing = False
        self._doubted_at: float | None = None
        self._heard_at = time.monotonic()
        self._connection: pika.BlockingConnection | None = None
        opened: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, args=[amqp_url, opened], name="caller", daemon=True)
        self._thread.start()
        try:
            opened.result(CONNECT_SECONDS)
        except Exception as error:
            self._closing = True
            raise Unavailable() from error

    @property
    def alive(self) -> bool:
        return self._doubted_at is None and self._thread.is_alive() and self._open.is_open

    @property
    def _open(self) -> pika.BlockingConnection:
        assert self._connection is not None
        return self._connection

    def doubt(self, since: float) -> None:
        """No answer came since then: new requests go another way; for the others this one waits a little longer."""
        if self._heard_at < since and self._doubted_at is None:
            self._doubted_at = time.monotonic()

    @property
    def _wanted(self) -> bool:
        if self._closing:
            return False
        return self._doubted_at is None or time.monotonic() - self._doubted_at < DOUBT_SECONDS

    def _connect(self, amqp_url: str) -> None:
        parameters = pika.URLParameters(amqp_url)
        parameters.socket_timeout = parameters.stack_timeout = CONNECT_SECONDS
        parameters.blocked_connection_timeout = CONNECT_SECONDS
        parameters.heartbeat = HEARTBEAT
        self._connection = pika.BlockingConnection(parameters)
        self._channel = self._connection.channel()
        self._channel.exchange_declare(RPC_EXCHANGE, exchange_type="topic", durable=True)
        self._channel.queue_declare(self.reply_to, exclusive=True, auto_delete=True)
        self._channel.queue_bind(self.reply_to, RPC_EXCHANGE, self.reply_to)
        self._channel.basic_consume(self.reply_to, self._on_reply, auto_ack=True)
        self._channel.add_on_return_callback(self._on_return)

    def publish(self, call: Call, body: bytes, future: "Future[dict[str, Any]]") -> None:
        correlation_id = str(uuid4())

        def in_thread() -> None:
            self._waiting[correlation_id] = future
            self._forget_the_late()
            self._channel.basic_publish(
                RPC_EXCHANGE,
                call.routing_key,
                body,
                pika.BasicProperties(
                    content_type="application/json",
                    content_encoding="utf-8",
                    correlation_id=correlation_id,
                    reply_to=self.reply_to,
                    expiration=str(int(call.deadline * 1000)),
                    delivery_mode=1,
                ),
                mandatory=True,
            )

        try:
            self._open.add_callback_threadsafe(in_thread)
        except AMQPError as error:
            raise Unavailable() from error

    def _forget_the_late(self) -> None:
        """Drops the oldest when answers stay out for good; a waiting thread has its own deadline anyway."""
        while len(self._waiting) > 10_000:
            self._waiting.pop(next(iter(self._waiting)))

    def _on_reply(self, _channel: Any, _method: Any, properties: Any, body: bytes) -> None:
        self._heard_at = time.monotonic()
        future = self._waiting.pop(properties.correlation_id, None)
        if future is not None:
            future.set_result(json.loads(body))

    def _on_return(self, _channel: Any, _method: Any, properties: Any, _body: bytes) -> None:
        """Nobody answers to that name: the service never ran on this broker."""
        future = self._waiting.pop(properties.correlation_id, None)
        if future is not None:
            future.set_exception(Unavailable())

    def _run(self, amqp_url: str, opened: "Future[None]") -> None:
        try:
            self._connect(amqp_url)
            opened.set_result(None)
            while self._wanted:
                self._open.process_data_events(time_limit=1)
        except Exception as error:  # noqa: BLE001  whatever ended the connection, those who wait must hear of it
            if not opened.done():
                opened.set_exception(error)
            elif not self._closing:
                log.warning("rpc_connection_lost", reason=type(error).__name__)
        finally:
            for future in list(self._waiting.values()):
                if not future.done():
                    future.set_exception(Lost())
            self._waiting.clear()
            with suppress(Exception):
                self._open.close()

    def close(self) -> None:
        self._closing = True
        with suppress(AMQPError):
            self._open.add_callback_threadsafe(lambda: None)
        self._thread.join(timeout=3)
