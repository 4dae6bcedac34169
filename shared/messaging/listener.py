"""What becomes of the messages that the queues of a service deliver: all that are ready take effect in one transaction,
and each alone when one of them fails, so that only the culprit is set aside.

Nothing is acknowledged before it is committed. See `inbox` for exactly-once, `failures` for what can't be applied,
`trials` for what ends the process, `dead_letters` for what never got this far.
"""

import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

import amqp
import structlog
from sqlalchemy.orm import Session

from shared.database import Database, is_outage
from shared.messaging import dead_letters, envelope, failures, inbox, metrics, trials
from shared.messaging.consumer import Link
from shared.messaging.dead_letters import CONTENT_TYPE, Fate, Letter
from shared.messaging.deadline import within
from shared.messaging.envelope import Message, Undecodable
from shared.messaging.inbox import Outcome, ReactionFailed, Reactions
from shared.settings import Settings

log = structlog.get_logger()

BATCH = 100
FIRST_BATCH = 10
# A batch that takes longer is followed by a smaller one, as it holds locks, and up a stop; another by a larger one.
BATCH_SECONDS = 0.5
DEADLINE = 30.0
OUTAGE_PAUSE = 1.0

T = TypeVar("T")


class GivenBack(Exception):
    """The work ends before it is done: the process stops, or the connection is lost. The messages come again."""


class Arrivals:
    """What one queue has delivered over one link and nobody has handled yet."""

    def __init__(self, queue: str, link: Link):
        self.queue, self.link = queue, link
        self.waiting: deque[amqp.Message] = deque()
        self._most = FIRST_BATCH

    def next(self) -> list[amqp.Message]:
        """One that comes again, or as many as are ready of those that come for the first time."""
        some = [self.waiting.popleft()]
        if not comes_again(some[0]):
            while self.waiting and len(some) < self._most and not comes_again(self.waiting[0]):
                some.append(self.waiting.popleft())
        return some

    def took(self, messages: int, seconds: float) -> None:
        if seconds > BATCH_SECONDS:
            self._most = max(1, messages // 2)
        elif messages == self._most:
            self._most = min(BATCH, self._most * 2)


def comes_again(raw: amqp.Message) -> bool:
    return raw.delivery_info["redelivered"]


class Listener:
    """One service, its database, and its reactions by type."""

    def __init__(self, settings: Settings, name: str, reactions: Reactions):
        self.name, self.reactions = name, reactions
        self._city, self._amqp_url = settings.city, settings.amqp_url
        self._database = Database(settings, name, pool_size=1, max_overflow=1)
        self.stopping = threading.Event()
        self.something_failed = threading.Event()
        self.worked_at = time.monotonic()

    def handle_next(self, arrivals: Arrivals) -> None:
        before = time.monotonic()
        raws = arrivals.next()
        readable = [(raw, message) for raw in raws if (message := self._readable(arrivals, raw))]
        if readable:
            self._handle(arrivals, readable)
        arrivals.took(len(raws), time.monotonic() - before)

    def _readable(self, arrivals: Arrivals, raw: amqp.Message) -> Message | None:
        """None when it can't be read; then it goes to the dead letters."""
        headers, body = raw.properties.get("application_headers") or {}, raw.body or b""
        try:
            return self._read(arrivals.queue, headers, body, raw.properties.get("content_type", ""))
        except Undecodable as error:
            log.error("message_undecodable", subscription=arrivals.queue, reason=error.code)
            arrivals.link.reject(raw)
            return None

    def _read(self, subscription: str, headers: Mapping[str, Any], body: bytes, content_type: str) -> Message:
        source = envelope.source(self._city, subscription.partition(".")[2])
        return envelope.read(headers, body, source=source, content_type=content_type)

    def _handle(self, arrivals: Arrivals, readable: list[tuple[amqp.Message, Message]]) -> None:
        last, messages = readable[-1][0], [message for _, message in readable]
        if comes_again(last):
            self._once_more(arrivals, messages[0])
        elif len(messages) == 1:
            self._alone(arrivals, messages[0])
        elif not self._together(arrivals, messages):
            for raw, message in readable:
                self._alone(arrivals, message)
                arrivals.link.acknowledge(raw)
            return
        arrivals.link.acknowledge(last, all_before=True)

    def _together(self, arrivals: Arrivals, messages: list[Message]) -> bool:
        """False when one of them fails; then nothing has happened."""
        try:
            self._patiently(arrivals, lambda: self._take_over(arrivals.queue, messages))
        except GivenBack:
            raise
        except Exception as error:  # noqa: BLE001  the culprit shows when each goes alone
            cause = failures.reason(error.__cause__ or error)
            log.info("batch_taken_apart", subscription=arrivals.queue, messages=len(messages), reason=cause)
            return False
        return True

    def _alone(self, arrivals: Arrivals, message: Message) -> None:
        try:
            self._patiently(arrivals, lambda: self._take_over(arrivals.queue, [message]))
        except GivenBack:
            raise
        except Exception as error:
            cause = error.__cause__ if isinstance(error, ReactionFailed) and error.__cause__ else error
            log.warning("message_set_aside", subscription=arrivals.queue, message_id=str(message.id), exc_info=cause)
            set_aside = partial(failures.set_aside, error=cause)
            self._patiently(arrivals, lambda: self._put(arrivals.queue, message, set_aside, Outcome.SET_ASIDE))

    def _once_more(self, arrivals: Arrivals, message: Message) -> None:
        trial = self._patiently(arrivals, lambda: self._trial(arrivals.queue, message))
        if trial is None:
            self._count(arrivals.queue, Counter({Outcome.REPEATED: 1}))
        elif trial > trials.MOST:
            park = partial(failures.park, why=failures.ENDED_THE_PROCESS)
            self._patiently(arrivals, lambda: self._put(arrivals.queue, message, park, Outcome.PARKED))
        else:
            self._alone(arrivals, message)

    def _trial(self, subscription: str, message: Message) -> int | None:
        with self._transaction() as tx:
            return trials.note(tx, subscription, message.id)

    def _take_over(self, subscription: str, messages: Sequence[Message]) -> None:
        with self._transaction() as tx:
            outcomes = inbox.take_over(tx, subscription, messages, self.reactions)
            if len(messages) == 1:
                trials.forget(tx, subscription, messages[0].id)
        metrics.BATCHES.labels(self.name).observe(len(messages))
        self._count(subscription, outcomes)

    def _put(self, subscription: str, message: Message, put: Callable[..., None], outcome: Outcome) -> None:
        """Into `failed`, instead of taking effect."""
        with self._transaction() as tx:
            if inbox.note(tx, subscription, [message]):
                put(tx, subscription, message)
            trials.forget(tx, subscription, message.id)
        self._count(subscription, Counter({outcome: 1}))

    @contextmanager
    def _transaction(self) -> Iterator[Session]:
        with within(DEADLINE), self._database.transaction() as tx:
            yield tx

    def _count(self, subscription: str, outcomes: Counter[Outcome]) -> None:
        self.worked_at = time.monotonic()
        for outcome, messages in outcomes.items():
            metrics.count(subscription, outcome, messages)
        if outcomes[Outcome.SET_ASIDE] or outcomes[Outcome.PARKED]:
            self.something_failed.set()

    def _patiently(self, arrivals: Arrivals, work: Callable[[], T]) -> T:
        """While the database is away the messages stay ours, neither acknowledged nor refused; heartbeats go on."""
        while True:
            try:
                return work()
            except Exception as error:
                if not is_outage(error):
                    raise
                log.warning("database_unavailable", subscription=arrivals.queue, reason=failures.reason(error))
            self.worked_at = time.monotonic()
            if self.stopping.wait(OUTAGE_PAUSE) or not arrivals.link.alive:
                raise GivenBack

    def handle_dead_letter(self, arrivals: Arrivals) -> None:
        raw = arrivals.waiting.popleft()
        self._patiently(arrivals, partial(self._dead_letter, dead_letters.letter(raw, arrivals.queue)))
        arrivals.link.acknowledge(raw)

    def _dead_letter(self, letter: Letter) -> None:
        content_type = letter.properties.get("content_type", "")
        try:
            message = self._read(letter.subscription, letter.headers, letter.body, content_type)
        except Undecodable as error:
            with self._transaction() as tx:
                dead_letters.park_unreadable(tx, letter, error.code)
            self._count(letter.subscription, Counter({Outcome.PARKED: 1}))
            return
        with self._transaction() as tx:
            fate = dead_letters.decide(tx, letter, message)
        if fate is Fate.RETURNS:
            with within(DEADLINE):
                dead_letters.send_back(self._amqp_url, letter)

    def retry(self) -> timedelta:
        """Tries what was set aside and is due. Returns how long it is until the next look."""
        return failures.retry_due(self._transaction, self._apply)

    def _apply(self, tx: Session, row: Any) -> None:
        """A row of `failed` takes effect."""
        content_type = row.headers.get(CONTENT_TYPE, envelope.CONTENT_TYPE)
        try:
            message = self._read(row.subscription, row.headers, row.body, content_type)
        except Undecodable as error:
            raise failures.NotNow(error.code) from error
        if message.type not in self.reactions:
            raise failures.NotNow(failures.UNKNOWN_TYPE)
        if message.id == row.message_id or inbox.note(tx, row.subscription, [message]):
            inbox.react(tx, message, self.reactions)

    def close(self) -> None:
        self._database.dispose()
