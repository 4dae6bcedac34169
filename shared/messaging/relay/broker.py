"""The relay's way to the broker: one channel in confirm mode on one connection."""

import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import pika
import structlog
from pika.exceptions import AMQPConnectionError, ChannelClosed, ConnectionClosed
from pika.spec import FRAME_ERROR, PRECONDITION_FAILED, SYNTAX_ERROR, Basic

from shared.messaging import REPLAY_QUEUE
from shared.messaging.envelope import CONTENT_TYPE
from shared.messaging.relay.held import NACKED, RETURNED
from shared.messaging.relay.loop import Loop
from shared.messaging.relay.outboxes import Row

log = structlog.get_logger()

HEARTBEAT = 20
BLOCKED_SECONDS = 60
CONNECT_SECONDS = 5.0
CLOSE_SECONDS = 1.0

# What the broker says when it is the message that it can't bear: too large, a wrong header.
ABOUT_THE_MESSAGE = (PRECONDITION_FAILED, FRAME_ERROR, SYNTAX_ERROR)


class BrokerSilent(AMQPConnectionError):
    """The broker took what was sent and did not answer."""


class Broker:
    """`out`: what was sent and not answered yet, by delivery tag. `ended`: why the channel or the connection is closed.
    `blocked`: the broker takes nothing for now."""

    def __init__(
        self,
        loop: Loop,
        amqp_url: str,
        on_confirmed: Callable[[Row], None],
        on_refused: Callable[[Row, str], None],
    ):
        self._loop, self._on_confirmed, self._on_refused = loop, on_confirmed, on_refused
        self._parameters = pika.URLParameters(amqp_url)
        self._parameters.heartbeat = HEARTBEAT
        self._parameters.blocked_connection_timeout = BLOCKED_SECONDS
        self._parameters.socket_timeout = self._parameters.stack_timeout = CONNECT_SECONDS
        self._parameters.client_properties = {"connection_name": "middleground-relay"}
        self._connection: Any = None
        self._channel: Any = None
        self._sent = 0
        self._returned: set[str] = set()
        self.out: dict[int, Row] = {}
        self.ended: Exception | None = None
        self.blocked = False

    def open(self, services: Iterable[str]) -> None:
        """Opens the connection if it is not open, a new channel, and the exchanges of these services."""
        self.ended = None
        self.out, self._sent = {}, 0
        self._returned.clear()
        if self._connection is None or not self._connection.is_open:
            self._ask(self._connect)
        self._channel = self._ask(lambda done: self._connection.channel(on_open_callback=done))
        self._channel.add_on_close_callback(self._on_end)
        self._channel.add_on_return_callback(self._on_return)
        for service in services:
            self._channel.exchange_declare(f"{service}.events", exchange_type="topic", durable=True)
        self._ask(lambda done: self._channel.confirm_delivery(self._on_answer, done))

    def _connect(self, done: Callable[[Any], None]) -> None:
        self._connection = pika.SelectConnection(
            self._parameters,
            on_open_callback=done,
            on_open_error_callback=self._on_end,
            on_close_callback=self._on_end,
            custom_ioloop=self._loop.io,
        )
        self.blocked = False
        self._connection.add_on_connection_blocked_callback(lambda *_: self._on_blocked(True))
        self._connection.add_on_connection_unblocked_callback(lambda *_: self._on_blocked(False))

    def _ask(self, question: Callable[[Callable[[Any], None]], Any]) -> Any:
        """What pika calls back with."""
        answers: list[Any] = []
        question(answers.append)
        if not self._loop.wait(lambda: answers or self.ended, time.monotonic() + CONNECT_SECONDS):
            raise BrokerSilent
        self.check()
        return answers[0]

    def check(self) -> None:
        if self.ended is not None:
            raise self.ended

    def ended_by_a_message(self) -> bool:
        return isinstance(self.ended, ChannelClosed | ConnectionClosed) and self.ended.reply_code in ABOUT_THE_MESSAGE

    def publish(self, row: Row) -> None:
        exchange, routing_key = ("", row.queue) if row.queue else (f"{row.service}.events", row.type)
        self._channel.basic_publish(
            exchange,
            routing_key,
            row.body.encode(),
            pika.BasicProperties(
                message_id=row.id,
                type=row.type,
                headers=row.headers,
                content_type=CONTENT_TYPE,
                content_encoding="utf-8",
                timestamp=row.happened_at,
                delivery_mode=2,
            ),
            mandatory=row.mandatory,
        )
        self._sent += 1
        self.out[self._sent] = row

    def declare(self, queue: str) -> None:
        declare = partial(self._channel.queue_declare, queue, durable=True, arguments=REPLAY_QUEUE)
        self._ask(lambda done: declare(callback=done))

    def delete(self, queue: str) -> None:
        self._ask(lambda done: self._channel.queue_delete(queue, callback=done))

    def close(self) -> None:
        """Says goodbye and does not wait long for the answer."""
        connection = self._connection
        if connection is None or connection.is_closed:
            return
        if connection.is_open:
            connection.close()
            if self._loop.wait(lambda: connection.is_closed, time.monotonic() + CLOSE_SECONDS):
                return
        # pika has no public way to leave somebody who does not answer.
        connection._terminate_stream(BrokerSilent())
        self._loop.wait(lambda: connection.is_closed, time.monotonic() + CLOSE_SECONDS)

    def _on_end(self, _closed: Any, error: Exception) -> None:
        self.ended = self.ended or error

    def _on_return(self, _channel: Any, _method: Any, properties: Any, _body: bytes) -> None:
        """Comes before the answer to the same message."""
        self._returned.add(properties.message_id)

    def _on_answer(self, frame: Any) -> None:
        answer = frame.method
        up_to = answer.delivery_tag
        for tag in [tag for tag in self.out if tag <= up_to] if answer.multiple else [up_to]:
            row = self.out.pop(tag)
            if row.id in self._returned:
                self._returned.discard(row.id)
                self._on_refused(row, RETURNED)
            elif isinstance(answer, Basic.Ack):
                self._on_confirmed(row)
            else:
                self._on_refused(row, NACKED)

    def _on_blocked(self, blocked: bool) -> None:
        self.blocked = blocked
        log.warning("broker_takes_nothing" if blocked else "broker_takes_messages_again")
