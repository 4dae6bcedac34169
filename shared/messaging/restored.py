"""What becomes of messages when a city is restored. docs/decisions/0013-backup-and-restore.md says why this loses
nothing and lets nothing take effect twice.

The queues are empty then. So everything that may have been on its way when the backup was made is published once more,
and the inboxes, which remember what took effect, remember it for as long as they do after a message has come.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

import psycopg
from psycopg.sql import SQL, Composed, Identifier

from shared.messaging.inbox import KEPT
from shared.messaging.relay.outboxes import OUTBOXES

# A day less than the inboxes remember, because clocks differ.
PUBLISHED_AGAIN = KEPT - timedelta(days=1)

# Listener -> subscription -> the types that it takes.
Subscriptions = Mapping[str, Mapping[str, Collection[str]]]

REMEMBER = SQL("UPDATE {} SET received_at = now()")
PUBLISH = SQL("UPDATE {} SET published_at = NULL WHERE published_at IS NOT NULL AND happened_at > %s")
NEVER_SENT = SQL("""
INSERT INTO {inbox} (subscription, message_id, aggregate_id, sequence)
SELECT %(subscription)s, id, aggregate_id, sequence FROM {outbox}
WHERE type = %(type)s AND happened_at > %(start)s AND published_at < coalesce(%(since)s, now())
ON CONFLICT DO NOTHING
""")
BINDINGS = "SELECT listener, type, since FROM instance.bindings"


def publish_again(connection: psycopg.Connection[Any], taken_at: datetime, subscriptions: Subscriptions) -> int:
    """Returns how many messages go out once more. `connection`: the owner's, to the restored database."""
    start = taken_at - PUBLISHED_AGAIN
    owners = [schema for (schema,) in connection.execute(OUTBOXES)]
    for owner in owners:
        connection.execute(REMEMBER.format(Identifier(owner, "inbox")))
    _note_what_never_came(connection, start, subscriptions)
    again = sum(connection.execute(PUBLISH.format(Identifier(owner, "outbox")), [start]).rowcount for owner in owners)
    # What was replayed for a rebuild was in a queue too: the relay begins anew.
    connection.execute("UPDATE relay.replays SET done_at = NULL")
    connection.execute("DELETE FROM relay.lease")
    return again


def _note_what_never_came(connection: psycopg.Connection[Any], start: datetime, subscriptions: Subscriptions) -> None:
    """A listener that began to take a type later than others did never got what was published before."""
    since = {(listener, type_): moment for listener, type_, moment in connection.execute(BINDINGS)}
    for listener, taken in subscriptions.items() if since else ():
        for subscription, types in taken.items():
            outbox = Identifier(subscription.rpartition(".")[2], "outbox")
            for type_ in types:
                began = since.get((listener, type_))
                if began is None and (listener, type_) in since:
                    continue
                connection.execute(
                    _never_sent(listener, outbox),
                    {"subscription": subscription, "type": type_, "start": start, "since": began},
                )


def _never_sent(listener: str, outbox: Identifier) -> Composed:
    return NEVER_SENT.format(inbox=Identifier(listener, "inbox"), outbox=outbox)
