"""Exchanges and queues, as code. Declaring is idempotent; what the broker has otherwise is reported, not fought.

One queue per pair of services, named `<listener>.<owner>`: all events of an owner reach a listener in one queue, so
that the order of an aggregate's events holds across their types.
"""

from collections.abc import Iterable, Mapping

from kombu import Connection, Exchange, Queue, binding

from shared.contracts.base import EVENTS, Event

DEAD_LETTERS = "dead-letters"
RPC_EXCHANGE = "nameko-rpc"

# Set on the broker by whoever deploys; the queues themselves only say what they are.
POLICIES = {
    "subscriptions": {
        "pattern": r"^[a-z]+\.[a-z]+$",
        "apply-to": "queues",
        "definition": {
            "delivery-limit": 100,
            "dead-letter-exchange": DEAD_LETTERS,
            "dead-letter-strategy": "at-least-once",
            "overflow": "reject-publish",
        },
    }
}


def exchange(owner: str) -> Exchange:
    """Named as nameko names it, so that a plain nameko service can listen too."""
    return Exchange(f"{owner}.events", type="topic", durable=True)


def queue_name(listener: str, owner: str) -> str:
    return f"{listener}.{owner}"


def queue(listener: str, owner: str, types: Iterable[str]) -> Queue:
    events = exchange(owner)
    return Queue(
        queue_name(listener, owner),
        bindings=[binding(events, routing_key=event_type) for event_type in sorted(types)],
        durable=True,
        queue_arguments={"x-queue-type": "quorum", "x-single-active-consumer": True},
    )


def dead_letters() -> Queue:
    return Queue(
        DEAD_LETTERS,
        exchange=Exchange(DEAD_LETTERS, type="fanout", durable=True),
        durable=True,
        queue_arguments={"x-queue-type": "quorum"},
    )


def declare(amqp_url: str, listeners: Mapping[str, Iterable[type[Event]]]) -> None:
    """Makes all exchanges and queues, so that an event finds its queues before its listener ever ran.

    `listeners`: service -> the events that it listens to.
    """
    with Connection(amqp_url) as connection:
        channel = connection.default_channel
        dead_letters()(channel).declare()
        for owner in sorted({event.owner for event in EVENTS.values()}):
            exchange(owner)(channel).declare()
        for listener, events in listeners.items():
            for owner, types in by_owner(events).items():
                queue(listener, owner, types)(channel).declare()


def by_owner(events: Iterable[type[Event]]) -> dict[str, set[str]]:
    """Owner -> all types that listening to these events takes, those of older versions included."""
    owned: dict[str, set[str]] = {}
    for event in events:
        owned.setdefault(event.owner, set()).update(event.types())
    return owned
