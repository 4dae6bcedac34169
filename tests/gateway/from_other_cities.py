"""What other cities send, as it arrives here. The way over the exchange has its own tests in tests/messaging."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from services.handbook import arrivals
from services.handbook.tables import Offer
from shared.contracts import handbook as contract
from shared.contracts.base import load_event
from shared.database import transaction
from tests.city import City

LESSON = dict.fromkeys(contract.PARTS["lesson"], "Listen first, and ask after that.")
GENK = {"city": "genk", "city_name": "Genk"}


def a_lesson(**more: Any) -> dict[str, Any]:
    """The body of one that Genk shares."""
    chapter_id = str(uuid4())
    return {
        **GENK,
        "chapter_id": chapter_id,
        "kind": "lesson",
        "theme": "identity",
        "source": "session",
        "language": "en",
        "number": 1,
        "title": "A square with two sides",
        "summary": "Who was not there had a say, too.",
        "parts": LESSON,
        "attribution": "City of Genk",
        "licence": "cc_by_4",
        "lineage": [],
        "address": f"https://genk.example/handbook/chapters/{chapter_id}/en",
        "context_note": "A former mining town with a market every week.",
        "adaptation_note": "Begin with a place that everybody knows.",
        **more,
    }


def offered(city: City, /, **more: Any) -> UUID:
    """A lesson of another city has come. Returns the id of the offer."""
    body = _arrives(city, contract.ChapterShared, arrivals.chapter_shared, a_lesson(**more))
    with transaction(city.settings, "handbook") as tx:
        its = {"city": body["city"], "origin_id": body["chapter_id"], "language": body["language"]}
        return tx.scalars(select(Offer.id).filter_by(**its)).one()


def withdrawn(city: City, chapter_id: Any, /, reason: str | None = None, **more: Any) -> None:
    told = {"city": "genk", "chapter_id": str(chapter_id), "language": "en", "number": 1, "reason": reason, **more}
    _arrives(city, contract.ShareWithdrawn, arrivals.share_withdrawn, told)


def decided(city: City, chapter_id: Any, decision: str, /, **more: Any) -> None:
    """What Genk made of a text of this city."""
    told = {**GENK, "of_city": city.settings.city, "chapter_id": str(chapter_id), "language": "en", "number": 1}
    body = {**told, "decision": decision, "reason": None, **more}
    _arrives(city, contract.OfferDecided, arrivals.offer_decided, body)


def refused(city: City, code: str, sender: str = "genk") -> None:
    """Something came that is not taken over."""
    with transaction(city.settings, "handbook") as tx:
        arrivals.refused(tx, sender, code)


def _arrives(city: City, event: Any, reaction: Any, told: dict[str, Any]) -> dict[str, Any]:
    body = load_event(event, event.type, told)
    with transaction(city.settings, "handbook") as tx:
        reaction(tx, body)
    return body
