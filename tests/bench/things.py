"""Two small services to measure with: an author announces that a thing was counted, a reader keeps the count.

The effect is not idempotent, so that a message applied twice, or not at all, shows.
"""

from typing import Any
from uuid import UUID

from alembic.command import upgrade
from sqlalchemy import MetaData, create_engine, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from shared.access import COORDINATOR, Actor
from shared.contracts import base, fields
from shared.contracts.base import Nothing, Schema, contract
from shared.database import grants, migrate
from shared.messaging import outbox, topology
from shared.messaging.inbox import together
from shared.messaging.relay import subscribed
from shared.messaging.service import Service, command, subscribe
from shared.settings import Settings

AUTHOR, READER = "author", "reader"
QUEUE = topology.queue_name(READER, AUTHOR)


class Count(Schema):
    thing_id = fields.Id(required=True)


author = contract(AUTHOR)
count = author.command("count", Count, Nothing, who=[COORDINATOR])


class ThingCounted(base.Event):
    owner = AUTHOR
    aggregate = "thing_id"
    thing_id = fields.Id(required=True)
    amount = fields.Number(required=True)


class Base(DeclarativeBase):
    metadata = MetaData()


class Thing(Base):
    __tablename__ = "things"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)


def count_thing(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    outbox.publish(tx, ThingCounted, thing_id=request["thing_id"], amount=1)
    return {}


# As text, like that of the others: SQLAlchemy takes longer to build it than PostgreSQL to carry it out.
COUNT = text("UPDATE things SET count = count + 1 WHERE id = :id")


def thing_counted(tx: Session, event: dict[str, Any]) -> None:
    tx.execute(COUNT, {"id": event["thing_id"]})


@together
def things_counted(tx: Session, events: list[dict[str, Any]]) -> None:
    tx.execute(COUNT, [{"id": event["thing_id"]} for event in events])


class AuthorService(Service):
    name = AUTHOR

    count = command(count, count_thing)


class ReaderService(Service):
    name = READER

    on_thing_counted = subscribe(ThingCounted, thing_counted)


class TogetherService(Service):
    name = READER

    on_thing_counted = subscribe(ThingCounted, things_counted)


SERVICES = {AUTHOR: AuthorService, READER: ReaderService}
# Another reader, instead of the one.
TOGETHER = "reader-together"


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
    topology.declare(settings.amqp_url, {READER: [ThingCounted]})
    subscribed.record(settings.database_url, {READER: [ThingCounted]})
