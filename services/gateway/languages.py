"""Which language a page is in: the visitor's own, else the one chosen here, else the browser's, else the city's."""

from babel import Locale
from flask import Flask, g, request, session
from flask_babel import Babel

from services.gateway.visitor import is_api
from shared.settings import Settings

# Days and times as people here write them: English is that of Europe.
EUROPEAN = {"en": "en_GB"}


def available(settings: Settings) -> list[tuple[str, str]]:
    """(code, its own name for itself)"""
    return [(code, (Locale.parse(code).get_language_name(code) or code).capitalize()) for code in settings.languages]


def choose(settings: Settings) -> str:
    visitor = g.get("visitor")
    chosen = visitor.language if visitor else (None if is_api(request) else session.get("language"))
    if chosen in settings.languages:
        return chosen
    return request.accept_languages.best_match(settings.languages) or settings.default_language


def install(app: Flask, settings: Settings) -> None:
    Babel(
        app,
        default_locale=settings.default_language,
        default_timezone=settings.time_zone,
        locale_selector=lambda: EUROPEAN.get(choose(settings), choose(settings)),
        timezone_selector=lambda: settings.time_zone,
    )
