"""What an editor makes of what other cities share."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.handbook import rules
from services.handbook.commands.chapters import begin, freeze
from services.handbook.errors import (
    MayNotLeave,
    NothingToKeep,
    OfferDecided,
    OfferWithdrawn,
    RedactionNotConfirmed,
    TranslationExists,
)
from services.handbook.queries.offers import said
from services.handbook.tables import Chapter, ChapterText, Offer
from shared import clock
from shared.access import Actor
from shared.contracts import handbook as contract
from shared.database import settings_of
from shared.errors import ChangedMeanwhile, Invalid, NotFound
from shared.messaging.departures import depart

WRITTEN = ("title", "summary", "parts", "attribution", "licence")


def take_offer(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """As it is: it stands in the handbook of this city from now on, and says where it comes from. A later edition
    replaces the text that was taken before."""
    offer = _open(tx, request)
    if not rules.everything_is_confirmed(contract.REDACTION_CHECKS, request["confirmed"]):
        raise RedactionNotConfirmed()
    chapter, text = _text_for(tx, offer, request["theme"], as_it_is=True)
    freeze(tx, chapter, text)
    return _decide(tx, offer, "taken", chapter)


def adapt_offer(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """As a draft, which the editor makes the city's own before it is published. Of a later edition the editor has seen
    what is different; what was adapted before stays."""
    offer = _open(tx, request)
    chapter, _text = _text_for(tx, offer, request["theme"], as_it_is=False)
    return _decide(tx, offer, "adapted", chapter)


def decline_offer(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    offer = _open(tx, request)
    if offer.decision in ("taken", "adapted"):
        raise OfferDecided()
    complaints = rules.what_may_not_cross({"reason": request["reason"]})
    if complaints:
        raise MayNotLeave(parts=complaints)
    offer.reason, offer.hidden = request["reason"], request["hidden"]
    _decide(tx, offer, "declined", None)


def keep_own(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """The other city changed its text, or took it back; what stands here stays as it is."""
    offer = _offer(tx, request)
    if offer.state == "withdrawn":
        tx.delete(offer)
    elif offer.state == "renewed":
        offer.state, offer.decided_number, offer.before = str(offer.decision), offer.number, said(offer)
    else:
        raise NothingToKeep()


def _offer(tx: Session, request: dict[str, Any]) -> Offer:
    offer = tx.get(Offer, request["offer_id"], with_for_update=True, populate_existing=True)
    if offer is None:
        raise NotFound()
    return offer


def _open(tx: Session, request: dict[str, Any]) -> Offer:
    """One that may be decided on, as it was looked at."""
    offer = _offer(tx, request)
    if offer.state == "withdrawn":
        raise OfferWithdrawn()
    if offer.version != request["version"]:
        raise ChangedMeanwhile(version=offer.version)
    if offer.state in ("taken", "adapted"):
        raise OfferDecided()
    return offer


def _text_for(tx: Session, offer: Offer, theme: str | None, *, as_it_is: bool) -> tuple[Chapter, ChapterText]:
    """The text that was made of it before, or a new one, of the chapter that other languages of it are in. What an
    editor has adapted is not written over, unless it is to be `as_it_is` there."""
    mine = {"origin_city": offer.city, "origin_id": offer.origin_id}
    chapter = tx.scalars(select(Chapter).filter_by(**mine).limit(1).with_for_update()).first()
    told = {name: getattr(offer, name) for name in WRITTEN}
    _refuse_what_is_unknown_here(offer, theme if chapter is None else chapter.theme)
    if chapter is None:
        about = {"kind": offer.kind, "theme": theme or offer.theme, "source": offer.source, "language": offer.language}
        chapter = begin(tx, told | about)
        chapter.origin_city, chapter.origin_id = offer.city, offer.origin_id
    text = tx.get(ChapterText, (chapter.id, offer.language), populate_existing=True)
    if text is None:
        text = ChapterText(chapter_id=chapter.id, language=offer.language, **told, changed_at=clock.now())
        tx.add(text)
    elif offer.chapter_id is None and text.language != chapter.language:
        raise TranslationExists()  # it was translated here
    elif as_it_is:
        for name in WRITTEN:
            setattr(text, name, told[name])
        text.version, text.changed_at = (text.version or 1) + 1, clock.now()
    chapter.adapted_from, chapter.lineage = offer.number, _lineage(offer)
    tx.flush()
    return chapter, text


def _refuse_what_is_unknown_here(offer: Offer, theme: str | None) -> None:
    if theme is None and offer.theme not in contract.themes():
        raise Invalid({"theme": ["required"]})
    if offer.language not in contract.languages():
        raise Invalid({"language": ["not_a_choice"]})


def _lineage(offer: Offer) -> list[dict[str, Any]]:
    """The oldest first; of a very long one the latest."""
    this = {"city": offer.city, "city_name": offer.city_name, "chapter_id": str(offer.origin_id)}
    return [*offer.lineage, {**this, "number": offer.number}][-contract.MOST_ANCESTORS :]


def _decide(tx: Session, offer: Offer, decision: str, chapter: Chapter | None) -> dict[str, Any]:
    """The city that shares it is told."""
    offer.state = offer.decision = decision
    offer.decided_number, offer.decided_at, offer.before = offer.number, clock.now(), said(offer)
    if chapter is not None:
        offer.chapter_id, offer.reason, offer.hidden = chapter.id, None, False
    _tell_what_was_decided(tx, offer)
    return {"id": chapter.id} if chapter is not None else {}


def tell_all_again(tx: Session) -> None:
    """What was decided here: the queues of the cities that it is for may have had no room for it."""
    for offer in tx.scalars(select(Offer).where(Offer.decision.is_not(None))):
        _tell_what_was_decided(tx, offer)


def _tell_what_was_decided(tx: Session, offer: Offer) -> None:
    city = settings_of(tx)
    depart(
        tx,
        contract.OfferDecided,
        city=city.city,
        city_name=city.city_name,
        of_city=offer.city,
        chapter_id=offer.origin_id,
        language=offer.language,
        number=offer.decided_number,
        decision=offer.decision,
        reason=offer.reason,
    )
