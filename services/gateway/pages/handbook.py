"""The handbook as everybody reads it: no account, one question to the services a page, kept by browsers."""

from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.gateway import formats, handbook, printing
from services.gateway.clients import bus
from services.gateway.visitor import public
from shared.contracts import handbook as contract
from shared.errors import NotFound

pages = Blueprint("handbook", __name__)

FILTERS = ("q", "theme", "kind", "language")


@pages.get("/handbook")
@public
def index() -> ResponseReturnValue:
    """In the reader's language; where they ask for one, what there is in that language alone."""
    wanted = {name: request.args.get(name) or None for name in FILTERS}
    language = wanted["language"] or _a_language_of_ours()
    asked = {**wanted, "language": language, "nothing_else": bool(wanted["language"])}
    found = bus().ask(contract.contents, **asked, page=request.args.get("page", 1))
    page = render_template(
        "handbook/index.html",
        entries=found["items"],
        page=found["page"],
        pages=found["pages"],
        total=found["total"],
        wanted=wanted,
        themes=formats.choices("themes"),
        kinds=handbook.kinds(),
        offered=formats.choices("handbook_languages"),
        file_language=language,
        about=handbook.about,
        edition_line=handbook.edition_line,
        name_of=handbook.name_of,
        practitioners=contract.PRACTITIONERS,
    )
    return handbook.to_keep(page)


@pages.get("/handbook/chapters/<uuid:chapter_id>/<language>")
@public
def chapter(chapter_id: UUID, language: str) -> ResponseReturnValue:
    found = bus().ask(contract.published_chapter, chapter_id=chapter_id, language=handbook.known(language))
    page = render_template(
        "handbook/chapter.html",
        chapter=found,
        parts=handbook.parts_of(found),
        about=handbook.about(found),
        edition=handbook.edition_line(found),
        lineage=handbook.lineage_of(found),
        licence_page=handbook.LICENCE_PAGES.get(found["licence"]),
        name_of=handbook.name_of,
    )
    return handbook.to_keep(page)


@pages.get("/handbook/chapters/<uuid:chapter_id>/<language>/chapter.pdf")
@public
def chapter_on_paper(chapter_id: UUID, language: str) -> ResponseReturnValue:
    found = bus().ask(contract.published_chapter, chapter_id=chapter_id, language=handbook.known(language))
    return _on_paper([found], language, found["title"])


@pages.get("/handbook/<language>/handbook.pdf")
@public
def on_paper(language: str) -> ResponseReturnValue:
    found = bus().ask(contract.whole_handbook, language=handbook.known(language))["chapters"]
    if not found:
        raise NotFound()
    return _on_paper(found, language, None)


def _on_paper(chapters: list[dict], language: str, title: str | None) -> ResponseReturnValue:
    """`title`: of the only chapter; without one it is the whole handbook, with a table of contents."""
    made = printing.pdf(
        "handbook/print.html",
        language=language,
        file_name=_("handbook-%(language)s", language=language) + ".pdf",
        keep=title is None,
        chapters=chapters,
        title=title,
        parts_of=handbook.parts_of,
        about=handbook.about,
        edition_line=handbook.edition_line,
        lineage_of=handbook.lineage_of,
    )
    return handbook.to_keep(made)


def _a_language_of_ours() -> str | None:
    language = formats.language()
    return language if language in contract.languages() else None
