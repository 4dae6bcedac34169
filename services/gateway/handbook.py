"""What the pages of the handbook have in common."""

from typing import Any

from babel import Locale, UnknownLocaleError
from flask import Response, g, make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.gateway import formats, markdown
from shared.contracts import handbook as contract
from shared.errors import NotFound

KINDS_OF_STATE = {"draft": "wait", "published": "ok", "withdrawn": "stop"}
KINDS_OF_CONTRIBUTION = {"waiting": "wait", "accepted": "ok", "declined": "stop"}
KEPT_SECONDS = 300
LICENCE_PAGES = {
    "cc_by_4": "https://creativecommons.org/licenses/by/4.0/",
    "cc_by_sa_4": "https://creativecommons.org/licenses/by-sa/4.0/",
    "cc_by_nc_4": "https://creativecommons.org/licenses/by-nc/4.0/",
    "cc0_1": "https://creativecommons.org/publicdomain/zero/1.0/",
}


def known(language: str) -> str:
    """A language of the handbook; there are no pages in any other."""
    if language not in contract.languages():
        raise NotFound()
    return language


def name_of(language: str) -> str:
    """As who reads it calls it: Suomi."""
    try:
        found = Locale.parse(language).get_language_name(language)
    except (ValueError, UnknownLocaleError):
        found = None
    return (found or formats.term(language, "handbook_languages")).capitalize()


def kinds() -> list[tuple[str, str]]:
    return [(kind, formats.label(kind, "chapter_kind")) for kind in contract.KINDS]


def states() -> list[tuple[str, str]]:
    return [(state, formats.label(state, "text_state")) for state in contract.TEXT_STATES]


def parts_of(text: dict[str, Any]) -> list[dict[str, Any]]:
    """name, label and HTML of each part of a chapter, in the order of its template."""
    return [
        {"name": name, "label": formats.label(name, "chapter_part"), "html": markdown.html(text["parts"].get(name))}
        for name in contract.PARTS[text["kind"]]
    ]


def about(edition: dict[str, Any]) -> str:
    """Chapter on a theme, Identity"""
    return f"{formats.label(edition['kind'], 'chapter_kind')}, {term_of_any_city(edition['theme'], 'themes')}"


def term_of_any_city(code: str, taxonomy: str) -> str:
    """Each city edits its lists: what is in none of ours is said as it is written, `street_food` as Street food."""
    known = formats.term(code, taxonomy)
    return known if known != code else code.replace("_", " ").replace("-", " ").capitalize()


def lineage_of(text: dict[str, Any]) -> list[str]:
    """What it was made from in other cities, the nearest first."""
    lines = [
        _("%(city)s, version %(number)s", city=each["city_name"], number=each["number"]) for each in text["lineage"]
    ]
    return lines[::-1]


def edition_line(edition: dict[str, Any]) -> str:
    day = formats.short_day(edition["published_at"].date())
    return _("Version %(number)s, %(day)s", number=edition["number"], day=day)


def to_keep(page: str | Response) -> ResponseReturnValue:
    """For who has not signed in the same page is the same for a while; their browser asks only whether it changed."""
    response = make_response(page)
    if g.visitor is not None:
        return response
    response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    response.vary.update(("Cookie", "Accept-Language"))
    response.add_etag()
    return response.make_conditional(request)
