"""The field's own lists (sectors, techniques, ...), as data: a code and its label in each language.

A city edits them by a folder of its own, named in the setting TAXONOMIES_DIR: a file there replaces ours.
"""

import json
import os
from functools import cache
from pathlib import Path

OURS = Path(__file__).parent
FALLBACK_LANGUAGE = "en"


@cache
def entries(taxonomy: str) -> dict[str, dict[str, str]]:
    """code -> {language: label}, in the order of the file."""
    own = Path(os.environ.get("TAXONOMIES_DIR", OURS)) / f"{taxonomy}.json"
    path = own if own.exists() else OURS / f"{taxonomy}.json"
    return json.loads(path.read_text(encoding="utf-8"))


def codes(taxonomy: str) -> tuple[str, ...]:
    return tuple(entries(taxonomy))


def label(taxonomy: str, code: str, language: str) -> str:
    """The label in `language`, else in English; a code that a city has dropped since is shown as it is."""
    labels = entries(taxonomy).get(code, {})
    return labels.get(language) or labels.get(FALLBACK_LANGUAGE) or code


def choices(taxonomy: str, language: str) -> list[tuple[str, str]]:
    return [(code, label(taxonomy, code, language)) for code in codes(taxonomy)]
