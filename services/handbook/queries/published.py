"""What everybody reads: the latest edition of each text that is published."""

from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by, array_agg, distinct_on
from sqlalchemy.orm import Session, aliased

from services.handbook import rules
from services.handbook.queries import words
from services.handbook.tables import Chapter, ChapterText, Edition
from shared.access import Actor
from shared.contracts.handbook import MOST_CHAPTERS
from shared.errors import NotFound

Entry = dict[str, Any]


def contents(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Chapters about a theme before lessons; the latest first."""
    filters: list[ColumnElement[bool]] = []
    for column, name in ((Chapter.kind, "kind"), (Chapter.theme, "theme")):
        if request[name] is not None:
            filters.append(column == request[name])
    if request["chapter_ids"] is not None:
        filters.append(Chapter.id.in_(request["chapter_ids"]))
    if request["nothing_else"]:
        filters.append(Edition.language == request["language"])
    if request["q"] is not None:
        filters.append(words.somewhere(request["q"], Edition.title, Edition.summary, Edition.parts))
    liked = (Edition.language == request["language"]).desc() if request["language"] else Chapter.kind
    best = (
        _latest()
        .with_only_columns(Chapter.id.label("chapter_id"), Edition.language)
        .where(*filters)
        .ext(distinct_on(Chapter.id))
        .order_by(Chapter.id, liked, (Edition.language == Chapter.language).desc(), Edition.language)
        .subquery()
    )
    page, per_page = request["page"], request["per_page"]
    rows = tx.execute(
        _latest()
        .add_columns(_languages(), func.count().over())
        .join(best, (best.c.chapter_id == Chapter.id) & (best.c.language == Edition.language))
        .order_by(Chapter.kind.desc(), Edition.published_at.desc(), Chapter.id)
        .limit(per_page)
        .offset((page - 1) * per_page)
    ).all()
    total = rows[0][3] if rows else 0
    items = [_entry(chapter, edition, languages) for chapter, edition, languages, _total in rows]
    return {"items": items, "total": total, "page": page, "pages": rules.pages_of(total, per_page)}


def published_chapter(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    wanted = (Chapter.id == request["chapter_id"], Edition.language == request["language"])
    found = tx.execute(_whole().where(*wanted)).one_or_none()
    if found is None:
        raise NotFound()
    return _edition(*found)


def whole_handbook(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """By theme; within one its chapters before its lessons."""
    statement = _whole().where(Edition.language == request["language"]).limit(MOST_CHAPTERS)
    rows = tx.execute(statement.order_by(Chapter.theme, Chapter.kind.desc(), Edition.published_at, Chapter.id))
    return {"chapters": [_edition(*row) for row in rows]}


def _latest() -> Any:
    return (
        select(Chapter, Edition)
        .join(Edition, Edition.chapter_id == Chapter.id)
        .join(
            ChapterText,
            (ChapterText.chapter_id == Chapter.id)
            & (ChapterText.language == Edition.language)
            & (ChapterText.number == Edition.number)
            & (ChapterText.state == "published"),
        )
    )


def _whole() -> Any:
    """With all its languages, the number of the original that can be read, and when the first edition came."""
    first, original = aliased(Edition), aliased(ChapterText)
    since = select(func.min(first.published_at)).where(
        first.chapter_id == Chapter.id, first.language == Edition.language
    )
    newest = select(original.number).where(
        original.chapter_id == Chapter.id, original.language == Chapter.language, original.state == "published"
    )
    return _latest().add_columns(_languages(), since.scalar_subquery(), newest.scalar_subquery())


def _languages() -> Any:
    text = aliased(ChapterText)
    mine = (text.chapter_id == Chapter.id, text.state == "published")
    return select(array_agg(aggregate_order_by(text.language, text.language))).where(*mine).scalar_subquery()


def _entry(chapter: Chapter, edition: Edition, languages: list[str]) -> Entry:
    return {
        "chapter_id": chapter.id,
        **{name: getattr(chapter, name) for name in ("kind", "theme", "source")},
        **{name: getattr(edition, name) for name in ("language", "title", "summary", "attribution", "number")},
        "published_at": edition.published_at,
        "languages": languages,
        "origin_city": chapter.origin_city,
    }


def _edition(chapter: Chapter, edition: Edition, languages: list[str], since: Any, newest: int | None) -> Entry:
    is_original = edition.language == chapter.language
    return {
        **_entry(chapter, edition, languages),
        **{name: getattr(edition, name) for name in ("parts", "licence", "checksum")},
        "original_language": None if is_original else chapter.language,
        "behind": not is_original and rules.a_translation_is_behind(edition.follows, newest),
        "first_published_at": since,
        "lineage": chapter.lineage,
    }
