"""What was hidden on the board, and by whom, as a file."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.gateway import formats
from services.gateway.clients import bus
from services.gateway.exports import Table
from services.gateway.rows import Args, Row, of, term
from shared.contracts import networks


def _hidden(args: Args) -> Iterator[Row]:
    found = bus().ask(networks.reports)
    hidden = [*found["second_looks"], *found["earlier"]]
    names = bus().names(each[who] for each in hidden for who in ("hidden_by", "looked_by"))
    for each in hidden:
        looked = names[each["looked_by"]] if each["looked_by"] else None
        yield each | {"by": names[each["hidden_by"]], "looked": looked}


TABLES = {
    "hidden_posts": Table(
        _l("Hidden on the board"),
        {
            _l("Title"): lambda row: row["title"] or _("Deleted by its author"),
            _l("Reason"): term("reason", "hiding_reasons"),
            _l("Hidden by"): of("by"),
            _l("When"): of("hidden_at"),
            _l("What became of it"): lambda row: formats.label(row["outcome"], "hiding_outcome") or _("Hidden still"),
            _l("Second look by"): of("looked"),
        },
        _hidden,
        holds_people=True,
    ),
}
