"""What leaves for other cities: written in the transaction of the change that it tells of, and carried to the exchange
by a job.

The exchange may be away for days. What was sent is forgotten only when the broker has confirmed it, so that nothing is
lost; whoever reads knows a message that comes twice by its id. One process at a time carries, so that order holds.
"""

import json
from typing import Any

import amqp
import structlog
from amqp.exceptions import AMQPError
from kombu.exceptions import OperationalError
from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.orm import Session

from shared.contracts.base import Event
from shared.database import settings_of
from shared.messaging import connection, exchange, outbox
from shared.messaging.envelope import CONTENT_TYPE
from shared.messaging.metrics import Figure
from shared.messaging.service import Resources
from shared.messaging.tables import departures

log = structlog.get_logger()

AT_ONCE = 20
CONNECT_SECONDS, CONFIRM_SECONDS = 5, 10
ONE_CARRIER = text("SELECT pg_try_advisory_xact_lock(hashtext('departures ' || current_schema()))")

WAITING = Figure("middleground_departures", "Messages that wait to leave for other cities.")
UNREACHABLE = (AMQPError, OperationalError, OSError)


def depart(tx: Session, event: type[Event], **body: Any) -> None:
    """Tells the other cities when, and only when, the transaction commits. A city without an exchange tells nobody: it
    shares all that it shares when it joins one."""
    if settings_of(tx).exchange_url is None:
        return
    names = ("id", "type", "headers", "body", "happened_at")
    rows = [{name: row[name] for name in names} for row in outbox.messages(tx, event, [body])]
    tx.execute(insert(departures), rows)


def carry(resources: Resources) -> None:
    """All that waits. When the exchange can't be reached it goes on waiting."""
    url, city = resources.settings.exchange_url, resources.settings.city
    try:
        while url is not None and _carry_some(resources, url, city):
            pass
    except UNREACHABLE as error:
        log.warning("exchange_unavailable", reason=type(error).__name__)


def _carry_some(resources: Resources, url: str, city: str) -> bool:
    """Says whether there may be more. What had been sent when the connection broke is sent again."""
    with resources.database.transaction() as tx:
        if not tx.scalar(ONE_CARRIER):
            return False
        rows = tx.execute(select(departures).order_by(departures.c.position).limit(AT_ONCE)).all()
        if rows:
            _send(url, city, rows)
            tx.execute(delete(departures).where(departures.c.id.in_([row.id for row in rows])))
        return len(rows) == AT_ONCE


def _send(url: str, city: str, rows: Any) -> None:
    """Returns when the broker has all of them. It vouches for the sender: `user_id` must be who is connected."""
    with connection.to(url, connect_timeout=CONNECT_SECONDS) as broker:
        channel = broker.default_channel
        for row in rows:
            message = amqp.Message(
                json.dumps(row.body, ensure_ascii=False).encode(),
                application_headers=row.headers,
                message_id=str(row.id),
                type=row.type,
                user_id=city,
                content_type=CONTENT_TYPE,
                content_encoding="utf-8",
                delivery_mode=2,
            )
            key = exchange.routing_key(city, row.type)
            channel.basic_publish_confirm(message, exchange.LESSONS, key, confirm_timeout=CONFIRM_SECONDS)


def figures(tx: Session) -> dict[Figure, float]:
    return {WAITING: tx.scalar(select(func.count()).select_from(departures)) or 0}
