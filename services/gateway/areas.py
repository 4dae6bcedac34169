"""The areas of the city, asked once for a page."""

from typing import Any
from uuid import UUID

from flask import g
from flask_babel import gettext as _

from services.gateway.clients import bus
from shared.contracts import municipalities


def known() -> list[dict[str, Any]]:
    """Id and name of each, in the order of the names."""
    if "areas" not in g:
        found = bus().ask(municipalities.areas)["areas"]
        g.areas = [{"id": area["id"], "name": area["name"]} for area in found]
    return g.areas


def names() -> dict[str, str]:
    """Id as text -> name, in the order of the names."""
    return named(known())


def named(found: list[dict[str, Any]]) -> dict[str, str]:
    return {str(area["id"]): area["name"] for area in found}


def name_of(area_id: UUID | str | None) -> str:
    return names().get(str(area_id)) or _("Area that is not known any more")
