"""Which types somebody listens to, as a deployment tells the relay."""

from collections.abc import Iterable, Mapping

import psycopg

from shared.contracts.base import Event


def record(database_url: str, listeners: Mapping[str, Iterable[type[Event]]]) -> None:
    """`listeners`: service -> the events that it listens to."""
    types = sorted({type_ for events in listeners.values() for event in events for type_ in event.types()})
    with psycopg.connect(database_url) as connection:
        connection.execute("DELETE FROM relay.subscribed WHERE type <> ALL(%s)", [types])
        connection.execute(
            "INSERT INTO relay.subscribed (type) SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING", [types]
        )
