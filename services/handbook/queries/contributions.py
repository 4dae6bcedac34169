from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from services.handbook import rules
from services.handbook.errors import ContributionLinkClosed
from services.handbook.tables import ChapterText, Contribution, PartnerLink
from shared import clock
from shared.access import Actor
from shared.contracts import handbook as contract
from shared.errors import NotFound

LINK = ("id", "partner", "theme", "language", "made_at", "expires_at", "revoked_at")
SUMMARY = ("id", "language", "title", "state", "sent_at")
SENT = ("title", "state", "reason", "sent_at", "chapter_id", "language")
CONTENT = ("summary", "parts", "attribution", "licence", "reason", "chapter_id")


def partner_links(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """The latest first."""
    sent = select(func.count()).where(Contribution.link_id == PartnerLink.id).scalar_subquery()
    rows = tx.execute(select(PartnerLink, sent).order_by(PartnerLink.made_at.desc(), PartnerLink.id).limit(1_000))
    now = clock.now()
    return {
        "links": [
            {name: getattr(link, name) for name in LINK}
            | {"open": rules.a_link_is_open(link.expires_at, link.revoked_at, now), "contributions": count}
            for link, count in rows
        ]
    }


def invitation_to_contribute(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """What a partner sees who opens the link: whom it is for, and what became of what they sent. That they read also
    when it has expired; who holds a link that was revoked is not to read anything."""
    link = link_of(tx, request["token"])
    if link.revoked_at is not None:
        raise ContributionLinkClosed()
    rows = tx.execute(
        _with_its_lesson().where(Contribution.link_id == link.id).order_by(Contribution.sent_at.desc(), Contribution.id)
    )
    sent = [_outcome(each, state) for each, state in rows]
    told = {name: getattr(link, name) for name in ("partner", "theme", "language", "expires_at")}
    return told | {"open": rules.a_link_is_open(link.expires_at, None, clock.now()), "sent": sent}


def contribution_outcome(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """For whom the id was told: who sent it is not kept. What a partner sent is shown by the link alone."""
    asked = (Contribution.id == request["contribution_id"], Contribution.link_id.is_(None))
    row = tx.execute(_with_its_lesson().where(*asked)).one_or_none()
    if row is None:
        raise NotFound()
    return _outcome(*row)


def contributions(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """What has waited longest comes first; what is decided, the latest first."""
    page, per_page = request["page"], request["per_page"]
    statement = select(Contribution, PartnerLink, func.count().over()).outerjoin(PartnerLink)
    if request["state"] is not None:
        statement = statement.where(Contribution.state == request["state"])
    order = (Contribution.decided_at.desc().nulls_first(), Contribution.sent_at, Contribution.id)
    rows = tx.execute(statement.order_by(*order).limit(per_page).offset((page - 1) * per_page)).all()
    total = rows[0][2] if rows else 0
    items = [_summary(found, link) for found, link, _total in rows]
    return {"items": items, "total": total, "page": page, "pages": rules.pages_of(total, per_page)}


def contribution(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    row = tx.execute(
        select(Contribution, PartnerLink).outerjoin(PartnerLink).where(Contribution.id == request["contribution_id"])
    ).one_or_none()
    if row is None:
        raise NotFound()
    return _summary(*row) | {name: getattr(row[0], name) for name in CONTENT}


def link_of(tx: Session, token: str, *, lock: bool = False) -> PartnerLink:
    """Refuses a token that belongs to no link as it does one of a link that is closed."""
    known = select(PartnerLink).where(PartnerLink.token_hash == sha256(token.encode()).digest())
    link = tx.scalar(known.with_for_update() if lock else known)
    if link is None:
        raise ContributionLinkClosed()
    return link


def sent_by(tx: Session, link_id: UUID) -> list[Contribution]:
    return list(tx.scalars(select(Contribution).where(Contribution.link_id == link_id)))


def _with_its_lesson() -> Select[Contribution, str]:
    """Contributions, each with the state of the text that was made of it."""
    its_text = (ChapterText.chapter_id == Contribution.chapter_id) & (ChapterText.language == Contribution.language)
    return select(Contribution, ChapterText.state).outerjoin(ChapterText, its_text)


def _outcome(found: Contribution, state: str | None) -> dict[str, Any]:
    return {name: getattr(found, name) for name in SENT} | {"readable": state == "published"}


def subject_of(found: Contribution, link: PartnerLink | None) -> dict[str, Any]:
    """What a partner sends is about the theme of their link; a colleague says both."""
    if link is None:
        return {"theme": found.theme, "source": found.source}
    return {"theme": link.theme, "source": contract.PARTNER}


def _summary(found: Contribution, link: PartnerLink | None) -> dict[str, Any]:
    told = {name: getattr(found, name) for name in SUMMARY} | subject_of(found, link)
    return told | {"partner": link.partner if link else None}
