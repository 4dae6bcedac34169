"""CloudEvents 1.0 in binary mode: attributes as AMQP headers, the data as a JSON body.

https://github.com/cloudevents/spec (attribute names; the `cloudEvents:` prefix is that of its AMQP binding)
"""

import json
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

PREFIX = "cloudEvents:"
CONTENT_TYPE = "application/json"


# A larger body was not made by any of us.
MOST_BYTES = 256 * 1024
MOST_SEQUENCE = 2**31 - 1


class Undecodable(Exception):
    """The message is not an envelope of ours. `code` says why not, without any value."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Message:
    """An event as it arrives: `body` as it came, `data` what it holds until the subscription loads it by its schema."""

    id: UUID
    type: str
    source: str
    aggregate_id: UUID
    sequence: int
    correlation_id: str
    traceparent: str
    headers: dict[str, str]
    body: bytes
    data: Any


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


def source(city: str, owner: str, epoch: int) -> str:
    """With each restore a city counts on, so that what it tells from then on is told apart from what it told before."""
    return f"/{city}/{owner}" if epoch == 1 else f"/{city}/{epoch}/{owner}"


@cache
def sources(city: str, owner: str, epoch: int) -> frozenset[str]:
    """Up to this epoch: a restored city publishes some of what it had published earlier once more."""
    return frozenset(source(city, owner, each) for each in range(1, epoch + 1))


def read(
    headers: Mapping[Any, Any], body: bytes, *, sources: Container[str], content_type: str = CONTENT_TYPE
) -> Message:
    """The message behind AMQP headers and a body. Raises Undecodable.

    `sources`: the only ones whose messages may come this way.
    """
    if len(body) > MOST_BYTES:
        raise Undecodable("too_large")
    if content_type.partition(";")[0].strip() != CONTENT_TYPE:
        raise Undecodable("content_type")
    attributes = {name: value for name, value in headers.items() if isinstance(name, str) and name.startswith(PREFIX)}
    if not all(isinstance(text, str) and text.isprintable() for item in attributes.items() for text in item):
        raise Undecodable("attribute_wrong")
    try:
        message = Message(
            id=UUID(attributes[PREFIX + "id"]),
            type=attributes[PREFIX + "type"],
            source=attributes[PREFIX + "source"],
            aggregate_id=UUID(attributes[PREFIX + "subject"]),
            sequence=int(attributes[PREFIX + "sequence"]),
            correlation_id=attributes[PREFIX + "correlationid"],
            traceparent=attributes.get(PREFIX + "traceparent", ""),
            headers=attributes,
            body=body,
            data=_decoded(body),
        )
    except KeyError as error:
        raise Undecodable("attribute_missing") from error
    except ValueError as error:
        raise Undecodable("attribute_wrong") from error
    if message.source not in sources:
        raise Undecodable("foreign_source")
    if not 0 < message.sequence <= MOST_SEQUENCE:
        raise Undecodable("attribute_wrong")
    return message


def _decoded(body: bytes) -> Any:
    try:
        return json.loads(body.decode(), parse_constant=_no_json)
    except (ValueError, RecursionError) as error:
        raise Undecodable("not_json") from error


def _no_json(constant: str) -> Any:
    """Python reads NaN and Infinity too."""
    raise ValueError(constant)
