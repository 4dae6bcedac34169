"""A line of an imported file: as a person's record, or with a code for each column that is wrong."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from marshmallow import ValidationError

from shared.contracts import fields
from shared.contracts.base import flatten
from shared.contracts.identity import PersonFields
from shared.taxonomies import entries

COLUMNS = ("name", "email", "language", "organisation", "sector", "level", "line_manager")
# The columns that take a code or its label in any language.
TAXONOMIES = {"language": "languages", "sector": "sectors", "level": "levels"}
BETWEEN_AREAS = re.compile(r"[;,\n]")


class Record(PersonFields):
    """The line manager by their address, who may be somebody of the same file."""

    class Meta:
        exclude = ("line_manager_id",)

    line_manager = fields.Email(load_default=None, allow_none=True)


def check(lines: list[dict[str, Any]], areas: Sequence[Mapping[str, Any]] = ()) -> list[dict[str, Any]]:
    """Each line with its `record`, its `errors`, or both. `areas` have an id and a name."""
    schema = Record()
    ids = {area["name"].casefold(): str(area["id"]) for area in areas}
    seen: set[str] = set()
    checked = []
    for line in lines:
        record, errors = _read(schema, line, ids)
        email = record.get("email")
        if email in seen:
            errors["email"] = "twice_in_file"
        elif email is not None:
            seen.add(email)
        if email is not None and record.get("line_manager") == email:
            errors["line_manager"] = "own_line_manager"
        checked.append({**line, "record": record, "errors": errors})
    return checked


def _read(schema: Record, line: dict[str, Any], areas: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    cells = {column: line[column] for column in COLUMNS}
    for column, taxonomy in TAXONOMIES.items():
        cells[column] = _by_label(taxonomy).get(cells[column].casefold(), cells[column])
    named = [name.strip().casefold() for name in BETWEEN_AREAS.split(line["areas"]) if name.strip()]
    errors = {} if areas.keys() >= set(named) else {"areas": "not_a_choice"}
    try:
        record = schema.load(cells)
    except ValidationError as error:
        errors |= {column: codes[0] for column, codes in flatten(error.normalized_messages()).items()}
        record = dict(error.valid_data or {})
    record["area_ids"] = list(dict.fromkeys(areas[name] for name in named if name in areas))
    return record, errors


@cache
def _by_label(taxonomy: str) -> dict[str, str]:
    """Code and labels, in lower case -> code."""
    return {name.casefold(): code for code, labels in entries(taxonomy).items() for name in (code, *labels.values())}
