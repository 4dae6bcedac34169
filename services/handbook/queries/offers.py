"""What other cities share, as an editor sees it."""

from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from services.handbook import rules
from services.handbook.tables import Offer
from shared.access import Actor
from shared.contracts import handbook as contract
from shared.database import settings_of
from shared.errors import NotFound

OPEN = ("waiting", "renewed", "withdrawn")
SUMMARY = (
    "id",
    "city",
    "city_name",
    "kind",
    "theme",
    "language",
    "title",
    "number",
    "state",
    "chapter_id",
    "changed_at",
)
CONTENT = (
    "version",
    "origin_id",
    "source",
    "summary",
    "parts",
    "attribution",
    "licence",
    "lineage",
    "address",
    "received_at",
)
NOTES = ("context_note", "adaptation_note")
DECIDED = ("decision", "decided_number", "decided_at", "reason", "hidden", "withdrawn_for")


def offers(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """What waits for an editor comes first, then what was changed last."""
    filters: list[ColumnElement[bool]] = []
    if request["state"] is not None:
        filters.append(Offer.state == request["state"])
    if request["open"]:
        filters.append(Offer.state.in_(OPEN))
    if request["city"] is not None:
        filters.append(Offer.city == request["city"])
    page, per_page = request["page"], request["per_page"]
    rows = tx.execute(
        select(Offer, func.count().over())
        .where(*filters)
        .order_by(Offer.state.in_(OPEN).desc(), Offer.changed_at.desc(), Offer.id)
        .limit(per_page)
        .offset((page - 1) * per_page)
    ).all()
    total = rows[0][1] if rows else 0
    items = [{name: getattr(offer, name) for name in SUMMARY} for offer, _total in rows]
    return {"items": items, "total": total, "page": page, "pages": rules.pages_of(total, per_page)}


def offer(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    found = tx.get(Offer, request["offer_id"])
    if found is None:
        raise NotFound()
    differing = rules.parts_that_differ(found.before, said(found)) if found.before is not None else {}
    return {
        **{name: getattr(found, name) for name in (*SUMMARY, *CONTENT, *NOTES, *DECIDED)},
        "theme_is_known": found.theme in contract.themes(),
        "hints": rules.hints_about(said(found), found.language, [settings_of(tx).city_name, found.city_name]),
        "differences": [{"part": part, "lines": lines} for part, lines in differing.items()],
    }


def said(offer: Offer) -> dict[str, Any]:
    """Everything in it that somebody wrote, by part."""
    return {name: getattr(offer, name) for name in ("title", "summary", "attribution")} | offer.parts
