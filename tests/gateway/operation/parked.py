"""Messages that are parked in trainings: put there as if its reaction to them had failed until the last attempt, or
really, because it does not know their version."""

import json
from typing import Any
from uuid import UUID, uuid4

import pika
from psycopg.types.json import Jsonb

from shared import clock
from shared.messaging import envelope
from tests.city import City
from tests.waiting import eventually

SUBSCRIPTION = "trainings.identity"
# Of a publisher to whom nobody but the service itself listens here, no read model.
OTHER, LATER = "trainings.municipalities", "programme_changed.v99"
KIND = {"subscription": SUBSCRIPTION, "type": "person_erased.v1", "reason": "builtins.KeyError"}


def park(city: City, **changes: Any) -> UUID:
    message_id, aggregate_id = uuid4(), changes.get("aggregate_id") or uuid4()
    row = {
        **KIND,
        "message_id": message_id,
        "aggregate_id": aggregate_id,
        "headers": Jsonb(_headers(city, message_id, aggregate_id)),
        "body": json.dumps({"person_id": str(aggregate_id)}).encode(),
        "attempts": 8,
        "parked_at": "now",
    } | changes
    names, places = ", ".join(row), ", ".join(["%s"] * len(row))
    city.sql(f"INSERT INTO trainings.failed ({names}) VALUES ({places})", *row.values())
    return message_id


def park_really(city: City) -> UUID:
    """By delivering what no version of this code announces."""
    message_id, person_id = uuid4(), uuid4()
    with pika.BlockingConnection(pika.URLParameters(city.settings.amqp_url)) as connection:
        headers = _headers(city, message_id, person_id, LATER, publisher="municipalities")
        properties = pika.BasicProperties(headers=headers, content_type="application/json", delivery_mode=2)
        body = json.dumps({"person_id": str(person_id)}).encode()
        connection.channel().basic_publish("", OTHER, body, properties)
    eventually(lambda: state(city, message_id), what="the message to be parked")
    return message_id


def state(city: City, message_id: UUID) -> list[tuple[bool, int]]:
    """Whether it is parked, and how often it was replayed; nothing when it is not there."""
    statement = "SELECT parked_at IS NOT NULL, replays FROM trainings.failed WHERE message_id = %s"
    return [tuple(row) for row in city.sql(statement, message_id)]


def _headers(
    city: City, message_id: UUID, aggregate_id: UUID, event_type: str = KIND["type"], publisher: str = "identity"
) -> dict[str, str]:
    return envelope.headers(
        message_id=message_id,
        event_type=event_type,
        source=envelope.source(city.settings.city, publisher, city.settings.epoch),
        subject=aggregate_id,
        sequence=2,
        time=clock.now(),
        correlation_id=str(uuid4()),
        causation_id=None,
        traceparent="",
    )
