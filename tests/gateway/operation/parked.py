"""Messages that are parked in trainings, as if its reaction to them had failed until the last attempt. The next one
succeeds."""

import json
from typing import Any
from uuid import UUID, uuid4

from psycopg.types.json import Jsonb

from shared import clock
from shared.messaging import envelope
from tests.city import City

SUBSCRIPTION = "trainings.identity"
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


def _headers(city: City, message_id: UUID, aggregate_id: UUID) -> dict[str, str]:
    return envelope.headers(
        message_id=message_id,
        event_type=KIND["type"],
        source=f"/{city.settings.city}/identity",
        subject=aggregate_id,
        sequence=2,
        time=clock.now(),
        correlation_id=str(uuid4()),
        causation_id=None,
        traceparent="",
    )
