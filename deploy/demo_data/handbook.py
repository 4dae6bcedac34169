"""The handbook of the demonstration: two chapters, one of them in two languages, lessons, and what partners and a
colleague send."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deploy.demo_data.api import Api
from shared.access import EDITOR, TRAINER
from shared.contracts.handbook import REDACTION_CHECKS

if TYPE_CHECKING:
    from deploy.demo_data.filling import Filling

FILE = Path(__file__).with_name("handbook.json")


def fill(filling: "Filling") -> None:
    data = json.loads(FILE.read_text(encoding="utf-8"))
    editor = filling.as_role[EDITOR]
    if editor("GET", "/handbook/editing", per_page=1)["total"]:
        return
    for chapter in data["chapters"]:
        publish(editor, chapter)
    anybody = Api(filling.url, filling.city.city)
    partner = editor("POST", "/handbook/partner-links", step="partner", **data["partner_link"])
    for number, sent in enumerate(data["contributions"]):
        anybody("POST", f"/handbook/invitations/{partner['token']}", step=str(number), agreed=True, **sent)
    filling.as_role[TRAINER]("POST", "/handbook/contributions", **data["lesson_of_a_colleague"])


def publish(editor: Api, chapter: dict[str, Any]) -> str:
    """Its id; a draft is only begun."""
    told = {name: chapter[name] for name in chapter if name not in ("translations", "draft")}
    chapter_id = editor("POST", "/handbook/editing", step=chapter["title"], **told)["id"]
    if chapter.get("draft"):
        return chapter_id
    _publish(editor, chapter_id, chapter["language"], 1)
    for language, text in chapter.get("translations", {}).items():
        address = f"/handbook/editing/{chapter_id}/texts/{language}"
        editor("POST", address)
        editor("PUT", address, version=1, **text)
        _publish(editor, chapter_id, language, 2)
    return chapter_id


def _publish(editor: Api, chapter_id: str, language: str, version: int) -> None:
    address = f"/handbook/editing/{chapter_id}/texts/{language}/versions"
    editor("POST", address, version=version, confirmed=list(REDACTION_CHECKS))
