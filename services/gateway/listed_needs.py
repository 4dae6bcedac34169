"""What people need, what is planned for it and what was told of it, as files."""

from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _l

from services.gateway.clients import bus
from services.gateway.exports import Table
from services.gateway.rows import Args, Row, given, in_pages, label, of, term
from shared.contracts import feedback


def _of_programme(args: Args) -> dict[str, Any]:
    return {"programme_id": args.get("programme_id")}


def _needs(args: Args) -> Iterator[Row]:
    for page in in_pages(feedback.needs, **_of_programme(args), **given(args, "state", "kind", "theme")):
        yield from page


def _planned_activities(args: Args) -> list[Row]:
    wanted = _of_programme(args) | given(args, "state")
    return bus().ask(feedback.planned_activities, **wanted)["activities"]


def _reports_back(args: Args) -> list[Row]:
    return bus().ask(feedback.reports_back, **_of_programme(args))["reports"]


TABLES = {
    "needs": Table(
        _l("Needs"),
        {
            _l("Need"): of("text"),
            _l("What is needed"): term("kind", "needs"),
            _l("Theme"): term("theme", "themes"),
            _l("Where it comes from"): label("origin", "need_origin"),
            _l("When"): term("wave", "survey_waves"),
            _l("Noted on"): of("noted_on"),
            _l("State"): label("state", "need_state"),
            _l("Why it will not be done"): of("reason"),
            _l("Activities"): of("activities"),
        },
        _needs,
    ),
    "planned_activities": Table(
        _l("Planned activities"),
        {
            _l("Activity"): of("title"),
            _l("Kind"): term("kind", "activity_kinds"),
            _l("Day"): of("planned_on"),
            _l("State"): label("state", "activity_state"),
            _l("Needs"): lambda row: "; ".join(need["text"] for need in row["needs"]),
        },
        _planned_activities,
    ),
    "reports_back": Table(
        _l("What we changed"),
        {
            _l("Published"): of("published_at"),
            _l("Text"): of("text"),
            _l("Needs"): lambda row: "; ".join(row["needs"]),
            _l("Mailed to"): of("readers"),
        },
        _reports_back,
    ),
}
