"""Announcing: an event becomes a row in the transaction of the change that it tells of."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import insert, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from shared import clock, context
from shared.contracts.base import Event
from shared.database import settings_of
from shared.ids import new_id
from shared.messaging import OUTBOX_CHANNEL, envelope
from shared.messaging.tables import outbox, sequences

PUBLISHED = "published"


def publish(tx: Session, event: type[Event], **body: Any) -> UUID:
    """Announces `event` when, and only when, the transaction commits. Returns the message's id.

    Events of one aggregate are numbered under the lock of its row in `sequences`, so they leave in that order.
    """
    [message_id] = publish_all(tx, event, [body])
    return message_id


def publish_all(tx: Session, event: type[Event], bodies: Iterable[dict[str, Any]]) -> list[UUID]:
    """Announces the same event of many aggregates, each of them once, in a few statements.

    Of these the last stands for all in what `published` says.
    """
    rows = messages(tx, event, bodies)
    if not rows:
        return []
    tx.execute(insert(outbox), rows)
    if not published(tx):
        tx.execute(text("SELECT pg_notify(:channel, current_schema())"), {"channel": OUTBOX_CHANNEL})
    published(tx).append((event.type, str(rows[-1]["id"])))
    return [row["id"] for row in rows]


def messages(tx: Session, event: type[Event], bodies: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is announced, in its envelope, numbered within its aggregate."""
    schema = event()
    checked = [_dumped(schema, body) for body in bodies]
    schema.load(checked, many=True)  # what does not fit its own schema never leaves
    if any(len(json.dumps(data).encode()) > envelope.MOST_BYTES for data in checked):
        raise ValueError(f"{event.type} is larger than the {envelope.MOST_BYTES} bytes that a listener reads")
    aggregate_ids = [UUID(data[event.aggregate]) for data in checked]
    numbers = _next_sequences(tx, sorted(aggregate_ids)) if checked else {}  # always locked in the same order
    return [_row(tx, event, id_, numbers[id_], data) for id_, data in zip(aggregate_ids, checked, strict=True)]


def _dumped(schema: Event, body: dict[str, Any]) -> dict[str, Any]:
    """Dumping would drop a misspelt field without a word, and an optional one would not be missed."""
    unknown = body.keys() - schema.fields.keys()
    if unknown:
        raise TypeError(f"{schema.type} has no {', '.join(sorted(unknown))}")
    return schema.dump(body)


def _row(tx: Session, event: type[Event], aggregate_id: UUID, sequence: int, data: dict[str, Any]) -> dict[str, Any]:
    message_id = new_id()
    work = context.current()
    happened_at = clock.now()
    city = settings_of(tx)
    headers = envelope.headers(
        message_id=message_id,
        event_type=event.type,
        source=envelope.source(city.city, event.owner, city.epoch),
        subject=aggregate_id,
        sequence=sequence,
        time=happened_at,
        correlation_id=work.correlation_id,
        causation_id=work.causation_id,
        traceparent=work.traceparent,
    )
    return {
        "id": message_id,
        "aggregate_id": aggregate_id,
        "sequence": sequence,
        "type": event.type,
        "headers": headers,
        "body": data,
        "happened_at": happened_at,
    }


def published(tx: Session) -> list[tuple[str, str]]:
    """What this transaction announced so far, as (type, message id)."""
    return tx.info.setdefault(PUBLISHED, [])


def _next_sequences(tx: Session, aggregate_ids: list[UUID]) -> dict[UUID, int]:
    statement = upsert(sequences).on_conflict_do_update(
        index_elements=[sequences.c.aggregate_id], set_={"sequence": sequences.c.sequence + 1}
    )
    numbered = tx.execute(
        statement.returning(sequences.c.aggregate_id, sequences.c.sequence),
        [{"aggregate_id": aggregate_id, "sequence": 1} for aggregate_id in aggregate_ids],
    )
    return {row.aggregate_id: row.sequence for row in numbered}
