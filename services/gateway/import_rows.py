"""The lines of a list of people as a page shows them: what each holds, what is wrong with it, what it would change."""

from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.gateway import areas, errors, formats, languages
from services.gateway.formats import PERSON, PERSON_TAXONOMIES

# What needs a person's attention comes first.
ORDER = ("error", "update", "new", "same")

COLUMNS = PERSON | {
    "areas": _l("Areas"),
    "line_manager": _l("Line manager"),
}


def first_what_needs_attention(row: dict[str, Any]) -> tuple[int, int]:
    return ORDER.index(row["outcome"]), row["line"]


def shown(row: dict[str, Any]) -> dict[str, Any]:
    return {
        **row,
        "said": [_said(column, row[column]) for column in COLUMNS if column not in ("name", "email")],
        "wrong": [
            {"column": COLUMNS[column], "cell": row[column], "message": _message(column, code)}
            for column, code in row["errors"].items()
        ],
        "changed": [
            {"column": COLUMNS[column], "before": _said(column, before), "after": _said(column, row[column])}
            for column, before in row["changes"].items()
        ],
    }


def _message(column: str, code: str) -> str:
    if code == "not_a_choice":
        return _("Use one of these: %(words)s", words=", ".join(allowed(column)))
    return errors.field_sentence(code)


def allowed(column: str) -> list[str]:
    """The words that a column may hold, if it may not hold all."""
    if column == "areas":
        return [area["name"] for area in areas.known()]
    if column == "language":
        return [name for _code, name in languages.available(current_app.config["CITY"])]
    return [label for _code, label in formats.choices(PERSON_TAXONOMIES[column])] if column in PERSON_TAXONOMIES else []


def _said(column: str, value: str | None) -> str:
    """A code as its label; what the file says in words stays as it is."""
    return formats.term(value, PERSON_TAXONOMIES[column]) if value and column in PERSON_TAXONOMIES else value or ""
