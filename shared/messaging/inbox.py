"""Applying: a message takes effect exactly once, in the transaction that notes it as applied."""

from collections.abc import Callable, Collection
from enum import Enum
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from shared import context
from shared.context import Context
from shared.contracts.base import Event, load
from shared.database import Database, is_outage
from shared.messaging import failures
from shared.messaging.envelope import Message
from shared.messaging.tables import inbox

log = structlog.get_logger()

Reaction = Callable[[Session, dict[str, Any]], None]


class Outcome(Enum):
    APPLIED = "applied"
    REPEATED = "repeated"
    SET_ASIDE = "set_aside"


def apply(database: Database, subscription: str, message: Message, event: type[Event], reaction: Reaction) -> Outcome:
    """Applies `message` once. A reaction that fails is set aside, and so is what follows on its aggregate.

    Raises only when the database can't be reached; then nothing happened and the message must come again.
    """
    cause = Context(message.correlation_id, str(message.id), message.traceparent)
    with context.working_in(cause, message_id=str(message.id), message_type=message.type):
        try:
            with database.transaction() as tx:
                outcome = _apply(tx, subscription, message, event, reaction)
        except Exception as error:
            if is_outage(error):
                raise
            log.warning("message_set_aside", subscription=subscription, exc_info=True)
            with database.transaction() as tx:
                if note(tx, subscription, message.id):
                    failures.set_aside(tx, subscription, message, error)
            return Outcome.SET_ASIDE
        log.debug("message_handled", subscription=subscription, outcome=outcome.value)
        return outcome


def _apply(tx: Session, subscription: str, message: Message, event: type[Event], reaction: Reaction) -> Outcome:
    if not note(tx, subscription, message.id):
        return Outcome.REPEATED
    if failures.holds(tx, subscription, message.aggregate_id):
        failures.queue_behind(tx, subscription, message)
        return Outcome.SET_ASIDE
    reaction(tx, load(event, message.body))
    return Outcome.APPLIED


def note(tx: Session, subscription: str, message_id: UUID) -> bool:
    """Notes in this transaction that the message was taken over; false when it was before."""
    noted = tx.execute(
        insert(inbox)
        .values(subscription=subscription, message_id=message_id)
        .on_conflict_do_nothing()
        .returning(inbox.c.message_id)
    ).first()
    return noted is not None


def received(tx: Session, message_ids: Collection[UUID]) -> int:
    """How many of these messages have been taken over here."""
    return tx.execute(
        select(func.count(func.distinct(inbox.c.message_id))).where(inbox.c.message_id.in_(message_ids))
    ).scalar_one()
