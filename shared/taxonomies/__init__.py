"""The field's own lists (sectors, techniques, ...), as data: a code and its label in each language.

A city edits them by a folder of its own, named in the setting TAXONOMIES_DIR: a file there replaces ours. An entry may
bring a card, `{"stages": [...], "en": {"purpose": ..., "not_when": ..., "phrase": ...}, "nl": ...}`, and steps,
`[{"minutes": ..., "en": {...}, "nl": {...}}]`.
"""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

OURS = Path(__file__).parent
FALLBACK_LANGUAGE = "en"
CARD = "card"
STEPS = "steps"


@cache
def _file(taxonomy: str) -> dict[str, dict[str, Any]]:
    own = Path(os.environ.get("TAXONOMIES_DIR", OURS)) / f"{taxonomy}.json"
    path = own if own.exists() else OURS / f"{taxonomy}.json"
    return json.loads(path.read_text(encoding="utf-8"))


@cache
def entries(taxonomy: str) -> dict[str, dict[str, Any]]:
    """code -> {language: label}, in the order of the file. Some say more of a code than its labels."""
    return {
        code: {name: said for name, said in entry.items() if name not in (CARD, STEPS)}
        for code, entry in _file(taxonomy).items()
    }


def codes(taxonomy: str) -> tuple[str, ...]:
    return tuple(entries(taxonomy))


def label(taxonomy: str, code: str, language: str) -> str:
    """The label in `language`, else in English; a code that a city has dropped since is shown as it is."""
    labels = entries(taxonomy).get(code, {})
    return labels.get(language) or labels.get(FALLBACK_LANGUAGE) or code


def choices(taxonomy: str, language: str) -> list[tuple[str, str]]:
    return [(code, label(taxonomy, code, language)) for code in codes(taxonomy)]


def card(taxonomy: str, code: str, language: str) -> dict[str, Any] | None:
    """What it says in `language`, else in English, and what it says in none; None where an entry has no card."""
    found = _file(taxonomy).get(code, {}).get(CARD)
    if found is None:
        return None
    in_none = {name: said for name, said in found.items() if not isinstance(said, dict)}
    return {"stages": [], **in_none, **(found.get(language) or found.get(FALLBACK_LANGUAGE) or {})}


def steps(taxonomy: str, code: str, language: str = FALLBACK_LANGUAGE) -> list[dict[str, Any]]:
    """Of something that is done in steps: the `minutes` of each, and what is said of it."""
    found = _file(taxonomy).get(code, {}).get(STEPS, [])
    return [{"minutes": step["minutes"], **(step.get(language) or step[FALLBACK_LANGUAGE])} for step in found]
