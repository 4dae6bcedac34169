"""What this city lets others have, what they made of it, and who they are."""

from typing import Any

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from services.handbook import rules
from services.handbook.queries import chapters
from services.handbook.tables import Chapter, ChapterText, Contact, Edition, Neighbour, Offer, Outcome, Share
from shared.access import Actor
from shared.database import settings_of
from shared.errors import NotFound
from shared.messaging.tables import departures

STATED = ("state", "number", "shared_number", "context_note", "adaptation_note", "reason", "changed_at")
SUMMED = ("chapter_id", "language", "state", "number", "shared_number", "changed_at")
OUTCOME = ("city", "city_name", "number", "decision", "reason", "decided_at")
NEIGHBOUR = ("city", "city_name", "first_heard_at", "heard_at", "refused", "refused_for", "refused_at")


def shares(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """What waits for approval comes first, then the latest."""
    page, per_page = request["page"], request["per_page"]
    statement = (
        select(Share, Chapter, ChapterText, _those_who("taken", "adapted"), _those_who("declined"), func.count().over())
        .join(Chapter, Chapter.id == Share.chapter_id)
        .join(ChapterText, (ChapterText.chapter_id == Share.chapter_id) & (ChapterText.language == Share.language))
    )
    if request["state"] is not None:
        statement = statement.where(Share.state == request["state"])
    rows = tx.execute(
        statement.order_by((Share.state == "proposed").desc(), Share.changed_at.desc(), Share.chapter_id)
        .limit(per_page)
        .offset((page - 1) * per_page)
    ).all()
    total = rows[0][-1] if rows else 0
    items = [
        {name: getattr(share, name) for name in SUMMED}
        | {"kind": chapter.kind, "theme": chapter.theme, "title": text.title, "latest": text.number}
        | {"taken": taken, "declined": declined}
        for share, chapter, text, taken, declined, _total in rows
    ]
    return {"items": items, "total": total, "page": page, "pages": rules.pages_of(total, per_page)}


def share(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """A text that was published, whether or not it was ever proposed."""
    key = (request["chapter_id"], request["language"])
    chapter, text = tx.get(Chapter, key[0]), tx.get(ChapterText, key)
    if chapter is None or text is None or text.number is None:
        raise NotFound()
    found = tx.get(Share, key)
    number = text.number if found is None or found.state in ("returned", "withdrawn") else found.number
    edition = tx.get_one(Edition, (*key, number))
    outcomes = tx.scalars(
        select(Outcome).filter_by(chapter_id=key[0], language=key[1]).order_by(Outcome.decided_at.desc(), Outcome.city)
    )
    stated = {name: getattr(found, name) for name in STATED} if found else dict.fromkeys(STATED)
    return {
        **{name: getattr(chapter, name) for name in ("kind", "theme")},
        "chapter_id": chapter.id,
        "language": text.language,
        **{name: getattr(edition, name) for name in chapters.SAID},
        **stated,
        "number": number,
        "latest": text.number,
        "published": text.state == "published",
        "refused": rules.what_may_not_cross(said(edition)),
        "hints": rules.hints_about(said(edition), text.language, [settings_of(tx).city_name]),
        "outcomes": [{name: getattr(each, name) for name in OUTCOME} for each in outcomes],
    }


def neighbours(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    counted = select(func.count()).where(Offer.city == Neighbour.city, Offer.state != "withdrawn").scalar_subquery()
    rows = tx.execute(select(Neighbour, counted).order_by(Neighbour.city_name, Neighbour.city).limit(1_000))
    contact = tx.get(Contact, 1)
    return {
        "takes_part": settings_of(tx).exchange_url is not None,
        "in_touch_at": contact and contact.in_touch_at,
        "waiting": tx.scalar(select(func.count()).select_from(departures)),
        "cities": [{name: getattr(each, name) for name in NEIGHBOUR} | {"offers": offers} for each, offers in rows],
    }


def said(edition: Edition) -> dict[str, str | None]:
    """Everything in it that somebody wrote, by part."""
    return {"title": edition.title, "summary": edition.summary, "attribution": edition.attribution, **edition.parts}


def _those_who(*decisions: str) -> ScalarSelect[int]:
    """How many cities."""
    mine = (Outcome.chapter_id == Share.chapter_id, Outcome.language == Share.language)
    return select(func.count()).where(*mine, Outcome.decision.in_(decisions)).scalar_subquery()
