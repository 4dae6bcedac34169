"""The Global Manual: what all cities share, as everybody reads it here, without an account."""

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from services.gateway import handbook
from services.gateway.clients import bus
from services.gateway.visitor import public
from shared.contracts import handbook as contract

pages = Blueprint("manual", __name__)

FILTERS = ("q", "city", "theme", "kind", "language")


@pages.get("/handbook/manual")
@public
def index() -> ResponseReturnValue:
    wanted = {name: request.args.get(name) or None for name in FILTERS}
    found, choices = bus().ask_together(
        (contract.manual, {**wanted, "page": request.args.get("page", 1)}), (contract.manual_choices, {})
    )
    page = render_template(
        "manual/index.html",
        entries=found["items"],
        page=found["page"],
        pages=found["pages"],
        total=found["total"],
        wanted=wanted,
        cities=[(each["code"], each["name"]) for each in choices["cities"]],
        themes=[(code, handbook.term_of_any_city(code, "themes")) for code in choices["themes"]],
        offered=[(code, handbook.name_of(code)) for code in choices["languages"]],
        kinds=handbook.kinds(),
        about=handbook.about,
        edition_line=_edition_line,
        name_of=handbook.name_of,
    )
    return handbook.to_keep(page)


@pages.get("/handbook/manual/<city>/<uuid:chapter_id>/<language>")
@public
def chapter(city: str, chapter_id: UUID, language: str) -> ResponseReturnValue:
    found = bus().ask(contract.manual_chapter, city=city, chapter_id=chapter_id, language=language)
    source = handbook.term_of_any_city(found["source"], "lesson_sources") if found["source"] else None
    page = render_template(
        "manual/chapter.html",
        chapter=found,
        parts=handbook.parts_of(found),
        about=handbook.about(found),
        source=source,
        edition=_edition_line(found),
        lineage=handbook.lineage_of(found),
        licence_page=handbook.LICENCE_PAGES.get(found["licence"]),
        name_of=handbook.name_of,
    )
    return handbook.to_keep(page)


def _edition_line(entry: dict[str, Any]) -> str:
    return handbook.edition_line({**entry, "published_at": entry["changed_at"]})
