"""Which language a page is in: the visitor's own, else the one chosen here, else the browser's, else the city's.

Every page is there in the whole languages. In the others there is only what the public reads, participants and partners
answer, and the handbook with its editing (PUBLIC); no page mixes languages.
"""

from collections.abc import Iterable

from babel import Locale
from flask import Flask, g, request, session
from flask_babel import Babel

from services.gateway.visitor import is_api
from shared.languages import WHOLE
from shared.settings import Settings

# Days and times as people here write them: English is that of Europe.
EUROPEAN = {"en": "en_GB"}

# Blueprints and single pages that are there in every language. Their texts are those of the files in babel-public.cfg.
PUBLIC = frozenset(
    {
        "accounts",
        "calendar",
        "chapters",
        "check_in",
        "contributions",
        "council.index",
        "council.show",
        "courses",
        "digests",
        "feedback",
        "handbook",
        "manual",
        "my",
        "nominations",
        "offers",
        "places",
        "questions.ask",
        "questions.enter_code",
        "questions.thanks",
        "reflections",
        "shares",
        "site",
        "techniques",
        "verification",
    }
)


def named(codes: Iterable[str]) -> list[tuple[str, str]]:
    """(code, its own name for itself)"""
    return [(code, (Locale.parse(code).get_language_name(code) or code).capitalize()) for code in codes]


def available(settings: Settings) -> list[tuple[str, str]]:
    """What a person of this city may choose."""
    return named(settings.languages)


def is_public() -> bool:
    """Whether what was asked for is there in every language; so is the page that says that there is no such page."""
    if is_api(request):
        return False
    return request.endpoint is None or not PUBLIC.isdisjoint((request.endpoint, request.blueprint))


def of_this_page(settings: Settings) -> tuple[str, ...]:
    """In which it is there; English where the city has named no whole language."""
    if is_public():
        return settings.languages
    return tuple(code for code in settings.languages if code in WHOLE) or ("en",)


def choose(settings: Settings) -> str:
    offered = of_this_page(settings)
    visitor = g.get("visitor")
    chosen = visitor.language if visitor else (None if is_api(request) else session.get("language"))
    if chosen in offered:
        return chosen
    return request.accept_languages.best_match(offered) or offered[0]


def install(app: Flask, settings: Settings) -> None:
    Babel(
        app,
        default_locale=settings.default_language,
        default_timezone=settings.time_zone,
        locale_selector=lambda: EUROPEAN.get(choose(settings), choose(settings)),
        timezone_selector=lambda: settings.time_zone,
    )
