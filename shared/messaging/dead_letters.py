"""What a queue gave up on: it could not be read, or was delivered too often without ever being acknowledged.

RabbitMQ moves it to the dead letters of its listener, who parks it where operators look. Only a message that is whole
and was never tried goes back to its queue, once: the broker or the connection was to blame, not the message.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any
from uuid import UUID, uuid5

import amqp
from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from shared.messaging import connection, failures, inbox, trials
from shared.messaging.envelope import PREFIX, Message
from shared.messaging.tables import failed

NAMESPACE = UUID("5f2b1f5e-6c3c-4d0e-9a6e-0c1d7a3d9b52")
RETURNED = "middleground-returned"
CONTENT_TYPE, ALL_BYTES = "content-type", "bytes-before-cut"
MOST_BYTES = 64 * 1024
MOST_TEXT = 1000
CONNECT_SECONDS = 5


@dataclass(frozen=True)
class Letter:
    """`subscription`: the queue that gave it up. `reason`: why, in RabbitMQ's words."""

    subscription: str
    reason: str
    headers: dict[str, Any]
    properties: dict[str, Any]
    body: bytes

    @property
    def was_returned(self) -> bool:
        return RETURNED in self.headers


class Fate(Enum):
    REPEATED = auto()
    RETURNS = auto()
    PARKED = auto()


def letter(raw: amqp.Message, queue: str) -> Letter:
    properties = dict(raw.properties)
    headers = {k: v for k, v in (properties.pop("application_headers", None) or {}).items() if isinstance(k, str)}
    return Letter(
        subscription=_text(headers.get("x-first-death-queue")) or queue,
        reason=_text(headers.get("x-first-death-reason")) or "dead_letter",
        headers=headers,
        properties=properties,
        body=raw.body or b"",
    )


def decide(tx: Session, letter: Letter, message: Message, subscriptions: Iterable[str]) -> Fate:
    """Of a letter that is whole. Parks it in this transaction if that is what becomes of it."""
    tried = trials.are_noted(tx, letter.subscription, message.id)
    if not tried and not letter.was_returned:
        noted = all(inbox.is_noted(tx, subscription, message.id) for subscription in subscriptions)
        return Fate.REPEATED if noted else Fate.RETURNS
    unknown = [subscription for subscription in subscriptions if inbox.note(tx, subscription, [message])]
    for subscription in unknown:
        inbox.wait_while_rebuilding(tx, subscription)
        failures.park(tx, subscription, message, letter.reason)
    trials.forget(tx, letter.subscription, message.id)
    return Fate.PARKED if unknown else Fate.REPEATED


def park_unreadable(tx: Session, letter: Letter, code: str) -> None:
    """Under an id of its own, since it may have none, or that of another message."""
    known = {_text(name): _text(value) for name, value in letter.headers.items() if name.startswith(PREFIX)}
    headers = {**known, CONTENT_TYPE: _text(letter.properties.get("content_type"))}
    if len(letter.body) > MOST_BYTES:
        headers[ALL_BYTES] = str(len(letter.body))
    tx.execute(
        insert(failed)
        .values(
            message_id=_own_id(letter),
            subscription=letter.subscription,
            type=known.get(PREFIX + "type") or "unknown",
            headers=headers,
            body=letter.body[:MOST_BYTES],
            reason=code,
            attempts=0,
            parked_at=func.now(),
        )
        .on_conflict_do_nothing()
    )


def _own_id(letter: Letter) -> UUID:
    """The same whenever it comes again."""
    stated = _text(letter.headers.get(PREFIX + "id"))
    return uuid5(NAMESPACE, f"{letter.subscription} {stated} {letter.body.hex()}")


def _text(value: Any) -> str:
    """What can be stored and shown of a header."""
    if not isinstance(value, str):
        return ""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in value[:MOST_TEXT])


def send_back(amqp_url: str, letter: Letter) -> None:
    """Returns when the broker has taken it; over a connection of its own, as the one that consumes never publishes."""
    headers = {name: value for name, value in letter.headers.items() if not name.startswith("x-")}
    back = amqp.Message(letter.body, application_headers={**headers, RETURNED: "1"}, **letter.properties)
    with connection.to(amqp_url, connect_timeout=CONNECT_SECONDS) as broker:
        channel = broker.default_channel
        channel.basic_publish_confirm(back, routing_key=letter.subscription, mandatory=True)
