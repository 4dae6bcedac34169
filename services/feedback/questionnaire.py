"""The questions of a survey, from the data file, and whether given answers fit them.

A version that a survey has asked is never changed: another wording is another version at the end of the file.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from services.feedback import rules
from shared import taxonomies
from shared.contracts import fields
from shared.contracts.base import Schema, load
from shared.errors import Invalid

FILE = Path(__file__).parent / "questions" / "t1.json"
LONGEST_TEXT = 2_000

Question = dict[str, Any]


@cache
def _versions() -> dict[int, list[Question]]:
    content = json.loads(FILE.read_text(encoding="utf-8"))
    return {version["version"]: version["questions"] for version in content["versions"]}


def newest_version() -> int:
    return max(_versions())


def questions(version: int) -> list[Question]:
    return [
        {"hint": None, "low": None, "high": None, "required": False, "net_promoter_score": False}
        | question
        | {"options": _options(question.get("taxonomy"))}
        for question in _versions()[version]
    ]


def as_asked(question: Question) -> Question:
    """What the contract shows of a question."""
    return {name: question[name] for name in ("code", "kind", "label", "hint", "low", "high", "options", "required")}


def checked(version: int, answers: Any) -> dict[str, Any]:
    """The answers without those left out. Raises Invalid with the question's code as the field."""
    if not isinstance(answers, dict):
        raise Invalid({"answers": ["not_an_object"]})
    given = {code: value for code, value in answers.items() if not _is_left_out(value)}
    schema = Schema.from_dict({question["code"]: _field(question) for question in questions(version)})
    try:
        return load(schema, given)
    except Invalid as invalid:
        raise Invalid(_by_question(invalid.fields)) from invalid


def _options(taxonomy: str | None) -> list[dict[str, Any]]:
    if taxonomy is None:
        return []
    return [{"code": code, "label": labels} for code, labels in taxonomies.entries(taxonomy).items()]


def _is_left_out(value: Any) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def _field(question: Question) -> Any:
    required = question["required"]
    if question["kind"] == "scale":
        return fields.Number(max=rules.HIGHEST, required=required)
    if question["kind"] == "choices":
        codes = tuple(option["code"] for option in question["options"])
        return fields.Many(fields.Choice(codes), max=len(codes), required=required)
    return fields.Text(max=LONGEST_TEXT, required=required)


def _by_question(complaints: dict[str, list[str]]) -> dict[str, list[str]]:
    """A choice inside a list is complained about as `needs.0`; the page shows one field, `needs`."""
    merged: dict[str, list[str]] = {}
    for path, codes in complaints.items():
        known = merged.setdefault(path.partition(".")[0], [])
        known += [each for each in codes if each not in known]
    return merged
