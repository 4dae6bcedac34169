"""What leaves for other cities: proposed by an editor, approved by a coordinator."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.handbook import rules
from services.handbook.errors import MayNotLeave, NotProposed, NotPublished, NotShared, SharedAlready, TooLargeToShare
from services.handbook.queries import chapters
from services.handbook.queries.shares import said
from services.handbook.tables import Chapter, Edition, Share
from shared import clock
from shared.access import Actor
from shared.contracts import handbook as contract
from shared.database import settings_of
from shared.errors import ChangedMeanwhile, NotFound
from shared.messaging.departures import depart

SHARED = ("language", "number", "title", "summary", "parts", "attribution", "licence")


def propose_share(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """The latest edition; what other cities have of it stays as it is until this one is approved."""
    chapter, _original = chapters.locked(tx, request["chapter_id"])
    text = chapters.text_of(tx, chapter.id, request["language"])
    if text.state != "published" or text.number is None:
        raise NotPublished()
    share = tx.get(Share, (chapter.id, text.language))
    told = {name: request[name] for name in ("context_note", "adaptation_note")}
    is_the_same = share is not None and told == {name: getattr(share, name) for name in told}
    if share is not None and is_the_same and (share.state, share.number) == ("shared", text.number):
        raise SharedAlready()
    edition = tx.get_one(Edition, (chapter.id, text.language, text.number))
    _refuse_what_may_not_leave(tx, chapter, edition, told)
    if share is None:
        share = Share(chapter_id=chapter.id, language=text.language)
        tx.add(share)
    share.number, share.state, share.reason = text.number, "proposed", None
    share.context_note, share.adaptation_note = told["context_note"], told["adaptation_note"]
    share.changed_at = clock.now()


def approve_share(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """It leaves, as it was looked at."""
    chapter, share = _share(tx, request)
    if share.state != "proposed":
        raise NotProposed()
    if chapters.text_of(tx, chapter.id, share.language).state != "published":
        raise NotPublished()  # withdrawn since it was proposed
    if share.number != request["number"]:
        raise ChangedMeanwhile(version=share.number)
    share.state, share.changed_at = "shared", clock.now()
    share.shared_number, share.withdrawn_number = share.number, None
    share.shared_context_note, share.shared_adaptation_note = share.context_note, share.adaptation_note
    tell_the_cities(tx, [(chapter, share)])


def return_share(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    _chapter, share = _share(tx, request)
    if share.state != "proposed":
        raise NotProposed()
    share.state, share.reason, share.changed_at = "returned", request["reason"], clock.now()


def withdraw_share(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    _chapter, share = _share(tx, request)
    if share.shared_number is None:
        raise NotShared()
    complaints = rules.what_may_not_cross({"reason": request["reason"]})
    if complaints:
        raise MayNotLeave(parts=complaints)
    take_back(tx, share, request["reason"])


def take_back(tx: Session, share: Share, reason: str | None) -> None:
    """Of whoever has it, what they made of it stays with them."""
    share.state, share.reason, share.changed_at = "withdrawn", reason, clock.now()
    share.withdrawn_number, share.shared_number = share.shared_number, None
    _tell_that_it_was_withdrawn(tx, share)


def tell_all_again(tx: Session) -> None:
    """What the others have of this city, and what they have no more: their queues may have had no room for it."""
    rows = tx.execute(
        select(Chapter, Share).join(Share, Share.chapter_id == Chapter.id).where(Share.shared_number.is_not(None))
    )
    tell_the_cities(tx, [(chapter, share) for chapter, share in rows])
    for share in tx.scalars(select(Share).where(Share.withdrawn_number.is_not(None))):
        _tell_that_it_was_withdrawn(tx, share)


def tell_the_cities(tx: Session, shares: Iterable[tuple[Chapter, Share]]) -> None:
    for chapter, share in shares:
        edition = tx.get_one(Edition, (chapter.id, share.language, share.shared_number))
        about = {"context_note": str(share.shared_context_note), "adaptation_note": str(share.shared_adaptation_note)}
        depart(tx, contract.ChapterShared, **_body(tx, chapter, edition, about))


def _tell_that_it_was_withdrawn(tx: Session, share: Share) -> None:
    sender = settings_of(tx).city
    told = {"chapter_id": share.chapter_id, "language": share.language, "number": share.withdrawn_number}
    reason = share.reason if share.state == "withdrawn" else None
    depart(tx, contract.ShareWithdrawn, city=sender, **told, reason=reason)


def join(tx: Session) -> None:
    """The others tell once more what they share, and what they decided."""
    city = settings_of(tx)
    told = {"city": city.city, "city_name": city.city_name, "city_id": contract.city_id(city.city)}
    depart(tx, contract.CityJoined, **told)


def _share(tx: Session, request: dict[str, Any]) -> tuple[Chapter, Share]:
    chapter, _original = chapters.locked(tx, request["chapter_id"])
    share = tx.get(Share, (chapter.id, request["language"]), populate_existing=True)
    if share is None:
        raise NotFound()
    return chapter, share


def _refuse_what_may_not_leave(tx: Session, chapter: Chapter, edition: Edition, told: dict[str, str]) -> None:
    complaints = rules.what_may_not_cross({**said(edition), **told})
    if complaints:
        raise MayNotLeave(parts=complaints)
    body = _body(tx, chapter, edition, told)
    if not rules.fits_a_message(body, contract.MOST_BYTES):
        raise TooLargeToShare(kilobytes=contract.MOST_BYTES // 1_000)


def _body(tx: Session, chapter: Chapter, edition: Edition, about: dict[str, str]) -> dict[str, Any]:
    city = settings_of(tx)
    return {
        "city": city.city,
        "city_name": city.city_name,
        "chapter_id": chapter.id,
        **{name: getattr(chapter, name) for name in ("kind", "theme", "source", "lineage")},
        **{name: getattr(edition, name) for name in SHARED},
        **about,
        "address": f"{city.public_url}/handbook/chapters/{chapter.id}/{edition.language}",
    }
