"""The work of the active relay, in rounds: fetch, publish all, mark those of the round before, collect the confirms."""

import math
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

import psycopg
from pika.exceptions import ShortStringTooLong, UnsupportedAMQPFieldException

from shared.messaging import RELAY
from shared.messaging.relay import metrics
from shared.messaging.relay.broker import Broker, BrokerSilent
from shared.messaging.relay.held import ENDS_CHANNEL, UNSENDABLE, Held
from shared.messaging.relay.lease import Lease
from shared.messaging.relay.loop import Loop
from shared.messaging.relay.outboxes import Outboxes, Row
from shared.messaging.relay.replays import Replays

WINDOW = 500
CHUNK = 50
LOOK_SECONDS = 1.0
CONFIRM_SECONDS = 10.0


class Rounds:
    def __init__(
        self,
        loop: Loop,
        outboxes: Outboxes,
        lease: Lease,
        held: Held,
        amqp_url: str,
        database_url: str,
        stopping: Callable[[], bool],
    ):
        self.loop, self.outboxes, self.lease, self.held, self.stopping = loop, outboxes, lease, held, stopping
        self.broker = Broker(loop, amqp_url, self._on_confirmed, self._on_refused)
        self.replays = Replays(loop, outboxes, self.broker, self._wait, database_url)
        self.look_at = 0.0
        self.confirmed: list[Row] = []  # and not marked yet

    def open(self) -> None:
        self.broker.open(self.outboxes.services)

    def run(self) -> None:
        while not self.stopping():
            self._wait(lambda: not self.broker.blocked or self.broker.ended or self.stopping(), math.inf)
            looks = time.monotonic() >= self.look_at or RELAY in self.outboxes.woken
            rows = self._next()
            replayed = self.replays.next(WINDOW, looks=looks)
            self._carry([*rows, *replayed])
            self.replays.carried()
            if not rows and not replayed:
                self._wait(lambda: self.outboxes.woken or self.broker.ended or self.stopping(), self.look_at)

    def close(self) -> None:
        with suppress(psycopg.Error):
            self._mark()
        self.replays.close()
        self.broker.close()

    def _wait(self, done: Callable[[], object], until: float) -> bool:
        """Waits, and keeps the lease meanwhile."""
        self.lease.keep()
        while not self.loop.wait(done, min(until, self.lease.renew_at)):
            if time.monotonic() >= until:
                return False
            self.lease.keep()
        return True

    def _next(self) -> list[Row]:
        """Rows of those whose commit woke us; of all when it is time for a look, for no notification is certain."""
        services: Sequence[str] = sorted(self.outboxes.woken.intersection(self.outboxes.services))
        self.outboxes.woken.clear()
        if time.monotonic() >= self.look_at:
            services = self.outboxes.services
            self.look_at = time.monotonic() + LOOK_SECONDS
        held = self.held.by_service()
        rows = self.outboxes.unpublished(services, WINDOW, confirmed=self.confirmed, held=held)
        self.outboxes.woken.update(row.service for row in rows)  # they may have more
        return first_of_each(rows) if self.held.careful else rows

    def _carry(self, rows: Sequence[Row]) -> None:
        unsent = self._publish(rows)
        self._mark()  # those of the round before, while the broker works on this one
        self._collect()
        if self.broker.ended_by_a_message():
            self._isolate([*self.broker.out.values(), *unsent])
        self.broker.check()

    def _publish(self, rows: Sequence[Row]) -> Sequence[Row]:
        """Hands the rows to the broker, and gives back what is left of them when the channel has ended."""
        for start in range(0, len(rows), CHUNK):
            self.lease.keep()
            self.loop.turn()
            if self.broker.ended:
                return rows[start:]
            for row in rows[start : start + CHUNK]:
                if not self._waits(row):
                    self._send(row)
        return []

    def _send(self, row: Row) -> None:
        try:
            self.broker.publish(row)
        except (ShortStringTooLong, UnsupportedAMQPFieldException):
            self._on_refused(row, UNSENDABLE)

    def _collect(self) -> None:
        until = time.monotonic() + CONFIRM_SECONDS
        while not self._wait(lambda: self.broker.ended or not self.broker.out, until):
            if not self.broker.blocked or self.stopping():
                raise BrokerSilent
            until = time.monotonic() + CONFIRM_SECONDS

    def _waits(self, row: Row) -> bool:
        """An earlier one of its aggregate was refused just now."""
        return self.replays.leaves_out(row) if row.queue else self.held.holds(row)

    def _on_refused(self, row: Row, reason: str) -> None:
        if row.queue:
            self.replays.on_refused(row, reason)
        else:
            self.held.hold(row, reason)

    def _on_confirmed(self, row: Row) -> None:
        if row.queue:
            return
        self.confirmed.append(row)
        self.held.release(row)
        metrics.PUBLISHED.labels(row.service).inc()

    def _mark(self) -> None:
        rows, self.confirmed = self.confirmed, []
        self.outboxes.mark(rows)

    def _isolate(self, rows: Sequence[Row]) -> None:
        """A message ended the channel: halving finds it. It is held alone, all others go on."""
        self.broker.open(self.outboxes.services)
        if len(rows) == 1:
            self._on_refused(rows[0], ENDS_CHANNEL)
            return
        middle = len(rows) // 2
        for half in (rows[:middle], rows[middle:]):
            self._carry(half)


def first_of_each(rows: Iterable[Row]) -> list[Row]:
    """The first row of each aggregate."""
    firsts: dict[tuple[str, str], Row] = {}
    for row in rows:
        firsts.setdefault((row.service, row.aggregate_id), row)
    return list(firsts.values())
