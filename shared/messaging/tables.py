"""The tables behind the messaging promises. They stand in every service's schema, beside its own."""

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from shared.database import metadata as new_metadata

metadata = new_metadata()

# What a service announced, kept as its event log. `position` grows within an aggregate, because a row is made while
# the aggregate's row in `sequences` is locked; between aggregates it says nothing, so nobody reads by position alone.
outbox = Table(
    "outbox",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("position", BigInteger, Identity(), nullable=False),
    Column("aggregate_id", Uuid, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("type", Text, nullable=False),
    Column("headers", JSONB, nullable=False),
    Column("body", JSONB, nullable=False),
    Column("happened_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("published_at", DateTime(timezone=True)),
)
Index("ix_outbox_unpublished", outbox.c.position, postgresql_where=text("published_at IS NULL"))
Index("ix_outbox_aggregate_id_sequence", outbox.c.aggregate_id, outbox.c.sequence, unique=True)

# The last sequence number given out per aggregate.
sequences = Table(
    "sequences",
    metadata,
    Column("aggregate_id", Uuid, primary_key=True),
    Column("sequence", Integer, nullable=False),
)

# What a subscription has taken over: applied, or set aside in `failed`. It never takes effect a second time, and
# nothing older than what an aggregate has seen already takes effect behind it.
inbox = Table(
    "inbox",
    metadata,
    Column("message_id", Uuid, primary_key=True),
    Column("subscription", Text, primary_key=True),
    Column("aggregate_id", Uuid),
    Column("sequence", Integer),
    Column("received_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)
Index("ix_inbox_received_at", inbox.c.received_at)
Index("ix_inbox_aggregate_id", inbox.c.subscription, inbox.c.aggregate_id, inbox.c.sequence)

# Messages set aside: the handler failed, or an earlier message of the same aggregate waits here. Parked when
# `parked_at` is set: tried often enough, or never understood; only a person moves those. `body` is what arrived, byte
# for byte: it need not be JSON, and what was no envelope has no aggregate.
failed = Table(
    "failed",
    metadata,
    Column("message_id", Uuid, primary_key=True),
    Column("subscription", Text, primary_key=True),
    Column("aggregate_id", Uuid),
    Column("position", BigInteger, Identity(), nullable=False),
    Column("type", Text, nullable=False),
    Column("headers", JSONB, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("reason", Text, nullable=False),
    Column("attempts", SmallInteger, nullable=False),
    Column("replays", SmallInteger, nullable=False, server_default="0"),
    Column("failed_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("next_attempt_at", DateTime(timezone=True)),
    Column("parked_at", DateTime(timezone=True)),
)
Index("ix_failed_aggregate_id", failed.c.subscription, failed.c.aggregate_id, failed.c.position)

# A message that came a second time is noted here before it is tried alone: should the trial end the process, this is
# all that is left of it.
trials = Table(
    "trials",
    metadata,
    Column("message_id", Uuid, primary_key=True),
    Column("subscription", Text, primary_key=True),
    Column("trials", SmallInteger, nullable=False),
    Column("tried_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

# What waits to leave for other cities, and is forgotten once the exchange has it. `position` as in `outbox`.
departures = Table(
    "departures",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("position", BigInteger, Identity(), nullable=False),
    Column("type", Text, nullable=False),
    Column("headers", JSONB, nullable=False),
    Column("body", JSONB, nullable=False),
    Column("happened_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)
Index("ix_departures_position", departures.c.position)

# What operators did with parked messages.
interventions = Table(
    "interventions",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("happened_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("person_id", Uuid),
    Column("action", Text, nullable=False),
    Column("message_id", Uuid, nullable=False),
    Column("subscription", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("reason", Text, nullable=False),
)
Index("ix_interventions_happened_at", interventions.c.happened_at)

# Each time that a read model was emptied to be fed again from the log; under way until `finished_at` is set. What would
# feed it otherwise waits in its queues meanwhile. `messages`: how many it took over so far.
rebuilds = Table(
    "rebuilds",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("read_model", Text, nullable=False),
    Column("person_id", Uuid),
    Column("started_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("finished_at", DateTime(timezone=True)),
    Column("messages", Integer, nullable=False, server_default="0"),
)
Index("ix_rebuilds_under_way", rebuilds.c.read_model, unique=True, postgresql_where=rebuilds.c.finished_at.is_(None))

# Commands carried out, with their answer, so that a repeat gets the same answer. `fingerprint` tells a repeat from
# another command under the same key.
commands = Table(
    "commands",
    metadata,
    Column("key", Text, primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("answer", JSONB, nullable=False),
    Column("carried_out_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)
Index("ix_commands_carried_out_at", commands.c.carried_out_at)
