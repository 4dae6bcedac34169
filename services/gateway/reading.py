"""What to read before a session: chapters of the handbook, in the reader's language where they are there in it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from services.gateway import formats, handbook
from services.gateway.clients import bus
from shared.contracts import handbook as contract

MOST_OFFERED = 200
# A page does without the titles when the handbook does not answer.
TOLD_SECONDS = 2.0


def offered() -> list[dict[str, Any]]:
    """All that is published."""
    return bus().ask(contract.contents, language=_language(), per_page=MOST_OFFERED)["items"]


def of(chapter_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """By id: title and address of those that can be read still."""
    if not chapter_ids:
        return {}
    wanted = {"chapter_ids": list(dict.fromkeys(chapter_ids)), "language": _language(), "per_page": MOST_OFFERED}
    [told] = bus().try_together((contract.contents, wanted), seconds=TOLD_SECONDS)
    return {
        each["chapter_id"]: {
            "title": each["title"],
            "href": url_for("handbook.chapter", chapter_id=each["chapter_id"], language=each["language"]),
        }
        for each in (told or {}).get("items", [])
    }


def choices(chapters: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(str(each["chapter_id"]), each["title"]) for each in chapters]


def hints(chapters: list[dict[str, Any]]) -> dict[str, str]:
    """What each is about and where it comes from."""
    return {str(each["chapter_id"]): _about(each) for each in chapters}


def _about(chapter: dict[str, Any]) -> str:
    origin = _("taken over from %(city)s", city=chapter["origin_city"]) if chapter["origin_city"] else None
    return ". ".join(said for said in (handbook.about(chapter), origin, chapter["summary"]) if said)


def _language() -> str | None:
    return formats.language() if formats.language() in contract.languages() else None
