"""A line of an imported file: as a person's record, or with a code for each column that is wrong."""

from functools import cache
from typing import Any

from marshmallow import ValidationError

from shared.contracts.base import flatten
from shared.contracts.identity import PersonFields
from shared.taxonomies import entries

COLUMNS = ("name", "email", "language", "organisation", "sector", "level")
# The columns that take a code or its label in any language.
TAXONOMIES = {"language": "languages", "sector": "sectors", "level": "levels"}


def check(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each line with its `record`, its `errors`, or both."""
    schema = PersonFields()
    seen: set[str] = set()
    checked = []
    for line in lines:
        record, errors = _read(schema, line)
        email = record.get("email")
        if email in seen:
            errors["email"] = "twice_in_file"
        elif email is not None:
            seen.add(email)
        checked.append({**line, "record": record, "errors": errors})
    return checked


def _read(schema: PersonFields, line: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    cells = {column: line[column] for column in COLUMNS}
    for column, taxonomy in TAXONOMIES.items():
        cells[column] = _by_label(taxonomy).get(cells[column].casefold(), cells[column])
    try:
        return schema.load(cells), {}
    except ValidationError as error:
        errors = {column: codes[0] for column, codes in flatten(error.normalized_messages()).items()}
        return dict(error.valid_data or {}), errors


@cache
def _by_label(taxonomy: str) -> dict[str, str]:
    """Code and labels, in lower case -> code."""
    return {name.casefold(): code for code, labels in entries(taxonomy).items() for name in (code, *labels.values())}
