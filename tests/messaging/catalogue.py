"""A read model of the reader: how many lines each page has. Nothing here is safe to repeat, so that doubling shows."""

from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from tests.messaging.library import Base, Illegible, Trouble


class Entry(Base):
    """`jumps`: how often a line came that was not the next."""

    __tablename__ = "catalogue"

    page_id: Mapped[UUID] = mapped_column(primary_key=True)
    lines: Mapped[int] = mapped_column(default=0)
    last: Mapped[int] = mapped_column(default=0)
    jumps: Mapped[int] = mapped_column(default=0)


def line_written(tx: Session, event: dict[str, Any]) -> None:
    trouble = tx.scalar(select(Trouble.kind).where(Trouble.page_id == event["page_id"]))
    if trouble == "uncatalogued":
        raise Illegible
    if trouble == "slowly catalogued":
        tx.execute(text("SELECT pg_sleep(0.05)"))
    tx.execute(insert(Entry).values(page_id=event["page_id"], lines=0, last=0, jumps=0).on_conflict_do_nothing())
    entry = tx.get_one(Entry, event["page_id"], with_for_update=True, populate_existing=True)
    entry.jumps += event["line"] != entry.last + 1
    entry.lines, entry.last = entry.lines + 1, event["line"]
    tx.flush()
