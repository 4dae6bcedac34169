"""What the relays of a city share. Only migrations and deployments import this: a relay knows no SQLAlchemy."""

from sqlalchemy import CheckConstraint, Column, DateTime, SmallInteger, Table, Text, Uuid

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

# The types that somebody listens to: such a message must find a queue.
subscribed = Table("subscribed", metadata, Column("type", Text, primary_key=True))
