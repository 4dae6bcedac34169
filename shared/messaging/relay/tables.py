"""What the relays of a city share. Only migrations and deployments import this: a relay knows no SQLAlchemy."""

from sqlalchemy import CheckConstraint, Column, DateTime, SmallInteger, Table, Text, Uuid, func
from sqlalchemy.dialects.postgresql import JSONB

from shared.database import metadata as new_metadata

SCHEMA = "relay"

metadata = new_metadata()

# One row: who relays, and until when unless they say so again.
lease = Table(
    "lease",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("holder", Uuid, nullable=False),
    Column("until", DateTime(timezone=True), nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)

# What a service wants to have once more: all messages of these `types` (owner -> types) into this queue. They are in
# it, with a last message that says so, when `done_at` is set.
replays = Table(
    "replays",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("queue", Text, nullable=False),
    Column("types", JSONB, nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("done_at", DateTime(timezone=True)),
)

# The types that somebody listens to: such a message must find a queue.
subscribed = Table("subscribed", metadata, Column("type", Text, primary_key=True))
