"""The Global Manual: what this city shares, and what the others do, in one list. What this city hides is left out."""

from typing import Any

from sqlalchemy import Subquery, Text, cast, func, literal, select, true, union_all
from sqlalchemy.dialects.postgresql import aggregate_order_by, array_agg
from sqlalchemy.orm import Session

from services.handbook import rules
from services.handbook.queries import words
from services.handbook.tables import Chapter, ChapterText, Edition, Offer, Share
from shared.access import Actor
from shared.database import settings_of
from shared.errors import NotFound
from shared.settings import Settings

ENTRY = (
    "city",
    "city_name",
    "chapter_id",
    "language",
    "kind",
    "theme",
    "source",
    "title",
    "summary",
    "attribution",
    "number",
    "changed_at",
    "own",
)
CONTENT = ("parts", "licence", "context_note", "adaptation_note", "lineage", "address")


def manual(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Chapters about a theme before lessons; the latest first."""
    everything = _everything(settings_of(tx))
    statement = select(*(everything.c[name] for name in ENTRY), func.count().over().label("total"))
    for name in ("language", "city", "kind", "theme"):
        if request[name] is not None:
            statement = statement.where(everything.c[name] == request[name])
    if request["q"] is not None:
        places = (everything.c.title, everything.c.summary, everything.c.parts)
        statement = statement.where(words.somewhere(request["q"], *places))
    page, per_page = request["page"], request["per_page"]
    order = (everything.c.kind.desc(), everything.c.changed_at.desc(), everything.c.chapter_id, everything.c.language)
    rows = tx.execute(statement.order_by(*order).limit(per_page).offset((page - 1) * per_page)).all()
    total = rows[0].total if rows else 0
    items = [{name: row._mapping[name] for name in ENTRY} for row in rows]
    return {"items": items, "total": total, "page": page, "pages": rules.pages_of(total, per_page)}


def manual_choices(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """What one may choose in the list: only what leads to something."""
    everything = _everything(settings_of(tx))
    named = select(everything.c.city, func.max(everything.c.city_name).label("name")).group_by(everything.c.city)
    cities = tx.execute(named.order_by("name")).all()
    [row] = tx.execute(
        select(_sorted(everything.c.language).label("languages"), _sorted(everything.c.theme).label("themes"))
    )
    return {
        "cities": [{"code": each.city, "name": each.name} for each in cities],
        "languages": row.languages or [],
        "themes": row.themes or [],
    }


def manual_chapter(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    everything = _everything(settings_of(tx))
    same = everything.alias()
    mine = (same.c.city == everything.c.city, same.c.chapter_id == everything.c.chapter_id)
    languages = select(_sorted(same.c.language)).where(*mine).scalar_subquery()
    row = tx.execute(
        select(everything, languages.label("languages"), _taken_as(everything).label("taken_as")).where(
            *(everything.c[name] == request[name] for name in ("city", "chapter_id", "language"))
        )
    ).one_or_none()
    if row is None:
        raise NotFound()
    return {name: row._mapping[name] for name in (*ENTRY, *CONTENT, "languages", "taken_as")}


def _everything(city: Settings) -> Subquery:
    return union_all(_own(city), _of_others()).subquery()


def _own(city: Settings) -> Any:
    """The edition that the other cities have."""
    address = literal(f"{city.public_url}/handbook/chapters/") + cast(Chapter.id, Text) + "/" + Share.language
    return (
        select(
            literal(city.city).label("city"),
            literal(city.city_name).label("city_name"),
            Chapter.id.label("chapter_id"),
            Share.language,
            *(Chapter.kind, Chapter.theme, Chapter.source),
            *(Edition.title, Edition.summary, Edition.attribution, Edition.number),
            Share.changed_at,
            true().label("own"),
            *(
                Edition.parts,
                Edition.licence,
                Share.shared_context_note.label("context_note"),
                Share.shared_adaptation_note.label("adaptation_note"),
                Chapter.lineage,
            ),
            address.label("address"),
        )
        .join(Share, Share.chapter_id == Chapter.id)
        .join(
            Edition,
            (Edition.chapter_id == Chapter.id)
            & (Edition.language == Share.language)
            & (Edition.number == Share.shared_number),
        )
    )


def _of_others() -> Any:
    return select(
        *(Offer.city, Offer.city_name),
        Offer.origin_id.label("chapter_id"),
        Offer.language,
        *(Offer.kind, Offer.theme, Offer.source),
        *(Offer.title, Offer.summary, Offer.attribution, Offer.number),
        Offer.changed_at,
        (~true()).label("own"),
        *(Offer.parts, Offer.licence, Offer.context_note, Offer.adaptation_note, Offer.lineage, Offer.address),
    ).where(Offer.state != "withdrawn", ~Offer.hidden)


def _sorted(column: Any) -> Any:
    return array_agg(aggregate_order_by(column.distinct(), column))


def _taken_as(everything: Subquery) -> Any:
    """The chapter of this city's handbook that can be read in the same language."""
    mine = (Chapter.origin_city == everything.c.city, Chapter.origin_id == everything.c.chapter_id)
    read = (ChapterText.language == everything.c.language, ChapterText.state == "published")
    found = select(Chapter.id).join(ChapterText, ChapterText.chapter_id == Chapter.id).where(*mine, *read).limit(1)
    return found.scalar_subquery()
