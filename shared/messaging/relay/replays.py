"""Replaying the log for a read model that is rebuilt: all messages of its types, published before or not, into a queue
of its own, with a last one that says that these were all.

They are read in one snapshot, so that none of an aggregate is left out whose successor is there; by outbox in the order
of their positions, and between outboxes by time. A relay that ends in the middle leaves it to the next, which begins
anew: who takes them over knows what it has.
"""

import heapq
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from itertools import chain, islice
from operator import itemgetter
from typing import Any, NamedTuple

import psycopg
import structlog
from psycopg import sql

from shared.messaging import RELAY, REPLAYED
from shared.messaging.relay.broker import Broker
from shared.messaging.relay.database import Connection, Wait, connected
from shared.messaging.relay.held import NACKED, RETURNED
from shared.messaging.relay.loop import Loop
from shared.messaging.relay.outboxes import Outboxes, Row

log = structlog.get_logger()

PAUSE_SECONDS = 5.0
# Before the first row comes PostgreSQL sorts the log.
SORT_SECONDS = 600.0
FETCHED = 500

WANTED = "SELECT id::text, queue, types FROM relay.replays WHERE done_at IS NULL ORDER BY asked_at LIMIT 1"
IS_WANTED = "SELECT 1 FROM relay.replays WHERE id = %s"
DONE = "UPDATE relay.replays SET done_at = clock_timestamp() WHERE id = %s RETURNING id"
SNAPSHOT = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
LOG = sql.SQL("""
SELECT happened_at, {service}, position, id::text, aggregate_id::text, type, headers, body::text,
       extract(epoch FROM happened_at)::bigint, true, {queue}
FROM {outbox} WHERE type = ANY(%s) ORDER BY position
""")


class Replay(NamedTuple):
    id: str
    queue: str
    types: dict[str, list[str]]


class Replays:
    """One at a time, a part of it with each round."""

    def __init__(self, loop: Loop, outboxes: Outboxes, broker: Broker, wait: Wait, database_url: str):
        self._loop, self._outboxes, self._broker = loop, outboxes, broker
        self._wait, self._database_url = wait, database_url
        self._reading = ExitStack()
        self._replay: Replay | None = None
        self._rows: Iterator[Row] = iter(())
        self._is_last = self._was_refused = False
        self._unsendable: set[str] = set()
        self._paused_until = 0.0

    def next(self, most: int, *, looks: bool) -> list[Row]:
        if self._replay is None and looks and time.monotonic() >= self._paused_until:
            self._begin()
        if self._replay is None:
            return []
        rows = [*islice(self._rows, most)]
        self._is_last = len(rows) < most
        return rows

    def _begin(self) -> None:
        wanted = self._outboxes.connection.execute(WANTED).fetchone()
        if wanted is None:
            return
        self._replay = replay = Replay(*wanted)
        self._is_last = self._was_refused = False
        self._unsendable = set()
        self._broker.declare(replay.queue)
        connection = self._reading.enter_context(connected(self._database_url, self._loop, self._wait))
        connection.patience = SORT_SECONDS
        connection.execute(f"SET statement_timeout = '{SORT_SECONDS:.0f}s'")
        connection.execute(SNAPSHOT)
        services = [service for service in self._outboxes.services if service in replay.types]
        logs = [self._log(connection, replay, service) for service in services]
        in_time = (Row(*row) for _, *row in heapq.merge(*logs, key=itemgetter(0)))
        self._rows = chain(in_time, [_last(replay)])
        log.info("replay_began", replay_id=replay.id, queue=replay.queue)

    def _log(self, connection: Connection, replay: Replay, service: str) -> Iterator[Any]:
        cursor = self._reading.enter_context(connection.cursor(name=service))
        cursor.itersize = FETCHED
        query = LOG.format(
            service=sql.Literal(service), outbox=sql.Identifier(service, "outbox"), queue=sql.Literal(replay.queue)
        )
        cursor.execute(query, [replay.types[service]])
        return iter(cursor)

    def on_refused(self, row: Row, reason: str) -> None:
        """What no broker takes was never published either, nor what follows on its aggregate."""
        if reason in (RETURNED, NACKED):
            self._was_refused = True
        else:
            self._unsendable.add(row.aggregate_id)

    def leaves_out(self, row: Row) -> bool:
        return row.aggregate_id in self._unsendable

    def carried(self) -> None:
        """All that `next` gave is confirmed or refused."""
        replay = self._replay
        if replay is None:
            return
        if self._was_refused:
            log.warning("replay_begins_anew", replay_id=replay.id, seconds=PAUSE_SECONDS)
            self._paused_until = time.monotonic() + PAUSE_SECONDS
            self.close()
        elif self._outboxes.connection.execute(DONE if self._is_last else IS_WANTED, [replay.id]).fetchone() is None:
            log.info("replay_given_up", replay_id=replay.id)
            self.close()
            self._broker.delete(replay.queue)
        elif self._is_last:
            log.info("replay_done", replay_id=replay.id)
            self.close()

    def close(self) -> None:
        self._replay = None
        self._rows = iter(())
        with suppress(psycopg.Error):
            self._reading.close()


def _last(replay: Replay) -> Row:
    return Row(
        service=RELAY,
        position=0,
        id=replay.id,
        aggregate_id=replay.id,
        type=REPLAYED,
        headers={},
        body="{}",
        happened_at=int(time.time()),
        mandatory=True,
        queue=replay.queue,
    )
