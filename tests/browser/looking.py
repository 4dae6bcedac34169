"""What may be wrong with a page as it stands in the browser, each as one sentence."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from babel.messages.pofile import read_po
from playwright.sync_api import Page

from deploy.local.program import ROOT

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = Axe().axe_script
OPTIONS = {"resultTypes": ["violations"], "preload": False, "runOnly": {"type": "tag", "values": RULES}}

# The texts a reader meets: what stands in the page, what is read out, what is in its fields and on its tab.
READ = """() => {
  const seen = [document.title]
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement
    if (!parent.closest("script, style, noscript, code, pre, textarea, [hidden]")) seen.push(walker.currentNode.data)
  }
  for (const one of document.querySelectorAll("[aria-label], [title], [alt], [placeholder]"))
    for (const name of ["aria-label", "title", "alt", "placeholder"])
      if (one.hasAttribute(name)) seen.push(one.getAttribute(name))
  for (const one of document.querySelectorAll("input:not([type=hidden]), textarea:not([hidden])"))
    if (!["radio", "checkbox", "file"].includes(one.type)) seen.push(one.value)
  return {
    texts: seen.map(text => text.replace(/\\s+/g, " ").trim()).filter(text => text),
    language: document.documentElement.lang,
    headings: [...document.querySelectorAll("h1")].map(one => one.innerText.trim()),
    ids: [...document.querySelectorAll("[id]")].map(one => one.id),
    labels: [...document.querySelectorAll("label[for]")].map(one => one.htmlFor),
  }
}"""

WIDTH = """() => {
  const page = document.scrollingElement, room = window.innerWidth
  if (page.scrollWidth <= room) return null
  const outside = [...document.body.querySelectorAll("*")].filter(one => one.getBoundingClientRect().right > room + 1)
  return `${page.scrollWidth} px wide: ${outside.slice(0, 3).map(one => one.outerHTML.slice(0, 120)).join(" ")}`
}"""

UUID = re.compile(r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b", re.IGNORECASE)
# A code of ours, a text that was not filled in, and what Python and Jinja make of nothing.
UNSAID = re.compile(r"(?<![\w@./-])[a-z]+(?:_[a-z]+)+(?![\w@./-])|%\([a-z_]+\)|\{\{|<[A-Za-z]+ object")
NOTHING = re.compile(r"\bNone\b|\bFalse\b")  # in English also a good word


@dataclass(frozen=True)
class Read:
    """What a reader finds in a page."""

    texts: list[str]
    language: str
    headings: list[str]
    ids: list[str]
    labels: list[str]


def read(page: Page) -> Read:
    return Read(**page.evaluate(READ))


def wrong_in_the_content(found: Read, language: str) -> Iterator[str]:
    if found.language != language:
        yield f"it says that its language is {found.language}"
    if len(found.headings) != 1 or not found.headings[0]:
        yield f"it has {len(found.headings)} main headings: {found.headings}"
    yield from (f"the id {one} stands there {count} times" for one, count in Counter(found.ids).items() if count > 1)
    yield from (f"a label is for {one}, which is not there" for one in set(found.labels) - set(found.ids))
    for text in found.texts:
        yield from (f"it shows {one!r} in {text!r}" for one in UUID.findall(text) + UNSAID.findall(text))
    if language != "en":
        yield from (f"it shows nothing as {text!r}" for text in found.texts if NOTHING.search(text))
        yield from (f"it says in English: {text!r}" for text in in_english(found.texts, language))


def too_wide(page: Page) -> Iterator[str]:
    """Whether one has to scroll sideways."""
    found = page.evaluate(WIDTH)
    if found:
        yield found


def inaccessible(page: Page) -> Iterator[str]:
    """What axe finds by WCAG 2.2 AA and its best practices."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    for violation in page.evaluate("options => axe.run(options).then(found => found.violations)", OPTIONS):
        where = "; ".join(_place(node) for node in violation["nodes"][:3])
        yield f"{violation['id']}: {violation['help']}: {where}"


def _place(node: dict[str, Any]) -> str:
    return f"{node['html'][:160]} ({' '.join(node['failureSummary'].split())[:200]})"


def in_english(texts: Iterable[str], language: str) -> list[str]:
    """Those that the catalogue of a language promises to say in it."""
    whole, patterns = english(language)
    return [text for text in texts if text in whole or any(pattern.fullmatch(text) for pattern in patterns)]


@cache
def english(language: str) -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """English texts that have another wording in a language: those without blanks to fill in, and the others."""
    with (ROOT / f"services/gateway/translations/{language}/LC_MESSAGES/messages.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    told: list[str] = []
    others: set[str] = set()
    for message in catalogue:
        english_forms, other_forms = _forms(message.id), _forms(message.string)
        others |= {_plain(form) for form in other_forms}
        told += [form for form in english_forms if form and all(other_forms)]
    promised = {form for form in told if _plain(form) not in others}
    whole = frozenset(_plain(form) for form in promised if "%(" not in form)
    blanks = [re.split(r"%\(\w+\)[sd]", form) for form in promised if "%(" in form]
    telling = [parts for parts in blanks if len("".join(parts)) > 8]
    return whole, tuple(re.compile(".+".join(re.escape(_plain(part)) for part in parts)) for parts in telling)


def _forms(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def _plain(text: str) -> str:
    """As a browser shows it."""
    return text.replace("%%", "%").replace("\n", " ")
