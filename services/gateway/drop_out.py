"""How far people came, part by part, and how many left: counts of attendance, not of answers."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.gateway.reports import Row, Table

PARTS = {
    "introduction": _l("At an introduction"),
    "group": _l("In a group"),
    "training_day": _l("At the training day"),
    "deepening": _l("At the deepening half-day"),
    "completed": _l("Completed the course"),
    "network": _l("Joined the network"),
}


def table(found: dict[str, Any]) -> Table:
    rows: list[Row] = [
        [str(PARTS[each["part"]]), *(_number(each[name]) for name in ("came", "went_on", "may_go_on", "left"))]
        for each in found["parts"]
    ]
    notes = [
        _("Each person once in each programme. Who completed the course may join the network at any time."),
        _(
            "Left: the next part of their course is over without them, they gave up their place, or the programme has "
            "ended before they got one."
        ),
    ]
    if found["rebuilding"]:
        notes = [_("These figures are being gathered anew and are not complete yet."), *notes]
    return Table(
        "drop-out",
        _("How far people came, and where they left"),
        [_("Part"), _("Came so far"), _("Went on"), _("May still go on"), _("Left after it")],
        rows if any(each["came"] for each in found["parts"]) else [],
        notes,
    )


def _number(people: int | None) -> int | str:
    return "" if people is None else people
