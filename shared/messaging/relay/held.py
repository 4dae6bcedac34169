"""Aggregates that wait because the broker did not take their first message; all others go on."""

import time
from collections import defaultdict
from dataclasses import dataclass

import structlog

from shared.messaging.relay import metrics
from shared.messaging.relay.outboxes import Row

log = structlog.get_logger()

RETURNED, NACKED = "returned", "nacked"
ENDS_CHANNEL, UNSENDABLE = "ends_channel", "unsendable"

FIRST_PAUSE = 1.0
LONGEST_PAUSE = {RETURNED: 30.0, NACKED: 30.0, ENDS_CHANNEL: 600.0, UNSENDABLE: 600.0}
# Longer than the longest pause of what a queue may still take.
CAREFUL_SECONDS = 60.0
FORGET_SECONDS = 60.0


@dataclass
class Hold:
    message_id: str
    type: str
    reason: str
    pause: float
    until: float


class Held:
    """Held for a while that doubles with each refusal. After a message that found no queue or was not accepted, the
    relay is careful: it sends one message per aggregate and waits for its confirm, so that when the queue is back none
    overtakes another."""

    def __init__(self) -> None:
        self._holds: dict[tuple[str, str], Hold] = {}
        self._careful_until = 0.0

    @property
    def careful(self) -> bool:
        return time.monotonic() < self._careful_until

    def hold(self, row: Row, reason: str) -> None:
        metrics.REFUSED.labels(row.service, reason).inc()
        if self.holds(row):
            return  # several of its messages were on their way
        now, before = time.monotonic(), self._holds.get((row.service, row.aggregate_id))
        pause = min(before.pause * 2, LONGEST_PAUSE[reason]) if before else FIRST_PAUSE
        self._holds[row.service, row.aggregate_id] = Hold(row.id, row.type, reason, pause, now + pause)
        if reason in (RETURNED, NACKED):
            self._careful_until = now + CAREFUL_SECONDS
        log.warning("message_held", service=row.service, type=row.type, message_id=row.id, reason=reason, seconds=pause)

    def release(self, row: Row) -> None:
        """The message was accepted; others of its type that wait for the same need not wait any longer."""
        hold = self._holds.get((row.service, row.aggregate_id))
        if hold is None or hold.message_id != row.id:
            return
        del self._holds[row.service, row.aggregate_id]
        for other in self._holds.values():
            if (other.type, other.reason) == (hold.type, hold.reason):
                other.until = time.monotonic()

    def holds(self, row: Row) -> bool:
        hold = self._holds.get((row.service, row.aggregate_id))
        return hold is not None and time.monotonic() < hold.until

    def by_service(self) -> dict[str, list[str]]:
        """The aggregates held now. A hold that ran out long ago has nothing to hold any more: it is forgotten."""
        now = time.monotonic()
        self._holds = {key: hold for key, hold in self._holds.items() if now < hold.until + FORGET_SECONDS}
        metrics.HELD.set(len(self._holds))
        held = defaultdict(list)
        for (service, aggregate_id), hold in self._holds.items():
            if now < hold.until:
                held[service].append(aggregate_id)
        return held
