"""Two small services, so that a test of the bus can decide what happens: an author writes lines, a reader reads them.

Their contract, tables and functions stand together here; `run_library` hosts them as a city's services are hosted.
"""

import os
import signal
from typing import Any
from uuid import UUID

from alembic.command import upgrade
from eventlet import patcher
from sqlalchemy import Identity, MetaData, Text, create_engine, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from shared.access import COORDINATOR
from shared.access import Actor as Asker
from shared.contracts import base, fields
from shared.contracts.base import Nothing, Schema, contract
from shared.database import grants, migrate
from shared.errors import Refusal
from shared.messaging import outbox, topology
from shared.messaging.relay import subscribed
from shared.messaging.service import Service, command, query, subscribe
from shared.settings import Settings

# Long enough for the broker to give up on a process with the heartbeat of `run_library`.
BLOCKED_SECONDS = 10


class Write(Schema):
    """So many lines are added to the page, after so many seconds.

    All is announced by then when the command is refused or breaks.
    """

    page_id = fields.Id(required=True)
    lines = fields.Number(min=1, load_default=1)
    seconds = fields.Number(load_default=0)
    refused = fields.YesNo(load_default=False)
    broken = fields.YesNo(load_default=False)


class Written(Schema):
    last = fields.Number()


class OnePage(Schema):
    page_id = fields.Id(required=True)


class Page(Schema):
    lines = fields.Many(fields.Number())


author = contract("author")
write = author.command("write", Write, Written, who=[COORDINATOR], deadline=30)
look_up = author.query("look_up", Nothing, Nothing, who=[COORDINATOR])

reader = contract("reader")
page = reader.query("page", OnePage, Page, who=[COORDINATOR])

nobody = contract("nobody")
unanswered = nobody.command("unanswered", who=[COORDINATOR])


class LineWritten(base.Event):
    owner = "author"
    aggregate = "page_id"
    page_id = fields.Id(required=True)
    line = fields.Number(required=True)


class Base(DeclarativeBase):
    metadata = MetaData()


class WrittenPage(Base):
    __tablename__ = "written_pages"

    page_id: Mapped[UUID] = mapped_column(primary_key=True)
    lines: Mapped[int] = mapped_column(default=0)


class ReadLine(Base):
    """In the order in which they took effect."""

    __tablename__ = "read_lines"

    position: Mapped[int] = mapped_column(Identity(), primary_key=True)
    page_id: Mapped[UUID]
    line: Mapped[int]


class Trouble(Base):
    """What a test wants to happen when lines of a page are read.

    They can't be, it takes a while, nothing else can be done meanwhile, or it ends the process.
    """

    __tablename__ = "trouble"

    page_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text)


class Illegible(Exception):
    """The reaction of the reader fails."""


class TooLong(Refusal):
    code = "too_long"
    status = 409


def write_lines(tx: Session, actor: Asker, request: dict[str, Any]) -> dict[str, Any]:
    tx.execute(text("SELECT pg_sleep(:seconds)"), {"seconds": request["seconds"]})
    tx.execute(insert(WrittenPage).values(page_id=request["page_id"]).on_conflict_do_nothing())
    page = tx.get_one(WrittenPage, request["page_id"], with_for_update=True)
    for _ in range(request["lines"]):
        page.lines += 1
        outbox.publish(tx, LineWritten, page_id=page.page_id, line=page.lines)
    if request["refused"]:
        raise TooLong(lines=page.lines)
    if request["broken"]:
        raise Illegible("a sentence that must not cross the bus")
    return {"last": page.lines}


def look(tx: Session, actor: Asker, request: dict[str, Any]) -> dict[str, Any]:
    return {}


def read_page(tx: Session, actor: Asker, request: dict[str, Any]) -> dict[str, Any]:
    lines = select(ReadLine.line).where(ReadLine.page_id == request["page_id"]).order_by(ReadLine.position)
    return {"lines": list(tx.scalars(lines))}


def line_written(tx: Session, event: dict[str, Any]) -> None:
    trouble = tx.scalar(select(Trouble.kind).where(Trouble.page_id == event["page_id"]))
    tx.add(ReadLine(page_id=event["page_id"], line=event["line"]))
    tx.flush()
    if trouble == "illegible":
        raise Illegible
    if trouble == "slow":
        tx.execute(text("SELECT pg_sleep(0.1)"))
    if trouble == "blocking":
        patcher.original("time").sleep(BLOCKED_SECONDS)
    if trouble == "fatal":
        os.kill(os.getpid(), signal.SIGKILL)


class AuthorService(Service):
    name = "author"

    write = command(write, write_lines)
    look_up = query(look_up, look)


class ReaderService(Service):
    name = "reader"

    page = query(page, read_page)
    on_line_written = subscribe(LineWritten, line_written)


SERVICES = {"author": AuthorService, "reader": ReaderService}
LISTENERS = {"reader": [LineWritten]}


def furnish(settings: Settings) -> None:
    """Makes the schemas of the two services and their queue, as a deployment does before the processes start."""
    engine = create_engine(settings.sqlalchemy_url)
    migrate.upgrade_all(settings, [])
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
