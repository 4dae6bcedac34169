"""How services talk: docs/architecture.md tells the life of a change."""

from typing import Any

# Where nameko asks and answers.
RPC_EXCHANGE = "nameko-rpc"

# PostgreSQL's NOTIFY channel on which a commit wakes the relay; the payload is the schema.
OUTBOX_CHANNEL = "outbox"
# The relay's own schema; as a payload it says that a replay is asked for.
RELAY = "relay"

# The queue of one rebuild. What becomes of it when everybody has forgotten it: it goes after a day.
REPLAY_QUEUE: dict[str, Any] = {
    "x-queue-type": "quorum",
    "x-single-active-consumer": True,
    "x-delivery-limit": 1_000_000,
    "x-expires": 24 * 60 * 60 * 1000,
}
# The type of the last message in it.
REPLAYED = "replayed"
