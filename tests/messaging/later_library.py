"""The library after two updates: a line has an ink since the first, and since the second it is called a number.

The author is the same as before; the reader understands all that was ever announced.
"""

from typing import Any

from sqlalchemy.orm import Session

from shared.contracts import base, fields
from shared.messaging.service import Service, query, subscribe
from tests.messaging import library


def ink_was_black(body: dict[str, Any]) -> dict[str, Any]:
    return {**body, "ink": "black"}


def line_became_number(body: dict[str, Any]) -> dict[str, Any]:
    return {"page_id": body["page_id"], "number": body["line"], "ink": body["ink"]}


class LineWritten(base.Event):
    owner = "author"
    version = 3
    upcasters = (ink_was_black, line_became_number)
    aggregate = "page_id"
    page_id = fields.Id(required=True)
    number = fields.Number(required=True)
    ink = fields.Choice(("black", "red"), required=True)


def line_written(tx: Session, event: dict[str, Any]) -> None:
    assert event["ink"]
    library.line_written(tx, {"page_id": event["page_id"], "line": event["number"]})


class ReaderService(Service):
    name = "reader"

    page = query(library.page, library.read_page)
    on_line_written = subscribe(LineWritten, line_written)


SERVICES = {"author": library.AuthorService, "reader": ReaderService}
