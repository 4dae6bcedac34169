"""What has arrived by a queue and is not handled yet."""

import time
from collections import deque
from collections.abc import Iterable

import amqp

from shared.messaging.consumer import Link

BATCH = 100
LEAST_BATCH = 10
# While a batch is under way the next one comes in.
PREFETCH = 2 * BATCH
# A batch that takes longer is followed by a smaller one, as it holds locks, and up a stop; another by a larger one.
BATCH_SECONDS = 0.5
REBUILD_PAUSE = 1.0


class Arrivals:
    """What one queue has delivered over one link and nobody has handled yet."""

    def __init__(self, queue: str, link: Link):
        self.queue, self.link = queue, link
        self.waiting: deque[amqp.Message] = deque()
        self._most = LEAST_BATCH
        self._rests_until = 0.0

    @property
    def ready(self) -> bool:
        return bool(self.waiting) and time.monotonic() >= self._rests_until

    def wait_for_rebuild(self, raws: Iterable[amqp.Message]) -> None:
        """They are still ours, and the next to be handled; the queue rests for a moment."""
        self.waiting.extendleft(reversed([*raws]))
        self._rests_until = time.monotonic() + REBUILD_PAUSE

    def next(self) -> list[amqp.Message]:
        """One that comes again, or as many as are ready of those that come for the first time."""
        some = [self.waiting.popleft()]
        if not comes_again(some[0]):
            while self.waiting and len(some) < self._most and not comes_again(self.waiting[0]):
                some.append(self.waiting.popleft())
        return some

    def took(self, messages: int, seconds: float) -> None:
        if seconds > BATCH_SECONDS:
            self._most = max(LEAST_BATCH, messages // 2)
        elif messages == self._most:
            self._most = min(BATCH, self._most * 2)


def comes_again(raw: amqp.Message) -> bool:
    return raw.delivery_info["redelivered"]
