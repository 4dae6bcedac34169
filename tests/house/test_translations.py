"""Every text that a person sees is there in every language in which its page is there, and no other is."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from services.gateway import languages
from services.gateway.app import create_app
from shared import taxonomies
from shared.languages import LANGUAGES, PUBLIC
from tests import machine

ROOT = Path(__file__).parents[2]
CATALOGS = sorted(ROOT.glob("services/*/translations/*/LC_MESSAGES/messages.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)\w|%%|\{\w*\}")

of_each_catalog = pytest.mark.parametrize(
    "path", CATALOGS, ids=lambda path: f"{path.parents[3].name}-{path.parents[1].name}"
)


def catalog(path: Path) -> Catalog:
    with path.open("rb") as po:
        return read_po(po)


def translated(path: Path) -> Iterator[Message]:
    """All but the first, which is the header."""
    return (message for message in catalog(path) if message.id)


def texts_in_code(path: Path) -> set[str | tuple[str, str]]:
    """As `make messages` finds them for a catalog: of all pages, or of those that are there in its language."""
    service, language = path.parents[3], path.parents[1].name
    public = service / "babel-public.cfg"
    mapping = public if language in PUBLIC and public.exists() else ROOT / "services/gateway/babel.cfg"
    with mapping.open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(service, methods, options, keywords={**DEFAULT_KEYWORDS, "_l": None})
    return {text for _file, _line, text, _comments, _context in found}


def forms(message: Message) -> list[str]:
    """One text, or one for each number that the language knows."""
    return list(message.string) if message.pluralizable else [message.string]


def test_the_services_that_speak_to_people_have_translations():
    """English is in the code."""
    found = {(path.parents[3].name, path.parents[1].name) for path in CATALOGS}
    assert found == {(service, code) for service in ("gateway", "notifications") for code in {*LANGUAGES} - {"en"}}


def test_where_texts_are_looked_for_there_are_files():
    mapping = (ROOT / "services/gateway/babel-public.cfg").read_text(encoding="utf-8")
    named = re.findall(r"^\[\w+: (.+)\]$", mapping, re.MULTILINE)
    assert [pattern for pattern in named if not [*(ROOT / "services/gateway").glob(pattern)]] == []
    assert len({*named}) == len(named)


def test_the_texts_of_a_page_that_is_there_in_every_language_are_looked_for():
    """What such a module says; that its templates are looked for is seen by looking at the pages."""
    mapping = (ROOT / "services/gateway/babel-public.cfg").read_text(encoding="utf-8")
    app = create_app(machine.city(postgres_url="postgresql://nowhere.invalid/none"))
    blueprints = [app.blueprints[name] for name in languages.PUBLIC if "." not in name]
    modules = {blueprint.import_name.removeprefix("services.gateway.").replace(".", "/") for blueprint in blueprints}
    assert {module for module in modules if f"[python: {module}.py]" not in mapping} == set()


@of_each_catalog
def test_every_text_in_the_code_is_in_the_catalog_and_nothing_else_is(path):
    in_code, in_catalog = texts_in_code(path), {message.id for message in translated(path)}
    assert in_code, "nothing was extracted"
    assert in_code - in_catalog == set(), "run `make messages` and translate what it adds"
    assert in_catalog - in_code == set(), "run `make messages`, which drops what is not used any more"
    assert catalog(path).obsolete == {}


@of_each_catalog
def test_every_text_is_translated_and_no_translation_is_a_guess(path):
    assert [message.id for message in translated(path) if not all(forms(message))] == []
    assert [message.id for message in translated(path) if message.fuzzy] == []


@of_each_catalog
def test_a_translation_has_a_form_for_every_number(path):
    wanted = catalog(path).num_plurals
    plural = [message for message in translated(path) if message.pluralizable]
    assert [message.id for message in plural if len(message.string) != wanted] == []


@of_each_catalog
def test_a_translation_keeps_the_placeholders_of_the_text(path):
    def differ(message: Message) -> bool:
        originals = message.id if message.pluralizable else [message.id]
        allowed = [sorted(PLACEHOLDER.findall(text)) for text in originals]
        return any(sorted(PLACEHOLDER.findall(text)) not in allowed for text in forms(message))

    assert [message.id for message in translated(path) if differ(message)] == []


@of_each_catalog
def test_a_translation_is_said_in_as_many_lines_and_ends_as_the_text_does(path):
    def shape(text: str) -> tuple[int, str, bool]:
        return text.count("\n"), text[-1:] if text[-1:] in ".?!:,” " else "", text.startswith(" ")

    odd = [
        message.id
        for message in translated(path)
        if shape(forms(message)[0]) != shape(message.id[0] if message.pluralizable else message.id)
    ]
    assert odd == []


@pytest.mark.parametrize("path", sorted(taxonomies.OURS.glob("*.json")), ids=lambda path: path.stem)
def test_every_term_of_a_taxonomy_has_a_label_in_every_language(path):
    labels = taxonomies.entries(path.stem)
    assert labels
    assert {code for code, label in labels.items() if not all(label.get(language) for language in LANGUAGES)} == set()


@pytest.mark.parametrize("path", sorted(ROOT.glob("services/feedback/questions/*.json")), ids=lambda path: path.stem)
def test_every_survey_is_written_in_every_language(path):
    def texts(part: Any) -> Iterator[dict[str, str]]:
        """Whatever is said by language, at any depth."""
        for each in part.values() if isinstance(part, dict) else part if isinstance(part, list) else []:
            if isinstance(each, dict) and set(LANGUAGES) & set(each):
                yield each
            else:
                yield from texts(each)

    found = list(texts(json.loads(path.read_text(encoding="utf-8"))))
    assert found
    assert [text for text in found if not all(text.get(language) for language in LANGUAGES)] == []
