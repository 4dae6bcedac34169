"""The table of signals as a file."""

from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _l

from services.gateway import areas
from services.gateway.exports import Table
from services.gateway.rows import Args, Row, given, in_pages, label, of, term
from shared.contracts import municipalities


def wanted(args: Args) -> dict[str, Any]:
    """For `municipalities.signals`, as the page of the signals has it in its address."""
    return given(args, "programme_id", "area_id", "kind", "state")


def _signals(args: Args) -> Iterator[Row]:
    for page in in_pages(municipalities.signals, **wanted(args)):
        yield from page


TABLES = {
    "signals": Table(
        _l("Signals"),
        {
            _l("Kind"): term("kind", "signal_kinds"),
            _l("Area"): lambda row: areas.name_of(row["area_id"]),
            _l("Seen on"): of("observed_on"),
            _l("What was seen"): of("observation"),
            _l("State"): label("state", "signal_state"),
            _l("Stands until"): of("expires_on"),
        },
        _signals,
    ),
}
