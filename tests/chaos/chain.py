"""Two services that are easily hurt: an author adds links to chains, a reader adds the same links to its own.

Each link is added to whatever stands there, as in v = v + 1, and changes the chain's seal. Nothing here looks whether
it was done before or whether it is its turn, so that the two chains are equal only if every link reached the reader
once and in order.
"""

import os
import signal
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from alembic.command import upgrade
from sqlalchemy import DateTime, Identity, MetaData, Text, create_engine, func, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from shared.access import COORDINATOR, Actor
from shared.contracts import base, fields
from shared.contracts.base import Schema, contract
from shared.database import grants, migrate
from shared.messaging import outbox, topology
from shared.messaging.relay import subscribed
from shared.messaging.service import Service, command, subscribe
from shared.settings import Settings

AUTHOR, READER = "author", "reader"
QUEUE = topology.queue_name(READER, AUTHOR)

# One in so many commands commits late, after others that were numbered behind it; one in so many messages fails when
# a process meets it for the first time.
SLOW_COMMIT = 20
FIRST_TRY_FAILS = 400
SLOW_SECONDS = 0.05


class AddLink(Schema):
    chain_id = fields.Id(required=True)
    link_id = fields.Id(required=True)


class Added(Schema):
    length = fields.Number(max=10**9)


author = contract(AUTHOR)
add_link = author.command("add_link", AddLink, Added, who=[COORDINATOR])


class LinkAdded(base.Event):
    owner = AUTHOR
    aggregate = "chain_id"
    chain_id = fields.Id(required=True)
    link_id = fields.Id(required=True)


class Base(DeclarativeBase):
    metadata = MetaData()


class Chain(Base):
    """Both services have this table."""

    __tablename__ = "chains"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    length: Mapped[int]
    seal: Mapped[str] = mapped_column(Text)


class Arrival(Base):
    """What the reader added, in the order in which it took effect."""

    __tablename__ = "arrivals"

    position: Mapped[int] = mapped_column(Identity(), primary_key=True)
    chain_id: Mapped[UUID]
    link_id: Mapped[UUID]
    arrived_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.clock_timestamp())


class Trouble(Base):
    """What happens when links of a chain arrive: the reaction fails, or it ends the process."""

    __tablename__ = "trouble"

    chain_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text)


class Broken(Exception):
    """The reader can't add this link."""


def sealed(seal: str, link_id: UUID) -> str:
    return sha256(f"{seal}{link_id}".encode()).hexdigest()


# In the database, so that nobody can come between reading a chain and writing it.
LENGTHEN = """
    INSERT INTO chains (id, length, seal) VALUES (:chain_id, 1, encode(sha256(convert_to(:link_id, 'UTF8')), 'hex'))
    ON CONFLICT (id) DO UPDATE SET length = chains.length + 1,
        seal = encode(sha256(convert_to(chains.seal || :link_id, 'UTF8')), 'hex')
    RETURNING length
"""
ARRIVE = f"""
    WITH longer AS ({LENGTHEN}), arrival AS (INSERT INTO arrivals (chain_id, link_id) VALUES (:chain_id, :arrived))
    SELECT kind FROM longer LEFT JOIN trouble ON trouble.chain_id = :chain_id
"""


def add(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    chain_id, link_id = request["chain_id"], request["link_id"]
    length = tx.scalar(text(LENGTHEN), {"chain_id": chain_id, "link_id": str(link_id)})
    outbox.publish(tx, LinkAdded, chain_id=chain_id, link_id=link_id)
    if link_id.int % SLOW_COMMIT == 0:
        tx.execute(text("SELECT pg_sleep(:seconds)"), {"seconds": SLOW_SECONDS})
    return {"length": length}


_met: set[UUID] = set()


def link_added(tx: Session, event: dict[str, Any]) -> None:
    chain_id, link_id = event["chain_id"], event["link_id"]
    trouble = tx.scalar(text(ARRIVE), {"chain_id": chain_id, "link_id": str(link_id), "arrived": link_id})
    if trouble == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    if trouble == "broken" or (link_id.int % FIRST_TRY_FAILS == 1 and link_id not in _met):
        _met.add(link_id)
        raise Broken


class AuthorService(Service):
    name = AUTHOR

    add_link = command(add_link, add)


class ReaderService(Service):
    name = READER

    on_link_added = subscribe(LinkAdded, link_added)


SERVICES = {AUTHOR: AuthorService, READER: ReaderService}
LISTENERS = {READER: [LinkAdded]}


def furnish(settings: Settings) -> None:
    """Makes the schemas of the two services and their queue, as a deployment does before the processes start."""
    engine = create_engine(settings.sqlalchemy_url)
    for name in SERVICES:
        with engine.connect() as connection:
            migrate.enter_schema(connection, name)
            upgrade(migrate.configs(connection, name)[0], "head")
            Base.metadata.create_all(connection)
            connection.commit()
    with engine.connect() as connection:
        grants.prepare(connection, list(SERVICES))
    engine.dispose()
    topology.declare(settings.amqp_url, LISTENERS)
    subscribed.record(settings.database_url, LISTENERS)
