from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from services.handbook import rules
from services.handbook.tables import Chapter, ChapterText, Contribution, Edition, Share
from shared.access import Actor
from shared.contracts import handbook as contract
from shared.database import settings_of
from shared.errors import NotFound

DESCRIBED = ("id", "kind", "theme", "source", "language", "started_at")
SAID = ("title", "summary", "parts", "attribution", "licence")
HINTED = ("title", "summary", "attribution")


def chapters(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Those of which a text was changed last come first."""
    filters: list[ColumnElement[bool]] = []
    for column, name in ((Chapter.kind, "kind"), (Chapter.theme, "theme")):
        if request[name] is not None:
            filters.append(column == request[name])
    if request["state"] is not None:
        in_state = select(ChapterText.chapter_id).where(ChapterText.state == request["state"])
        filters.append(Chapter.id.in_(in_state))
    changed = select(func.max(ChapterText.changed_at)).where(ChapterText.chapter_id == Chapter.id).scalar_subquery()
    page, per_page = request["page"], request["per_page"]
    rows = tx.execute(
        select(Chapter, func.count().over())
        .where(*filters)
        .order_by(changed.desc(), Chapter.id.desc())
        .limit(per_page)
        .offset((page - 1) * per_page)
    ).all()
    texts = _texts(tx, [chapter for chapter, _total in rows])
    total = rows[0][1] if rows else 0
    return {
        "items": [
            {name: getattr(chapter, name) for name in DESCRIBED} | {"texts": texts[chapter.id]} for chapter, _ in rows
        ],
        "total": total,
        "page": page,
        "pages": rules.pages_of(total, per_page),
    }


def chapter_text(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    chapter = tx.get(Chapter, request["chapter_id"])
    if chapter is None:
        raise NotFound()
    found = tx.scalars(
        select(ChapterText).where(ChapterText.chapter_id == chapter.id).order_by(ChapterText.language)
    ).all()
    texts = {text.language: text for text in found}
    if request["language"] not in texts:
        raise NotFound()
    text, original = texts[request["language"]], texts[chapter.language]
    share = tx.get(Share, (chapter.id, text.language))
    is_original = text is original
    hinted = {name: getattr(text, name) for name in HINTED} | text.parts
    return {
        "chapter_id": chapter.id,
        **{name: getattr(chapter, name) for name in ("kind", "theme", "source", "lineage")},
        **{name: getattr(text, name) for name in (*SAID, "version", "follows")},
        "licence_is_theirs": licence_is_theirs(tx, chapter),
        **_state(text, original, share),
        "share_state": share and share.state,
        "original": None if is_original else _original(original),
        "languages": [chapter.language, *(language for language in texts if language != chapter.language)],
        "hints": rules.hints_about(hinted, text.language, [settings_of(tx).city_name]),
        "editions": _editions(tx, text),
    }


def differences(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    text = text_of(tx, request["chapter_id"], request["language"])
    before = _edition(tx, text, request["before"] or text.number)
    after = text if request["after"] is None else _edition(tx, text, request["after"])
    differing = rules.parts_that_differ(_said(before), _said(after))
    return {"title": after.title, "parts": [{"part": name, "lines": lines} for name, lines in differing.items()]}


def locked(tx: Session, chapter_id: UUID) -> tuple[Chapter, ChapterText]:
    """The chapter, and its text in the language that it was written in. Every change waits for the one before."""
    chapter = tx.get(Chapter, chapter_id, with_for_update=True, populate_existing=True)
    if chapter is None:
        raise NotFound()
    return chapter, text_of(tx, chapter_id, chapter.language)


def licence_is_theirs(tx: Session, chapter: Chapter) -> bool:
    """What another city or a partner wrote stays under the terms on which they gave it."""
    if chapter.origin_city is not None:
        return True
    if chapter.source != contract.PARTNER:
        return False
    of_a_partner = select(Contribution.id).where(
        Contribution.chapter_id == chapter.id, Contribution.link_id.is_not(None)
    )
    return tx.scalar(of_a_partner.limit(1)) is not None


def text_of(tx: Session, chapter_id: UUID, language: str) -> ChapterText:
    text = tx.get(ChapterText, (chapter_id, language), populate_existing=True)
    if text is None:
        raise NotFound()
    return text


def _texts(tx: Session, of: list[Chapter]) -> dict[UUID, list[dict[str, Any]]]:
    """The original first."""
    originals = {chapter.id: chapter.language for chapter in of}
    found = tx.scalars(
        select(ChapterText).where(ChapterText.chapter_id.in_(list(originals))).order_by(ChapterText.language)
    ).all()
    by_key = {(text.chapter_id, text.language): text for text in found}
    shares = tx.scalars(select(Share).where(Share.chapter_id.in_(list(originals))))
    shared = {(share.chapter_id, share.language): share for share in shares}
    texts: dict[UUID, list[dict[str, Any]]] = {chapter_id: [] for chapter_id in originals}
    for text in sorted(found, key=lambda each: each.language != originals[each.chapter_id]):
        original = by_key[text.chapter_id, originals[text.chapter_id]]
        share = shared.get((text.chapter_id, text.language))
        texts[text.chapter_id].append({"title": text.title, **_state(text, original, share)})
    return texts


def _state(text: ChapterText, original: ChapterText, share: Share | None) -> dict[str, Any]:
    return {
        **{name: getattr(text, name) for name in ("language", "state", "number", "changed_at")},
        "changed": text.version != text.published_version,
        "shared_number": share and share.shared_number,
        "behind": text is not original and rules.a_translation_is_behind(text.follows, original.number),
    }


def _original(original: ChapterText) -> dict[str, Any]:
    return {name: getattr(original, name) for name in ("language", "title", "summary", "parts", "number")}


def _editions(tx: Session, text: ChapterText) -> list[dict[str, Any]]:
    """The latest first."""
    columns = (Edition.number, Edition.note, Edition.published_at, Edition.checksum)
    mine = (Edition.chapter_id == text.chapter_id, Edition.language == text.language)
    return [row._asdict() for row in tx.execute(select(*columns).where(*mine).order_by(Edition.number.desc()))]


def _edition(tx: Session, text: ChapterText, number: int | None) -> Edition:
    edition = tx.get(Edition, (text.chapter_id, text.language, number)) if number else None
    if edition is None:
        raise NotFound()
    return edition


def _said(text: ChapterText | Edition) -> dict[str, str | None]:
    return {"title": text.title, "summary": text.summary, "attribution": text.attribution, **text.parts}
