"""What the cities of the demonstration share with each other, and what they make of it. The first that is filled finds
no offers yet; what the others share later waits for its editor. Without an exchange there is nothing to decide on."""

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deploy.demo_data import handbook
from deploy.demo_data.api import Api, DemoError
from shared.access import COORDINATOR, EDITOR
from shared.contracts.handbook import REDACTION_CHECKS

if TYPE_CHECKING:
    from deploy.demo_data.filling import Filling

FILE = Path(__file__).with_name("exchange.json")
ARRIVES_SECONDS = 30


def fill(filling: "Filling") -> None:
    data = json.loads(FILE.read_text(encoding="utf-8"))[filling.city.city]
    editor, coordinator = filling.as_role[EDITOR], filling.as_role[COORDINATOR]
    for each in data["shares"]:
        chapter_id = handbook.publish(editor, each["chapter"]) if "chapter" in each else _titled(editor, each["title"])
        _share(editor, coordinator, chapter_id, each["language"], each["notes"])
    if filling.city.exchange_url is not None:
        for decision in data["decisions"]:
            _decide(editor, decision)


def _titled(editor: Api, title: str) -> str:
    chapters = editor("GET", "/handbook/editing", per_page=200)["items"]
    return next(each["id"] for each in chapters for text in each["texts"] if text["title"] == title)


def _share(editor: Api, coordinator: Api, chapter_id: str, language: str, notes: dict[str, str]) -> None:
    address = f"/handbook/editing/{chapter_id}/texts/{language}/share"
    editor("POST", address, **notes)
    coordinator("POST", f"{address}/approval", number=1)


def _decide(editor: Api, decision: dict[str, Any]) -> None:
    offer = _offer(editor, decision["title"])
    address = f"/handbook/offers/{offer['id']}"
    version = editor("GET", address)["version"]
    match decision["decision"]:
        case "taken":
            editor("POST", f"{address}/taking", version=version, confirmed=list(REDACTION_CHECKS))
        case "adapted":
            editor("POST", f"{address}/adaptation", version=version)
        case "declined":
            editor("POST", f"{address}/decline", version=version, reason=decision["reason"])


def _offer(editor: Api, title: str) -> dict[str, Any]:
    """Once it has arrived."""
    until = time.monotonic() + ARRIVES_SECONDS
    while True:
        for offer in editor("GET", "/handbook/offers", per_page=200)["items"]:
            if offer["title"] == title:
                return offer
        if time.monotonic() > until:
            raise DemoError(f"“{title}” of another city did not arrive.")
        time.sleep(0.25)
