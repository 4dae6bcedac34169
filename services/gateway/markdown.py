"""Markdown that people write, as HTML that does no harm: no HTML of their own, no pictures, links to the web alone."""

from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from markupsafe import Markup

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

# A text begins below the headings of the page that it stands in.
DEEPER = 2
DEEPEST = 6


def html(text: str | None) -> Markup:
    """Paragraphs, lists, quotations, tables, emphasis, links, and headings from the third level on."""
    return Markup(_parser().render(text or ""))  # noqa: S704  what the parser makes holds no HTML of the writer's


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # only where a text is shown

    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    parser.validateLink = _leads_to_the_web  # type: ignore[method-assign]
    parser.core.ruler.push("deeper_headings", _deepen)
    parser.core.ruler.push("harmless_links", _say_nothing_of_us)
    return parser


def _leads_to_the_web(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _deepen(state: object) -> None:
    for token in state.tokens:  # type: ignore[attr-defined]
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + DEEPER, DEEPEST)}"


def _say_nothing_of_us(state: object) -> None:
    for token in state.tokens:  # type: ignore[attr-defined]
        for child in token.children or ():
            if child.type == "link_open":
                child.attrSet("class", "govuk-link")
                child.attrSet("rel", "nofollow noopener noreferrer ugc")
