"""Intervisions as a file."""

from collections.abc import Iterator

from flask_babel import lazy_gettext as _l

from services.gateway.exports import Table
from services.gateway.rows import Args, Row, in_pages, label, of, term
from shared.contracts import networks


def _intervisions(args: Args) -> Iterator[Row]:
    for page in in_pages(networks.intervisions, held=args.get("held") == "yes"):
        yield from page


TABLES = {
    "intervisions": Table(
        _l("Intervision"),
        {
            _l("Begins"): of("starts_at"),
            _l("Ends"): of("ends_at"),
            _l("Method"): term("method", "intervision_methods"),
            _l("Place"): of("place"),
            _l("Link to meet online"): of("link"),
            _l("People"): of("people"),
            _l("State"): label("state", "intervision_state"),
        },
        _intervisions,
    ),
}
