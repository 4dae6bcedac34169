"""How services talk: docs/architecture.md tells the life of a change."""

# PostgreSQL's NOTIFY channel on which a commit wakes the relay; the payload is the schema.
OUTBOX_CHANNEL = "outbox"
