"""What a services process counts, for Prometheus: `GET /metrics` on its health port."""

from prometheus_client import Counter, Gauge, Histogram

MESSAGES = Counter(
    "middleground_messages_total",
    "Messages taken over, by what became of them: applied, repeated, set_aside, parked.",
    ["service", "outcome"],
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

REBUILDING = Gauge("middleground_rebuilding", "1 while a read model is being rebuilt.", ["service", "read_model"])


def count(subscription: str, outcome: str, messages: int = 1) -> None:
    MESSAGES.labels(service_of(subscription), outcome).inc(messages)


def service_of(subscription: str) -> str:
    """The listener: a subscription is named `<listener>.<owner>`."""
    return subscription.partition(".")[0]
