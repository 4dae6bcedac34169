"""The handbook as its pages show it: what readers see, a translation whose original moved on, what partners sent."""

from typing import Any

from deploy.demo_data.filling import Filling
from shared.access import EDITOR
from shared.contracts.handbook import REDACTION_CHECKS
from tests.browser.exchange import places_of_the_exchange
from tests.city import City


def places_of_the_handbook(city: City, filling: Filling) -> dict[str, str]:
    editor = filling.as_role[EDITOR]
    chapters = editor("GET", "/handbook/editing", per_page=200)["items"]
    sent = {each["source"]: each["id"] for each in editor("GET", "/handbook/contributions")["items"]}
    chapter = next(each["id"] for each in chapters if len(each["texts"]) > 1)
    lesson = _first(chapters, "lesson", "published")
    exchange = places_of_the_exchange(city, filling, chapter, lesson)
    _move_on(editor, chapter)
    link = {"partner": "Sportclub Zuid", "theme": "identity", "language": "nl"}
    return {
        "chapter": chapter,
        "lesson": lesson,
        "draft_chapter": _first(chapters, "lesson", "draft"),
        "contribution": sent["partner"],
        "lesson_of_a_colleague": sent["session"],
        "partner_token": editor("POST", "/handbook/partner-links", step="pages", **link)["token"],
        **exchange,
    }


def _first(chapters: list[dict[str, Any]], kind: str, state: str) -> str:
    return next(each["id"] for each in chapters if each["kind"] == kind and each["texts"][0]["state"] == state)


def _move_on(editor: Any, chapter: str) -> None:
    """The original gets a second edition, and is written on after that."""
    address = f"/handbook/editing/{chapter}/texts/nl"
    text = editor("GET", address)
    said = {name: text[name] for name in ("title", "summary", "attribution", "licence")}
    named = "Een collega uit het jongerenwerk, laten we zeggen Jan Jansen, deed het zo."
    for version, more in ((1, "Luister eerst."), (2, named)):
        parts = {**text["parts"], "expertise": f"{text['parts']['expertise']}\n\n{more}"}
        editor("PUT", address, step=f"version {version}", version=version, parts=parts, **said)
        if version == 1:
            told = {"version": 2, "confirmed": list(REDACTION_CHECKS), "note": "Luisteren komt eerst"}
            editor("POST", f"{address}/versions", step="second", **told)
