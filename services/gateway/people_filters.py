"""What people are looked for by: what stands in their record, and what they do in a programme of the visitor's."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.gateway import formats
from services.gateway.clients import bus
from shared.access import ROLES
from shared.contracts import identity, trainings

OF_THE_RECORD = ("q", "organisation_id", "sector", "level", "role", "lacking")
OF_THE_PROGRAMME = ("programme_id", "group_id", "part")
FILTERS = (*OF_THE_RECORD, *OF_THE_PROGRAMME)
MOST_AT_ONCE = 1_000  # people of one answer
MOST_PEOPLE = 5_000
MOST_GROUPS = 200

PARTS = {
    "completed": _l("Completed the course"),
    "not_completed": _l("Not completed yet"),
    "grouped": _l("In a group"),
    "no_group": _l("In no group yet"),
}
ASKS = {
    "completed": {"completed": True},
    "not_completed": {"completed": False},
    "grouped": {"grouped": True},
    "no_group": {"grouped": False},
}
LACKING = {"sector": _l("The sector"), "level": _l("The level"), "either": _l("The sector or the level")}


def given(args: Mapping[str, str]) -> dict[str, Any]:
    """What was filled in of the filters, as typed."""
    return {name: value for name in FILTERS if (value := (args.get(name) or "").strip())}


def request_of(wanted: Mapping[str, str]) -> dict[str, Any]:
    """For `identity.people`. Who takes part in a programme is asked of trainings first, for its coordinators."""
    asked: dict[str, Any] = {name: wanted[name] for name in OF_THE_RECORD if name in wanted}
    if "programme_id" in wanted:
        part = ASKS.get(wanted.get("part", ""), {})
        group = {"group_id": wanted["group_id"]} if "group_id" in wanted else {}
        asked |= bus().ask(trainings.participants, programme_id=wanted["programme_id"], **group, **part)
    return asked


def all_pages(asked: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Everybody who matches, a page of an answer at a time."""
    number, pages = 1, 1
    while number <= min(pages, MOST_PEOPLE // MOST_AT_ONCE):
        page = bus().ask(identity.people, **asked, page=number, per_page=MOST_AT_ONCE)
        yield from page["items"]
        number, pages = number + 1, page["pages"]


def fields(
    wanted: Mapping[str, str], organisations: list[dict[str, Any]], programmes: Mapping[UUID, str]
) -> list[dict[str, Any]]:
    """For `ui.filter_bar`."""
    everywhere = [("", _("All"))]
    found: list[dict[str, Any]] = [
        {"name": "q", "label": _("Name, address or organisation")},
        {
            "name": "organisation_id",
            "label": _("Organisation"),
            "options": everywhere + [(one["id"], one["name"]) for one in organisations],
        },
        {"name": "sector", "label": _("Sector"), "options": everywhere + formats.choices("sectors")},
        {"name": "level", "label": _("Level"), "options": everywhere + formats.choices("levels")},
        {
            "name": "role",
            "label": _("Role"),
            "options": everywhere + [(role, formats.label(role, "role")) for role in ROLES],
        },
        {"name": "lacking", "label": _("Not known is"), "options": [("", _("Does not matter")), *LACKING.items()]},
    ]
    if programmes:
        found.append({"name": "programme_id", "label": _("Programme"), "options": [*everywhere, *programmes.items()]})
        found.append({"name": "part", "label": _("In the programme"), "options": [*everywhere, *PARTS.items()]})
    if "programme_id" in wanted and programmes:
        groups = bus().ask(trainings.groups, programme_id=wanted["programme_id"], per_page=MOST_GROUPS)["items"]
        options = everywhere + [(group["id"], group["name"]) for group in groups]
        found.append({"name": "group_id", "label": _("Group"), "options": options})
    return [each | {"value": wanted.get(each["name"])} for each in found]
