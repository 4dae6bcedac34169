"""What a services process counts, for Prometheus: `GET /metrics` on its health port."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from prometheus_client import Counter, Gauge, Histogram
from sqlalchemy.orm import Session

MESSAGES = Counter(
    "middleground_messages_total",
    "Messages taken over, by what became of them: applied, repeated, set_aside, parked.",
    ["service", "subscription", "outcome"],
)
BATCHES = Histogram(
    "middleground_batch_messages",
    "Messages taken over in one transaction.",
    ["service"],
    buckets=(1, 2, 5, 10, 20, 50, 100),
)
CALL_SECONDS = Histogram(
    "middleground_call_seconds",
    "How long a service took to answer a call.",
    ["service", "call"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
FAILURES = Counter(
    "middleground_failures_total",
    "Times that a fault of ours ended something: a call, a job, or a reaction to a message. An outage is none.",
    ["service", "kind"],
)
CALL, JOB, REACTION = "call", "job", "reaction"

REBUILDING = Gauge("middleground_rebuilding", "1 while a read model is being rebuilt.", ["service", "read_model"])

# A dead letter may claim to come from anywhere, and each name would be kept for good.
UNKNOWN = "unknown"
_services: set[str] = set()
_subscriptions: set[str] = set()


@dataclass(frozen=True)
class Figure:
    """A gauge of one service that its database knows: asked for when somebody looks, so that it is right whoever
    changed what it counts."""

    name: str
    meaning: str


# What a service tells of its database, with one statement.
Figures = Callable[[Session], Mapping[Figure, float]]


def expect(service: str) -> None:
    """A counter that is there from the start shows its first step too."""
    _services.add(service)
    for kind in (CALL, JOB, REACTION):
        FAILURES.labels(service, kind)


def expect_messages(subscriptions: Iterable[str]) -> None:
    _subscriptions.update(subscriptions)


def count(subscription: str, outcome: str, messages: int = 1) -> None:
    known = subscription if subscription in _subscriptions else UNKNOWN
    MESSAGES.labels(service_of(known), known, outcome).inc(messages)


def failed(service: str, kind: str) -> None:
    FAILURES.labels(service if service in _services else UNKNOWN, kind).inc()


def service_of(subscription: str) -> str:
    """The listener: a subscription is named `<listener>.<owner>`."""
    return subscription.partition(".")[0]
