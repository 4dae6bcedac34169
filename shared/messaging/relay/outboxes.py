"""The outboxes of all services, as the relay reads and marks them."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from psycopg import Notify, sql
from psycopg.rows import args_row

from shared.messaging import OUTBOX_CHANNEL
from shared.messaging.relay.database import Connection

OUTBOXES = "SELECT table_schema FROM information_schema.tables WHERE table_name = 'outbox' ORDER BY 1"
# Never from a position on: rows become visible in the order of their commits, not of their positions.
UNPUBLISHED = sql.SQL("""
(SELECT {service} AS service, position, id::text, aggregate_id::text, type, headers, body::text,
        extract(epoch FROM happened_at)::bigint, type IN (SELECT type FROM relay.subscribed)
 FROM {outbox}
 WHERE published_at IS NULL AND id <> ALL(%(confirmed)s::uuid[]) AND aggregate_id <> ALL({held}::uuid[])
 ORDER BY position LIMIT %(limit)s)
""")
ALL = sql.SQL("SELECT * FROM ({each}) AS unpublished ORDER BY position")
MARK = sql.SQL(
    "UPDATE {outbox} SET published_at = clock_timestamp() WHERE id = ANY(%s::uuid[]) AND published_at IS NULL"
)


class Row(NamedTuple):
    """`mandatory`: somebody listens to this type. `queue`: it is replayed, into this queue only."""

    service: str
    position: int
    id: str
    aggregate_id: str
    type: str
    headers: dict[str, Any]
    body: str
    happened_at: int
    mandatory: bool
    queue: str = ""


class Outboxes:
    """`woken`: the services whose outboxes are worth a look, because they committed something."""

    def __init__(self, connection: Connection):
        self.connection = connection
        self.services = self._find()
        self.woken: set[str] = set()
        connection.add_notify_handler(self._wake)
        connection.execute(f"LISTEN {OUTBOX_CHANNEL}")

    def _find(self) -> list[str]:
        return [schema for (schema,) in self.connection.execute(OUTBOXES)]

    def _wake(self, notification: Notify) -> None:
        self.woken.add(notification.payload)

    def unpublished(
        self, services: Sequence[str], limit: int, *, confirmed: Iterable[Row], held: dict[str, list[str]]
    ) -> list[Row]:
        """The first rows of each outbox, without those that are only not marked yet and those of held aggregates."""
        if not services:
            return []
        each = [
            UNPUBLISHED.format(
                service=sql.Literal(service), outbox=sql.Identifier(service, "outbox"), held=sql.Placeholder(service)
            )
            for service in services
        ]
        values: dict[str, Any] = {service: held.get(service, []) for service in services}
        values |= {"confirmed": [row.id for row in confirmed], "limit": max(1, limit // len(services))}
        with self.connection.cursor(row_factory=args_row(Row)) as cursor:
            return cursor.execute(ALL.format(each=sql.SQL(" UNION ALL ").join(each)), values).fetchall()

    def mark(self, rows: Iterable[Row]) -> None:
        by_service = attrgetter("service")
        for service, own in groupby(sorted(rows, key=by_service), by_service):
            statement = MARK.format(outbox=sql.Identifier(service, "outbox"))
            self.connection.execute(statement, [[row.id for row in own]])
