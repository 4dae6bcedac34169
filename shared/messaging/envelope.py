"""CloudEvents 1.0 in binary mode: attributes as AMQP headers, the data as a JSON body.

https://github.com/cloudevents/spec (attribute names; the `cloudEvents:` prefix is that of its AMQP binding)
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

PREFIX = "cloudEvents:"
CONTENT_TYPE = "application/json"


class Undecodable(Exception):
    """The message is not an envelope of ours."""


@dataclass(frozen=True)
class Message:
    """An event as it arrives. `body` is plain JSON data until the subscription loads it by its schema."""

    id: UUID
    type: str
    source: str
    aggregate_id: UUID
    sequence: int
    time: datetime
    correlation_id: str
    traceparent: str
    headers: dict[str, str]
    body: Any


def headers(
    *,
    message_id: UUID,
    event_type: str,
    source: str,
    subject: UUID,
    sequence: int,
    time: datetime,
    correlation_id: str,
    causation_id: str | None,
    traceparent: str,
) -> dict[str, str]:
    attributes = {
        "specversion": "1.0",
        "id": str(message_id),
        "type": event_type,
        "source": source,
        "subject": str(subject),
        "time": time.isoformat(),
        "datacontenttype": CONTENT_TYPE,
        "sequence": str(sequence),
        "correlationid": correlation_id,
        "causationid": causation_id,
        "traceparent": traceparent,
    }
    return {PREFIX + name: value for name, value in attributes.items() if value is not None}


def read(raw: dict[str, Any], body: Any) -> Message:
    """The message behind AMQP headers and a decoded body. Raises Undecodable with what is missing or wrong."""
    try:
        return Message(
            id=UUID(raw[PREFIX + "id"]),
            type=str(raw[PREFIX + "type"]),
            source=str(raw[PREFIX + "source"]),
            aggregate_id=UUID(raw[PREFIX + "subject"]),
            sequence=int(raw[PREFIX + "sequence"]),
            time=datetime.fromisoformat(raw[PREFIX + "time"]),
            correlation_id=str(raw[PREFIX + "correlationid"]),
            traceparent=str(raw.get(PREFIX + "traceparent", "")),
            headers={k: str(v) for k, v in raw.items() if k.startswith(PREFIX)},
            body=body,
        )
    except KeyError as error:
        raise Undecodable(f"the header {error.args[0]} is missing") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise Undecodable(f"a header is wrong: {error}") from error
