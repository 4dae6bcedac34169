"""Announcing: an event becomes a row in the transaction of the change that it tells of."""

from typing import Any
from uuid import UUID

from sqlalchemy import insert, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from shared import clock, context
from shared.contracts.base import Event
from shared.database import settings_of
from shared.ids import new_id
from shared.messaging import envelope
from shared.messaging.tables import outbox, sequences

CHANNEL = "outbox"
PUBLISHED = "published"


def publish(tx: Session, event: type[Event], **body: Any) -> UUID:
    """Announces `event` when, and only when, the transaction commits. Returns the message's id.

    Events of one aggregate are numbered under the lock of its row in `sequences`, so they leave in that order.
    """
    data = event().dump(body)
    event().load(data)  # what does not fit its own schema never leaves
    aggregate_id = UUID(data[event.aggregate])
    message_id = new_id()
    sequence = _next_sequence(tx, aggregate_id)
    work = context.current()
    happened_at = clock.now()
    headers = envelope.headers(
        message_id=message_id,
        event_type=event.type,
        source=f"/{settings_of(tx).city}/{event.owner}",
        subject=aggregate_id,
        sequence=sequence,
        time=happened_at,
        correlation_id=work.correlation_id,
        causation_id=work.causation_id,
        traceparent=work.traceparent,
    )
    tx.execute(
        insert(outbox).values(
            id=message_id,
            aggregate_id=aggregate_id,
            sequence=sequence,
            type=event.type,
            headers=headers,
            body=data,
            happened_at=happened_at,
        )
    )
    if PUBLISHED not in tx.info:
        tx.execute(text("SELECT pg_notify(:channel, current_schema())"), {"channel": CHANNEL})
    published(tx).append((event.type, str(message_id)))
    return message_id


def published(tx: Session) -> list[tuple[str, str]]:
    """What this transaction announced so far, as (type, message id)."""
    return tx.info.setdefault(PUBLISHED, [])


def _next_sequence(tx: Session, aggregate_id: UUID) -> int:
    statement = upsert(sequences).values(aggregate_id=aggregate_id, sequence=1)
    return tx.execute(
        statement.on_conflict_do_update(
            index_elements=[sequences.c.aggregate_id], set_={"sequence": sequences.c.sequence + 1}
        ).returning(sequences.c.sequence)
    ).scalar_one()
