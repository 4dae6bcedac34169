"""What an intervision is called and how it goes, in the reader's language."""

from typing import Any
from uuid import UUID

from flask import current_app
from flask_babel import gettext as _
from icalendar import Event

from services.gateway import calendars, formats
from services.gateway.clients import Names
from shared import taxonomies
from shared.contracts.networks import INTERVISION_ROLES

METHODS = "intervision_methods"
KINDS = {"planned": "wait", "open": "busy", "ended": "ok", "cancelled": "stop"}


def name_of(intervision: dict[str, Any]) -> str:
    method = formats.term(intervision["method"], METHODS)
    return _("Intervision: %(method)s", method=method[:1].lower() + method[1:])


def steps_of(method: str, minutes: list[int] | None = None) -> list[dict[str, Any]]:
    """Each with its number, and the minutes that it got in the room."""
    found = taxonomies.steps(METHODS, method, formats.language())
    given = minutes or [step["minutes"] for step in found]
    return [{**step, "number": number, "minutes": given[number]} for number, step in enumerate(found[: len(given)])]


def methods() -> list[tuple[str, str]]:
    """With how long each takes."""
    return [
        (code, _("%(method)s, %(minutes)s minutes", method=label, minutes=_minutes(code))) for code, label in _all()
    ]


def purposes() -> dict[str, str]:
    return {
        code: (taxonomies.card(METHODS, code, formats.language()) or {}).get("purpose", "") for code, _name in _all()
    }


def people_of(at: list[dict[str, Any]], names: Names) -> list[dict[str, Any]]:
    """Who brings the case first, then the facilitator, then the others by name."""
    seats = {seat["person_id"]: seat for seat in at}
    people = [{**person, **seats[person["id"]]} for person in names.in_order(list(seats))]
    return sorted(people, key=lambda person: INTERVISION_ROLES.index(person["role"]))


def who_has(at: list[dict[str, Any]], role: str) -> UUID | None:
    return next((seat["person_id"] for seat in at if seat["role"] == role), None)


def entry(intervision: dict[str, Any], url: str) -> Event:
    """For a calendar file."""
    city = current_app.config["CITY"]
    return calendars.entry(intervision, name_of(intervision), url, city, revision=intervision["revision"])


def _all() -> list[tuple[str, str]]:
    return formats.choices(METHODS)


def _minutes(method: str) -> int:
    return sum(step["minutes"] for step in taxonomies.steps(METHODS, method))
