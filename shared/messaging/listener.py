"""What becomes of the messages that the queues of a service deliver: all that are ready take effect in one transaction,
and each alone when one of them fails, so that only the culprit is set aside.

Nothing is acknowledged before it is committed. See `inbox` for exactly-once, `failures` for what can't be applied,
`trials` for what ends the process, `dead_letters` for what never got this far.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

import amqp
import structlog
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.database import Database, is_outage
from shared.messaging import dead_letters, envelope, failures, inbox, metrics, topology, trials
from shared.messaging.arrivals import Arrivals, comes_again
from shared.messaging.dead_letters import CONTENT_TYPE, Fate, Letter
from shared.messaging.deadline import TookTooLong, within
from shared.messaging.envelope import Message, Undecodable
from shared.messaging.inbox import Outcome, ReactionFailed, Reactions, Rebuilding
from shared.messaging.read_models import Queues
from shared.settings import Settings

log = structlog.get_logger()

DEADLINE = 30.0
SILENT_SECONDS = 6.0
OUTAGE_PAUSE = 1.0

T = TypeVar("T")

# What one subscription takes over, with its reactions.
Taking = tuple[str, Sequence[Message], Reactions]


class GivenBack(Exception):
    """The work ends before it is done: the process stops, or the connection is lost. The messages come again."""


Handle = Callable[[Arrivals], None]


class Listener:
    """One service and its database. A queue has a subscription of the service itself and one for each read model that
    it feeds; each takes over its messages apart from the others."""

    def __init__(self, settings: Settings, name: str, queues: Queues):
        self.name, self._queues = name, queues
        self._city, self._epoch, self._amqp_url = settings.city, settings.epoch, settings.amqp_url
        self._database = Database(settings, name, pool_size=1, max_overflow=1)
        self.stopping = threading.Event()
        self.something_failed = threading.Event()
        self.worked_at = time.monotonic()

    def work_on(self, arrivals: Arrivals, handle: Handle) -> None:
        try:
            if self.stopping.is_set() or not arrivals.link.alive:
                raise GivenBack
            handle(arrivals)
        except GivenBack:
            arrivals.waiting.clear()
        except Exception:
            log.exception("messages_given_back", subscription=arrivals.queue)
            arrivals.waiting.clear()
            arrivals.link.end()  # so that everything that is not acknowledged comes again
            self.stopping.wait(OUTAGE_PAUSE)

    def handle_next(self, arrivals: Arrivals) -> None:
        before = time.monotonic()
        raws = arrivals.next()
        readable = [(raw, message) for raw in raws if (message := self._readable(arrivals, raw))]
        try:
            if readable:
                self._handle(arrivals, readable)
        except Rebuilding:
            arrivals.wait_for_rebuild(raw for raw, _ in readable)
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
        sources = self._sources(subscription.rpartition(".")[2])
        return envelope.read(headers, body, sources=sources, content_type=content_type)

    def _sources(self, owner: str) -> frozenset[str]:
        return envelope.sources(self._city, owner, self._epoch)

    def _wanting(self, queue: str, messages: Sequence[Message]) -> Iterator[Taking]:
        """What each subscription of the queue takes over. What none of them knows is for all of them."""
        subscriptions = self._queues.get(queue, {queue: {}})
        known = {type_ for reactions in subscriptions.values() for type_ in reactions}
        for subscription, reactions in subscriptions.items():
            own = [message for message in messages if message.type in reactions or message.type not in known]
            if own:
                yield subscription, own, reactions

    def _handle(self, arrivals: Arrivals, readable: list[tuple[amqp.Message, Message]]) -> None:
        """What is acknowledged goes from `readable`."""
        last, messages = readable[-1][0], [message for _, message in readable]
        if comes_again(last):
            self._once_more(arrivals, messages[0])
        elif len(messages) == 1:
            self._alone(arrivals, messages[0])
        elif not self._together(arrivals, messages):
            while readable:
                raw, message = readable[0]
                self._alone(arrivals, message)
                arrivals.link.acknowledge(raw)
                readable.pop(0)
            return
        arrivals.link.acknowledge(last, all_before=True)

    def _together(self, arrivals: Arrivals, messages: list[Message]) -> bool:
        """False when one of them fails; then nothing has happened."""
        try:
            takings = [*self._wanting(arrivals.queue, messages)]
            self._patiently(arrivals, lambda: self._take_over(arrivals.queue, takings))
        except (GivenBack, Rebuilding):
            raise
        except Exception as error:  # noqa: BLE001  the culprit shows when each goes alone
            cause = failures.reason(error.__cause__ or error)
            log.info("batch_taken_apart", subscription=arrivals.queue, messages=len(messages), reason=cause)
            return False
        return True

    def _alone(self, arrivals: Arrivals, message: Message) -> None:
        """By each subscription in a transaction of its own: one may fail where another does not."""
        takings = [*self._wanting(arrivals.queue, [message])]
        for taking in takings:
            self._alone_by(arrivals, message, taking, forget=taking is takings[-1])

    def _alone_by(self, arrivals: Arrivals, message: Message, taking: Taking, *, forget: bool) -> None:
        try:
            self._patiently(arrivals, lambda: self._take_over(arrivals.queue, [taking], forget=forget))
        except (GivenBack, Rebuilding):
            raise
        except Exception as error:
            cause = error.__cause__ if isinstance(error, ReactionFailed) and error.__cause__ else error
            log.warning("message_set_aside", subscription=taking[0], message_id=str(message.id), exc_info=cause)
            put = partial(failures.set_aside, error=cause)
            self._patiently(
                arrivals, lambda: self._put(arrivals.queue, [taking], put, Outcome.SET_ASIDE, forget=forget)
            )

    def _once_more(self, arrivals: Arrivals, message: Message) -> None:
        takings = [*self._wanting(arrivals.queue, [message])]
        trial = self._patiently(arrivals, lambda: self._trial(arrivals.queue, takings, message))
        if trial is None:
            self._count(arrivals.queue, Counter({Outcome.REPEATED: 1}))
        elif trial > trials.MOST:
            park = partial(failures.park, why=failures.ENDED_THE_PROCESS)
            self._patiently(arrivals, lambda: self._put(arrivals.queue, takings, park, Outcome.PARKED, forget=True))
        else:
            self._alone(arrivals, message)

    def _trial(self, queue: str, takings: Iterable[Taking], message: Message) -> int | None:
        subscriptions = [subscription for subscription, *_ in takings]
        with self._transaction() as tx:
            for subscription in subscriptions:
                self._wait_for_rebuild(tx, subscription)
            return trials.note(tx, queue, message.id, subscriptions)

    def _take_over(self, queue: str, takings: Iterable[Taking], *, forget: bool = False) -> None:
        """`forget`: this was all that the only message had to be tried for."""
        outcomes: Counter[Outcome] = Counter()
        messages = 0
        with self._transaction() as tx:
            for subscription, own, reactions in takings:
                outcomes += self._take_over_by(tx, subscription, own, reactions)
                messages = max(messages, len(own))
                if forget:
                    trials.forget(tx, queue, own[0].id)
        metrics.BATCHES.labels(self.name).observe(messages)
        self._count(queue, outcomes)

    def _take_over_by(
        self, tx: Session, subscription: str, messages: Sequence[Message], reactions: Reactions
    ) -> Counter[Outcome]:
        return inbox.take_over(tx, subscription, messages, reactions)

    def _wait_for_rebuild(self, tx: Session, subscription: str) -> None:
        inbox.wait_while_rebuilding(tx, subscription)

    def _put(
        self, queue: str, takings: Iterable[Taking], put: Callable[..., None], outcome: Outcome, *, forget: bool
    ) -> None:
        """Into `failed`, instead of taking effect."""
        with self._transaction() as tx:
            for subscription, (message,), _ in takings:
                if inbox.note(tx, subscription, [message]):
                    self._wait_for_rebuild(tx, subscription)
                    put(tx, subscription, message)
                if forget:
                    trials.forget(tx, queue, message.id)
        self._count(queue, Counter({outcome: 1}))

    @contextmanager
    def _transaction(self) -> Iterator[Session]:
        with within(DEADLINE), self._database.transaction() as tx:
            yield tx

    def _count(self, subscription: str, outcomes: Counter[Outcome]) -> None:
        self.worked_at = time.monotonic()
        for outcome, messages in outcomes.items():
            metrics.count(self.name, outcome, messages)
        if outcomes[Outcome.SET_ASIDE] or outcomes[Outcome.PARKED]:
            self.something_failed.set()

    def _patiently(self, arrivals: Arrivals, work: Callable[[], T]) -> T:
        """While the database is away the messages stay ours, neither acknowledged nor refused; heartbeats go on."""
        while True:
            try:
                return work()
            except Exception as error:
                if not is_outage(error) and not self._has_gone_silent(error):
                    raise
                log.warning("database_unavailable", subscription=arrivals.queue, reason=failures.reason(error))
            self.worked_at = time.monotonic()
            if self.stopping.wait(OUTAGE_PAUSE) or not arrivals.link.alive:
                raise GivenBack

    def _has_gone_silent(self, error: Exception) -> bool:
        """Whether it was the database that took too long, and not a reaction: then it does not answer this either."""
        if not isinstance(error, TookTooLong):
            return False
        try:
            with within(SILENT_SECONDS), self._database.transaction() as tx:
                tx.execute(text("SELECT 1"))
        except Exception as another:
            if isinstance(another, TookTooLong) or is_outage(another):
                return True
            raise
        return False

    def handle_dead_letter(self, arrivals: Arrivals) -> None:
        raw = arrivals.waiting.popleft()
        try:
            self._patiently(arrivals, partial(self._dead_letter, dead_letters.letter(raw, arrivals.queue)))
        except Rebuilding:
            arrivals.wait_for_rebuild([raw])
        else:
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
            subscriptions = [subscription for subscription, *_ in self._wanting(letter.subscription, [message])]
            fate = dead_letters.decide(tx, letter, message, subscriptions)
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
        queue = topology.queue_name(self.name, row.subscription.rpartition(".")[2])
        wanting = {subscription: reactions for subscription, _, reactions in self._wanting(queue, [message])}
        if not any(message.type in reactions for reactions in wanting.values()):
            raise failures.NotNow(failures.UNKNOWN_TYPE)
        if message.id == row.message_id and row.subscription in wanting:  # it was noted when it was set aside
            inbox.react(tx, [message], wanting[row.subscription])
            return
        for subscription, reactions in wanting.items():
            if inbox.note(tx, subscription, [message]):
                inbox.wait_while_rebuilding(tx, subscription)
                inbox.react(tx, [message], reactions)

    def close(self) -> None:
        self._database.dispose()
