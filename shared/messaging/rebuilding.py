"""Carrying out a rebuild: the messages that the relay replays take effect like any other, up to the last.

Every replica looks for one that is under way and listens to its queue, which gives its messages to one of them. Whoever
ends in the middle, the next goes on from there.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Any

import amqp
import structlog
from sqlalchemy.orm import Session

from shared.database import Database, is_outage
from shared.messaging import REPLAYED, envelope, failures, inbox, metrics, read_models, rebuild, topology
from shared.messaging.arrivals import PREFETCH, Arrivals
from shared.messaging.consumer import Consumer, Link
from shared.messaging.deadline import within
from shared.messaging.envelope import Message
from shared.messaging.inbox import Outcome, Reactions
from shared.messaging.listener import DEADLINE, GivenBack, Listener, Taking
from shared.settings import Settings

log = structlog.get_logger()

LOOK_SECONDS = 1.0


class Replayed(Listener):
    """Takes over what comes by the queue of one rebuild. `done`: it is over, be it finished or given up."""

    def __init__(self, settings: Settings, service: Any, under_way: Any, live: Listener):
        super().__init__(settings, service.name, {})
        self.stopping, self.something_failed = live.stopping, live.something_failed
        self.queue = rebuild.queue_name(service.name, under_way.id)
        self._id = under_way.id
        self._feeding = read_models.feeding(service, under_way.read_model)
        self.done = False
        self._last: amqp.Message | None = None

    def handle_next(self, arrivals: Arrivals) -> None:
        self._last = None
        super().handle_next(arrivals)
        if self._last is not None:
            self._patiently(arrivals, self._finish)
            arrivals.link.acknowledge(self._last)

    def _readable(self, arrivals: Arrivals, raw: amqp.Message) -> Message | None:
        """What can't be read was parked when it came first, and stays so."""
        if raw.properties.get("type") == REPLAYED:
            self._last = raw
            return None
        return super()._readable(arrivals, raw)

    def _read(self, subscription: str, headers: Mapping[str, Any], body: bytes, content_type: str) -> Message:
        """From any of the owners that feed the read model."""
        sources = {source for owner in self._feeding for source in self._sources(owner)}
        return envelope.read(headers, body, sources=sources, content_type=content_type)

    def _wanting(self, queue: str, messages: Sequence[Message]) -> Iterator[Taking]:
        for owner, together in groupby(messages, key=lambda message: message.source.rpartition("/")[2]):
            subscription, reactions = self._feeding[owner]
            yield subscription, [*together], reactions

    def _take_over_by(
        self, tx: Session, subscription: str, messages: Sequence[Message], reactions: Reactions
    ) -> Counter[Outcome]:
        outcomes = inbox.take_over(tx, subscription, messages, reactions, replayed=True)
        self._count_or_end(tx, outcomes.total() - outcomes[Outcome.REPEATED])
        return outcomes

    def _wait_for_rebuild(self, tx: Session, subscription: str) -> None:
        self._count_or_end(tx, 0)

    def _count_or_end(self, tx: Session, messages: int) -> None:
        if not rebuild.count(tx, self._id, messages):
            self.done = True
            raise GivenBack

    def _finish(self) -> None:
        with self._transaction() as tx:
            rebuild.finish(tx, self._id)
        self.done = True

    def is_over(self) -> bool:
        with self._transaction() as tx:
            return not any(each.id == self._id for each in rebuild.under_way(tx))


class Rebuilds:
    """Looks for rebuilds of one service's read models, and carries out the first that is under way."""

    def __init__(self, settings: Settings, service: Any, live: Listener):
        self._settings, self._service, self._live = settings, service, live
        self._database = Database(settings, service.name, pool_size=1, max_overflow=0)
        self._arrivals: Arrivals | None = None
        self._something_arrived = threading.Event()

    def run(self, spawn: Callable[..., Any]) -> None:
        while not self._live.stopping.is_set():
            try:
                for under_way in self._look():
                    self._carry_out(under_way, spawn)
            except Exception as error:
                reason = failures.reason(error)
                log.warning("rebuild_paused", service=self._service.name, reason=reason, exc_info=not is_outage(error))
            self._live.stopping.wait(LOOK_SECONDS)
        self._database.dispose()

    def _look(self) -> list[Any]:
        with within(DEADLINE), self._database.transaction() as tx:
            found = rebuild.under_way(tx)
        for name in self._service.read_models:
            metrics.REBUILDING.labels(self._service.name, name).set(any(each.read_model == name for each in found))
        return found

    def _carry_out(self, under_way: Any, spawn: Callable[..., Any]) -> None:
        known = {"service": self._service.name, "read_model": under_way.read_model, "rebuild_id": str(under_way.id)}
        log.info("rebuild_under_way", **known)
        replayed = Replayed(self._settings, self._service, under_way, self._live)
        consumer = Consumer(self._settings.amqp_url, f"{self._service.name} rebuild", partial(self._set_up, replayed))
        consumer.start(spawn)
        try:
            self._work(replayed)
        finally:
            consumer.close()
            replayed.close()
        if not self._live.stopping.is_set():
            topology.delete(self._settings.amqp_url, replayed.queue)
            log.info("rebuild_over", **known)

    def _set_up(self, replayed: Replayed, link: Link) -> None:
        topology.replayed(replayed.queue)(link.channel()).declare()
        self._arrivals = arrivals = Arrivals(replayed.queue, link)
        link.consume(replayed.queue, partial(self._arrived, arrivals), PREFETCH)

    def _arrived(self, arrivals: Arrivals, raw: amqp.Message) -> None:
        arrivals.waiting.append(raw)
        self._something_arrived.set()

    def _work(self, replayed: Replayed) -> None:
        """To its end, which another replica may bring about, or that of this process."""
        look_at = time.monotonic() + LOOK_SECONDS
        while not (replayed.done or self._live.stopping.is_set()):
            self._something_arrived.clear()
            if self._arrivals is not None and self._arrivals.ready:
                replayed.work_on(self._arrivals, replayed.handle_next)
            elif not self._something_arrived.wait(LOOK_SECONDS) or time.monotonic() >= look_at:
                replayed.done = replayed.done or replayed.is_over()
                look_at = time.monotonic() + LOOK_SECONDS
