"""Technique by outcome, as a table."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.gateway import formats
from services.gateway.means import mean, number
from services.gateway.reports import Row, Table

OUTCOMES = {"growth": _l("Grown, looking back, in points"), "recommend": _l("Would recommend it, from 0 to 10")}


def table(found: list[dict[str, Any]]) -> Table:
    rows: list[Row] = [
        [
            formats.term(each["technique"], "techniques"),
            str(OUTCOMES[each["outcome"]]),
            *(mean(side) for side in (each["with_it"], each["without_it"])),
            *(_of(side) for side in (each["with_it"], each["without_it"])),
        ]
        for each in found
    ]
    return Table(
        "techniques",
        _("Techniques and what people said after the course"),
        [_("Technique"), _("What was asked"), _("With it"), _("Without it"), _("n with it"), _("n without it")],
        rows,
        [
            _(
                "A technique stands here when at least five groups of the whole city worked with it and at least five "
                "did not. It tells what goes together, not what works: trainers choose what fits a group."
            )
        ],
    )


def _of(side: dict[str, Any]) -> str:
    return _("%(n)s in %(groups)s groups", n=number(side), groups=formats.number(side["units"]))
