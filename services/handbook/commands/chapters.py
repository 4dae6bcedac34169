from typing import Any

from sqlalchemy.orm import Session

from services.handbook import rules
from services.handbook.commands.shares import take_back
from services.handbook.errors import (
    ChapterIncomplete,
    NothingToPublish,
    NotPublished,
    RedactionNotConfirmed,
    TranslationExists,
)
from services.handbook.queries import chapters
from services.handbook.tables import Chapter, ChapterText, Edition, Share
from shared import clock
from shared.access import Actor
from shared.contracts import handbook as contract
from shared.contracts.handbook import ChapterPublished, ChapterWithdrawn
from shared.database import settings_of
from shared.errors import ChangedMeanwhile, Invalid, NotFound
from shared.ids import new_id
from shared.messaging.outbox import publish

WRITTEN = ("title", "summary", "parts", "attribution", "licence")


def start_chapter(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """A draft that editors alone read. A lesson says where it comes from; a chapter about a theme comes from many."""
    is_lesson = request["kind"] == "lesson"
    if is_lesson and request["source"] is None:
        raise Invalid({"source": ["required"]})
    chapter = begin(tx, {**request, "source": request["source"] if is_lesson else None})
    return {"id": chapter.id}


def begin(tx: Session, told: dict[str, Any]) -> Chapter:
    """The chapter and its text in the language that it is written in. `told`: kind, theme, source, language, and what
    is written."""
    chapter = Chapter(
        id=new_id(), **{name: told[name] for name in ("kind", "theme", "source", "language")}, started_at=clock.now()
    )
    tx.add(chapter)
    tx.flush()
    text = ChapterText(chapter_id=chapter.id, language=chapter.language, changed_at=clock.now())
    _write(tx, text, chapter, told)
    tx.add(text)
    return chapter


def change_theme(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    chapter = tx.get(Chapter, request["chapter_id"], with_for_update=True)
    if chapter is None:
        raise NotFound()
    chapter.theme = request["theme"]


def start_translation(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """Empty but for what is the same in every language. It follows the original as it is published now."""
    chapter, original = chapters.locked(tx, request["chapter_id"])
    if tx.get(ChapterText, (chapter.id, request["language"])) is not None:
        raise TranslationExists()
    tx.add(
        ChapterText(
            chapter_id=chapter.id,
            language=request["language"],
            title=original.title,
            parts={},
            attribution=original.attribution,
            licence=original.licence,
            follows=original.number,
            changed_at=clock.now(),
        )
    )


def write_text(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    chapter, original = chapters.locked(tx, request["chapter_id"])
    text = chapters.text_of(tx, chapter.id, request["language"])
    _refuse_an_old_version(text, request["version"])
    if request["licence"] != text.licence and chapters.licence_is_theirs(tx, chapter):
        raise Invalid({"licence": ["licence_is_theirs"]})
    _write(tx, text, chapter, request)
    if request["follows"] is not None:
        _follow(text, original, request["follows"])
    text.version += 1
    text.changed_at = clock.now()


def publish_text(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Freezes what is written as the next edition, which everybody reads from now on."""
    chapter, _original = chapters.locked(tx, request["chapter_id"])
    text = chapters.text_of(tx, chapter.id, request["language"])
    _refuse_an_old_version(text, request["version"])
    if not rules.there_is_something_to_publish(text.state, text.version, text.published_version):
        raise NothingToPublish()
    missing = rules.parts_that_are_missing(contract.PARTS[chapter.kind], text.parts)
    if missing:
        raise ChapterIncomplete(missing=len(missing))
    if not rules.everything_is_confirmed(contract.REDACTION_CHECKS, request["confirmed"]):
        raise RedactionNotConfirmed()
    return {"number": freeze(tx, chapter, text, request["note"])}


def freeze(tx: Session, chapter: Chapter, text: ChapterText, note: str | None = None) -> int:
    """What is written becomes an edition. Returns its number."""
    said = {name: getattr(text, name) for name in WRITTEN}
    text.number, text.state = (text.number or 0) + 1, "published"
    text.published_version = text.version
    edition = Edition(
        chapter_id=chapter.id,
        language=text.language,
        number=text.number,
        follows=text.follows,
        note=note,
        published_at=clock.now(),
        checksum=rules.checksum_of(said),
        **said,
    )
    tx.flush()
    tx.add(edition)
    publish(tx, ChapterPublished, **_announced(chapter, text))
    return text.number


def withdraw_text(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """Its editions stay with the editors; nobody else reads them any more, here or in other cities."""
    chapter, _original = chapters.locked(tx, request["chapter_id"])
    text = chapters.text_of(tx, chapter.id, request["language"])
    if text.state != "published":
        raise NotPublished()
    text.state = "withdrawn"
    share = tx.get(Share, (chapter.id, text.language), populate_existing=True)
    if share is not None and share.shared_number is not None:
        take_back(tx, share, None)
    publish(tx, ChapterWithdrawn, **_announced(chapter, text))


def _announced(chapter: Chapter, text: ChapterText) -> dict[str, Any]:
    return {
        "chapter_id": chapter.id,
        "kind": chapter.kind,
        "theme": chapter.theme,
        "language": text.language,
        "number": text.number,
        "original": text.language == chapter.language,
    }


def _refuse_an_old_version(text: ChapterText, version: int) -> None:
    if version != text.version:
        raise ChangedMeanwhile(version=text.version)


def _follow(text: ChapterText, original: ChapterText, number: int) -> None:
    """The original may have got a later edition since; nobody can have translated one that is still to come."""
    newest = 0 if text is original else original.number or 0
    if number > newest:
        raise Invalid({"follows": [f"too_large:{newest}"]})
    text.follows = number


def _write(tx: Session, text: ChapterText, chapter: Chapter, told: dict[str, Any]) -> None:
    """The city stands behind what names nobody else."""
    strange = set(told["parts"]) - set(contract.PARTS[chapter.kind])
    if strange:
        raise Invalid({f"parts.{name}": ["unknown_field"] for name in sorted(strange)})
    for name in WRITTEN:
        setattr(text, name, told[name])
    if not text.attribution:
        city = settings_of(tx)
        text.attribution = city.full_name
