"""Exchanges and queues, as code. Declaring is idempotent; what the broker has otherwise is reported, not fought.

One queue per pair of services, named `<listener>.<owner>`: all events of an owner reach a listener in one queue, so
that the order of an aggregate's events holds across their types. What a queue gives up on goes to the dead letters of
its listener, who looks at them: see `dead_letters`.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from kombu import Exchange, Queue, binding

from shared.contracts.base import EVENTS, Event
from shared.messaging import REPLAY_QUEUE, connection

DEAD_LETTERS = "dead-letters"
# How often a message may come again before it goes to the dead letters.
DELIVERY_LIMIT = 100


def policies(listeners: Iterable[str]) -> dict[str, dict[str, Any]]:
    """What queues promise, set on the broker by whoever deploys; the queues themselves only say what they are.

    One for each listener, because it says whose the dead letters are; they reach their queue by its name and wait there
    for as long as it takes.
    """
    subscriptions = {
        f"subscriptions-{listener}": {
            "pattern": rf"^{listener}\.[a-z]+$",
            "apply-to": "queues",
            "priority": 1,
            "definition": {
                "delivery-limit": DELIVERY_LIMIT,
                "dead-letter-exchange": "",
                "dead-letter-routing-key": dead_letters_name(listener),
                "dead-letter-strategy": "at-least-once",
                "overflow": "reject-publish",
            },
        }
        for listener in listeners
    }
    dead_letters = {
        "pattern": rf"^{DEAD_LETTERS}\.[a-z]+$",
        "apply-to": "queues",
        "priority": 1,
        "definition": {"delivery-limit": 1_000_000},
    }
    return {**subscriptions, DEAD_LETTERS: dead_letters}


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


def dead_letters_name(listener: str) -> str:
    return f"{DEAD_LETTERS}.{listener}"


def dead_letters(listener: str) -> Queue:
    return Queue(dead_letters_name(listener), durable=True, queue_arguments={"x-queue-type": "quorum"})


def replayed(name: str) -> Queue:
    return Queue(name, durable=True, queue_arguments=REPLAY_QUEUE)


def delete(amqp_url: str, queue: str) -> None:
    with connection.to(amqp_url, connect_timeout=5) as broker:
        broker.default_channel.queue_delete(queue)


def declare(amqp_url: str, listeners: Mapping[str, Collection[type[Event]]]) -> None:
    """Makes all exchanges and queues, so that an event finds its queues before its listener ever ran.

    `listeners`: service -> the events that it listens to.
    """
    with connection.to(amqp_url) as broker:
        channel = broker.default_channel
        for owner in sorted({event.owner for event in EVENTS.values()}):
            exchange(owner)(channel).declare()
        for listener, events in listeners.items():
            if events:
                dead_letters(listener)(channel).declare()
            for owner, types in by_owner(events).items():
                queue(listener, owner, types)(channel).declare()


def queue_names(listeners: Mapping[str, Collection[type[Event]]]) -> list[str]:
    """All queues of the city's own services: of their calls, of their events, and of what these gave up."""
    return [
        name
        for listener, events in listeners.items()
        for name in (
            f"rpc-{listener}",
            *(queue_name(listener, owner) for owner in sorted(by_owner(events))),
            *([dead_letters_name(listener)] if events else []),
        )
    ]


def by_owner(events: Iterable[type[Event]]) -> dict[str, set[str]]:
    """Owner -> all types that listening to these events takes, those of older versions included."""
    owned: dict[str, set[str]] = {}
    for event in events:
        owned.setdefault(event.owner, set()).update(event.types())
    return owned
