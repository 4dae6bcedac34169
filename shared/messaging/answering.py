"""Answering over RabbitMQ: nameko's RPC protocol on a connection of our own.

nameko's consumer closes the connection at a stop before the answers are out, so that what was carried out comes again;
it ends the process when an acknowledgement or an answer finds the connection lost, and waits for ever for the
confirmation of an answer. Here a request is acknowledged after its answer, over the connection that brought it; what
a lost connection leaves unacknowledged comes again, where the idempotency key stands for it.
"""

import json
import time
from contextlib import suppress
from functools import partial
from typing import Any

import amqp
import structlog
from kombu import Exchange, Queue
from nameko.exceptions import ContainerBeingKilled, MalformedRequest, MethodNotFound, serialize
from nameko.extensions import Entrypoint, ProviderCollector, SharedExtension

from shared.errors import Failed
from shared.messaging import RPC_EXCHANGE
from shared.messaging.call import as_json
from shared.messaging.consumer import Consumer, Link
from shared.messaging.envelope import CONTENT_TYPE

log = structlog.get_logger()


class Requests(SharedExtension, ProviderCollector):
    """All calls that one service answers, on one connection; each is answered by a nameko worker."""

    def __init__(self) -> None:
        self._consumer: Consumer | None = None
        super().__init__()

    def start(self) -> None:
        if self._consumer is None:
            self.name = self.container.service_name
            amqp_url = self.container.config["settings"].amqp_url
            self._consumer = Consumer(amqp_url, f"{self.name} calls", self._set_up)
            self._consumer.start(self.container.spawn_managed_thread)

    @property
    def ready(self) -> bool:
        return self._consumer is not None and self._consumer.ready

    @property
    def ticked_at(self) -> float:
        return self._consumer.ticked_at if self._consumer else time.monotonic()

    def _set_up(self, link: Link) -> None:
        exchange = Exchange(RPC_EXCHANGE, type="topic", durable=True)
        queue = Queue(f"rpc-{self.name}", exchange=exchange, routing_key=f"{self.name}.*", durable=True)
        queue(link.channel()).declare()
        take = partial(self._take, link, link.channel())
        link.consume(queue.name, take, self.container.max_workers)

    def _take(self, link: Link, answering: Any, raw: amqp.Message) -> None:
        """In a green thread of its own, because it waits for a worker and the consumer must go on reading. What still
        comes while the service stops is left to whoever consumes next."""
        if self._consumer is None or self._consumer.stopping:
            return
        self.container.spawn_managed_thread(partial(self._spawn, link, answering, raw), identifier="request")

    def _spawn(self, link: Link, answering: Any, raw: amqp.Message) -> None:
        reply = partial(self._reply, link, answering, raw)
        entrypoint = self._entrypoint(raw.delivery_info["routing_key"])
        if entrypoint is None:
            reply(None, MethodNotFound(raw.delivery_info["routing_key"].rpartition(".")[2]))
            return
        try:
            arguments = _arguments(raw)
        except (ValueError, TypeError, KeyError, RecursionError):
            log.warning("request_malformed", service=self.name)
            reply(None, MalformedRequest("A request is {args: [], kwargs: {data, meta}}, as JSON."))
            return
        with suppress(ContainerBeingKilled):
            entrypoint.answer(arguments, reply)

    def _entrypoint(self, routing_key: str) -> "Answering | None":
        return next((each for each in self._providers if f"{self.name}.{each.method_name}" == routing_key), None)

    def _reply(self, link: Link, answering: Any, raw: amqp.Message, result: Any, error: Exception | None) -> None:
        body = json.dumps({"result": result, "error": serialize(error) if error else None}, default=as_json)
        properties = raw.properties
        if properties.get("reply_to"):
            message = amqp.Message(
                body.encode(),
                content_type=CONTENT_TYPE,
                content_encoding="utf-8",
                correlation_id=properties.get("correlation_id"),
                delivery_mode=1,
            )
            link.send(lambda: answering.basic_publish(message, RPC_EXCHANGE, properties["reply_to"]))
        link.acknowledge(raw)

    def stop_taking(self) -> None:
        if self._consumer is not None:
            self._consumer.stop_taking()

    def stop(self) -> None:
        """After the last worker."""
        if self._consumer is not None:
            self._consumer.close()

    kill = stop


def _arguments(raw: amqp.Message) -> dict[str, Any]:
    """`data` and `meta`, the only arguments that a call has."""
    kwargs = json.loads(raw.body)["kwargs"]
    return {"data": kwargs["data"], "meta": dict(kwargs["meta"])}


class Answering(Entrypoint):
    """Makes a method of a service class answer the call of its name."""

    requests = Requests()

    def setup(self) -> None:
        self.requests.register_provider(self)

    def answer(self, arguments: dict[str, Any], reply: Any) -> None:
        def handle_result(_context: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
            reply({"error": Failed().as_data()} if exc_info else result, None)
            return result, exc_info

        self.container.spawn_worker(self, (), arguments, handle_result=handle_result)

    def stop(self) -> None:
        """Stays registered, for requests that were taken before."""
        self.requests.stop_taking()
