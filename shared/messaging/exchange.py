"""The exchange between cities, as code: what is called how, what its queues promise, and what a city may do.

A vhost with one topic exchange, to which every city writes, and a queue for each city, which takes everything. Who runs
the exchange makes all of it (`deploy/admission.py`): a city has no right to make, bind or delete anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.messaging.topology import DELIVERY_LIMIT

LESSONS = "lessons"
EVERYTHING = "#"
NOTHING = "^$"
# Rights on the broker go by name, whatever it names: a city of this name would have some on the exchange itself.
RESERVED = frozenset({LESSONS})
# A quorum queue has what it confirms on the disk, and can be spread over several nodes later. It is what the queues
# inside a city are, so the same subscription reads it: in order, by one reader while others stand by.
QUEUE: Mapping[str, Any] = {"x-queue-type": "quorum", "x-single-active-consumer": True}

DAY = 24 * 60 * 60 * 1000


@dataclass(frozen=True)
class Limits:
    """What waits for one city at most, and what it may have open."""

    messages: int
    bytes: int
    days: int
    connections: int
    channels: int

    def of_user(self) -> dict[str, int]:
        """As RabbitMQ calls them."""
        return {"max-connections": self.connections, "max-channels": self.channels}


def queue_name(city: str) -> str:
    return city


def routing_key(city: str, event_type: str) -> str:
    return f"{city}.{event_type}"


def policies(limits: Limits) -> dict[str, dict[str, Any]]:
    """A queue that is full drops its oldest message, so that a city that is away holds up nobody who sends."""
    cities = {
        "pattern": ".*",
        "apply-to": "queues",
        "priority": 1,
        "definition": {
            "max-length": limits.messages,
            "max-length-bytes": limits.bytes,
            "overflow": "drop-head",
            "message-ttl": limits.days * DAY,
            "delivery-limit": DELIVERY_LIMIT,
        },
    }
    return {"cities": cities}


def permissions(city: str) -> dict[str, str]:
    """Of a city's user, as regular expressions over names; a city's name has no sign that means something in one."""
    return {"configure": NOTHING, "write": f"^{LESSONS}$", "read": f"^{queue_name(city)}$"}


def topics(city: str) -> dict[str, str]:
    """The routing keys that a city's user may write, and bind."""
    return {"write": rf"^{city}\.", "read": NOTHING}
