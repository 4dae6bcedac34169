"""The questions of a survey, from the data files, and whether given answers fit them.

`items.json` words each question once, whatever wave asks it; a wave's own file lists, in versions, which it asks. What
a survey has asked is never changed: other words are another item, another choice is another version at the end of the
file. So the same code means the same words, and answers can be compared from wave to wave.
"""

import json
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from services.feedback import rules
from shared import taxonomies
from shared.contracts import fields
from shared.contracts.base import Schema, load
from shared.contracts.feedback import WAVES
from shared.errors import Invalid

FILES = Path(__file__).parent / "questions"
LONGEST_TEXT = 2_000
PLAIN = {
    "hint": None,
    "low": None,
    "high": None,
    "required": False,
    "net_promoter_score": False,
    "sensitive": False,
    "taxonomy": None,
    "looks_back_on": None,
}
SHOWN = (
    *("code", "part", "looks_back_on", "sensitive", "kind"),
    *("label", "hint", "low", "high", "options", "required"),
)

Question = dict[str, Any]


@cache
def _file(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((FILES / f"{name}.json").read_text(encoding="utf-8"))
    return content


def versions(wave: str) -> list[int]:
    return [version["version"] for version in _file(wave)["versions"]]


def newest_version(wave: str) -> int:
    return max(versions(wave))


def wording(wave: str, version: int) -> list[Question]:
    """The questions as the files have them: options, which belong to a taxonomy, are not in it."""
    [parts] = [each["parts"] for each in _file(wave)["versions"] if each["version"] == version]
    return [_worded(code, part) for part in parts for code in part["items"]]


def _worded(code: str, part: dict[str, Any]) -> Question:
    """A part may have a hint of its own for all its questions."""
    hint = {"hint": part["hint"]} if "hint" in part else {}
    return PLAIN | _file("items")[code] | hint | {"code": code, "part": part["part"]}


def questions(wave: str, version: int) -> list[Question]:
    return [question | {"options": _options(question["taxonomy"])} for question in wording(wave, version)]


@cache
def items() -> dict[str, Question]:
    """Every question that a wave may ask, whichever."""
    return {code: PLAIN | item | {"code": code} for code, item in _file("items").items()}


def ever_asked() -> list[Question]:
    """Every question of every wave, once, in the order of asking."""
    found: dict[str, Question] = {}
    for wave in WAVES:
        for version in reversed(versions(wave)):
            for question in questions(wave, version):
                found.setdefault(question["code"], question)
    return list(found.values())


def as_asked(question: Question) -> Question:
    """What the contract shows of a question."""
    return {name: question[name] for name in SHOWN}


def checked(wave: str, version: int, answers: Any) -> dict[str, Any]:
    """The answers without those left out. Raises Invalid with the question's code as the field."""
    if not isinstance(answers, dict):
        raise Invalid({"answers": ["not_an_object"]})
    given = {code: value for code, value in answers.items() if not _is_left_out(value)}
    schema = Schema.from_dict({question["code"]: _field(question) for question in questions(wave, version)})
    try:
        return load(schema, given)
    except Invalid as invalid:
        raise Invalid(_by_question(invalid.fields)) from invalid


def fitting(wave: str, version: int, answers: Any) -> dict[str, Any]:
    """Of unfinished answers those that fit."""
    given = answers if isinstance(answers, dict) else {}
    found: dict[str, Any] = {}
    for question in questions(wave, version):
        code = question["code"]
        if not _is_left_out(given.get(code)):
            with suppress(Invalid):
                found |= load(Schema.from_dict({code: _field(question)}), {code: given[code]})
    return found


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
