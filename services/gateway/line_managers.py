"""Choosing somebody's line manager on a form: searched for by name, chosen among who was found; needs no JavaScript.

`LOOKED_FOR` is what was typed, `FOUND` what the people on the form were found by. Where they differ, whoever sent the
form wants to search first: nothing is saved yet.
"""

from typing import Any
from uuid import UUID

from flask import request
from flask_babel import gettext as _
from wtforms import RadioField

from services.gateway import groups
from services.gateway.clients import bus
from shared.contracts import identity

LOOKED_FOR, FOUND = "manager_q", "manager_found"
MOST_FOUND = 10


def looked_for() -> str:
    return request.form.get(LOOKED_FOR, "").strip()


def is_search() -> bool:
    return looked_for() != request.form.get(FOUND, "")


def offer(field: RadioField, person_id: UUID | None = None) -> dict[str, Any]:
    """Gives the field its choices: nobody, who is chosen, and who was found; the rest is for the template."""
    chosen = _id(field.data)
    found = _found(looked_for()) if looked_for() else []
    others = [person for person in found if person["id"] not in (person_id, chosen)]
    people = [*([bus().names([chosen]).about(chosen)] if chosen else []), *others[:MOST_FOUND]]
    field.choices = [("", _("Not known"))] + [(str(person["id"]), person["name"]) for person in people]
    field.data = str(chosen) if chosen else ""
    return {
        "manager_q": looked_for(),
        "manager_hints": {str(person["id"]): groups.about(person) for person in people if groups.about(person)},
        "nobody_found": bool(looked_for()) and not others,
    }


def _id(value: Any) -> UUID | None:
    """What is no id was refused, and is nobody."""
    try:
        return UUID(str(value)) if value else None
    except ValueError:
        return None


def _found(q: str) -> list[dict[str, Any]]:
    return bus().ask(identity.people, q=q, per_page=MOST_FOUND + 2)["items"]
