"""Taking over: a message takes effect exactly once, in the transaction that notes it, and never behind a later one."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, func, select, text, tuple_
from sqlalchemy.orm import Session

from shared import clock, context
from shared.contracts.base import Event, load_event
from shared.database import is_outage
from shared.messaging import failures, outbox
from shared.messaging.envelope import Message
from shared.messaging.tables import failed, inbox, rebuilds

KEPT = timedelta(days=30)

# Of one event, or `together` of a list of them.
Reaction = Callable[[Session, Any], None]
# By type, the older ones included that an event understands.
Reactions = Mapping[str, tuple[type[Event], Reaction]]


def together(reaction: Reaction) -> Reaction:
    """Marks a reaction that takes a list: the events of its kind that arrive one after the other, in their order.

    They take effect all or none, and when they can't, each goes alone. It announces nothing, as what is announced has
    one cause.
    """
    reaction.together = True  # type: ignore[attr-defined]
    return reaction


def takes_together(reaction: Reaction) -> bool:
    return getattr(reaction, "together", False)


class Outcome(StrEnum):
    APPLIED = "applied"
    REPEATED = "repeated"
    SET_ASIDE = "set_aside"
    PARKED = "parked"


class Rebuilding(Exception):
    """The read model that this would feed is being rebuilt: the message waits in its queue."""


class ReactionFailed(Exception):
    """Whatever a reaction raised, its `__cause__`, takes back the whole transaction. A refusal that keeps changes would
    not, and what it kept would be the inbox without the effects."""


@dataclass
class Standing:
    """Of one aggregate: does a message of it wait in `failed`, and what is the highest number that came? And of all:
    is what they feed being rebuilt?"""

    held: bool
    highest: int
    rebuilding: bool


def take_over(
    tx: Session, subscription: str, messages: Sequence[Message], reactions: Reactions, *, replayed: bool = False
) -> Counter[Outcome]:
    """Takes over `messages` in their order. Raises ReactionFailed or Rebuilding; then nothing of this transaction may
    stay. `replayed`: they are what a read model is rebuilt from."""
    new = note(tx, subscription, messages)
    aggregate_ids = {message.aggregate_id for message in messages if message.id in new}
    standings = _standings(tx, subscription, aggregate_ids, new) if new else {}
    if not replayed and any(standing.rebuilding for standing in standings.values()):
        raise Rebuilding
    outcomes: Counter[Outcome] = Counter()
    taking_effect: list[Message] = []
    for message in messages:
        outcome = Outcome.REPEATED
        if message.id in new:
            new.remove(message.id)
            outcome = _take_over(tx, subscription, message, standings[message.aggregate_id], reactions)
        if outcome is Outcome.APPLIED:
            taking_effect.append(message)
        outcomes[outcome] += 1
    for _, run in groupby(taking_effect, lambda message: reactions[message.type]):
        react(tx, [*run], reactions)
    return outcomes


def _take_over(tx: Session, subscription: str, message: Message, standing: Standing, reactions: Reactions) -> Outcome:
    if message.sequence < standing.highest:
        failures.park(tx, subscription, message, failures.OUT_OF_ORDER)
        return Outcome.PARKED
    standing.highest = message.sequence
    if standing.held:
        failures.queue_behind(tx, subscription, message)
        return Outcome.SET_ASIDE
    if message.type not in reactions:
        failures.park(tx, subscription, message, failures.UNKNOWN_TYPE)
        standing.held = True
        return Outcome.PARKED
    return Outcome.APPLIED


def react(tx: Session, messages: Sequence[Message], reactions: Reactions) -> None:
    """To messages of one kind."""
    event, reaction = reactions[messages[0].type]
    if takes_together(reaction):
        with _reacting(context.fresh(), message_type=event.type):
            before = len(outbox.published(tx))
            reaction(tx, [load_event(event, message.type, message.data) for message in messages])
            if len(outbox.published(tx)) > before:
                raise TypeError(f"{reaction.__name__} takes events together and announces something")
        return
    for message in messages:
        cause = context.fresh(message.correlation_id, message.traceparent, str(message.id))
        with _reacting(cause, message_id=str(message.id), message_type=message.type):
            reaction(tx, load_event(event, message.type, message.data))


@contextmanager
def _reacting(cause: context.Context, **log_values: str) -> Iterator[None]:
    with context.working_in(cause, **log_values):
        try:
            yield
        except Exception as error:
            if is_outage(error):
                raise
            raise ReactionFailed from error


def note(tx: Session, subscription: str, messages: Collection[Message]) -> set[UUID]:
    """Notes in this transaction that the messages were taken over. Returns the ids of those that were not before.

    Waits where another consumer is about to note the same.
    """
    noted = tx.execute(
        text(
            "INSERT INTO inbox (subscription, message_id, aggregate_id, sequence)"
            " SELECT :subscription, * FROM unnest(CAST(:ids AS uuid[]), CAST(:aggregate_ids AS uuid[]),"
            " CAST(:sequences AS integer[])) ON CONFLICT DO NOTHING RETURNING message_id"
        ),
        {
            "subscription": subscription,
            "ids": [message.id for message in messages],
            "aggregate_ids": [message.aggregate_id for message in messages],
            "sequences": [message.sequence for message in messages],
        },
    )
    return set(noted.scalars())


def _standings(
    tx: Session, subscription: str, aggregate_ids: Collection[UUID], just_noted: Collection[UUID]
) -> dict[UUID, Standing]:
    """Asked after noting, so that it sees what the one has committed for whom noting had to wait."""
    rows = tx.execute(
        text(
            "SELECT aggregate_id,"
            " EXISTS (SELECT FROM failed WHERE failed.subscription = :subscription"
            " AND failed.aggregate_id = wanted.aggregate_id AND failed.reason <> :out_of_order) AS held,"
            " (SELECT max(sequence) FROM inbox WHERE inbox.subscription = :subscription"
            " AND inbox.aggregate_id = wanted.aggregate_id AND inbox.message_id <> ALL (:just_noted)) AS highest,"
            " EXISTS (SELECT FROM rebuilds WHERE finished_at IS NULL"
            " AND strpos(:subscription, '.' || read_model || '.') > 0) AS rebuilding"
            " FROM unnest(CAST(:aggregate_ids AS uuid[])) AS wanted (aggregate_id)"
        ),
        {
            "subscription": subscription,
            "out_of_order": failures.OUT_OF_ORDER,
            "aggregate_ids": list(aggregate_ids),
            "just_noted": list(just_noted),
        },
    )
    return {row.aggregate_id: Standing(row.held, row.highest or 0, row.rebuilding) for row in rows}


def wait_while_rebuilding(tx: Session, subscription: str) -> None:
    """Asked after noting, like the standings: a rebuild begins when nobody notes."""
    is_its_own = func.strpos(subscription, "." + rebuilds.c.read_model + ".") > 0
    if tx.scalar(select(exists().where(rebuilds.c.finished_at.is_(None), is_its_own))):
        raise Rebuilding


def received(tx: Session, message_ids: Collection[UUID]) -> int:
    """How many of these messages have been taken over here."""
    return tx.execute(
        select(func.count(func.distinct(inbox.c.message_id))).where(inbox.c.message_id.in_(message_ids))
    ).scalar_one()


def is_noted(tx: Session, subscription: str, message_id: UUID) -> bool:
    this = (inbox.c.subscription == subscription, inbox.c.message_id == message_id)
    return tx.execute(select(inbox.c.message_id).where(*this)).first() is not None


def forget_old(tx: Session) -> None:
    """What still waits in `failed` is remembered however old it is."""
    waiting = select(failed.c.message_id, failed.c.subscription)
    tx.execute(
        delete(inbox).where(
            inbox.c.received_at < clock.now() - KEPT,
            tuple_(inbox.c.message_id, inbox.c.subscription).not_in(waiting),
        )
    )
