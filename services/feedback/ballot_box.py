"""Links and answers of a survey, kept so that nothing tells which came when, or together.

Whatever is put in, the whole content is written anew: answers under fresh random ids, links in the order of their
hashes, all in the one transaction. So neither ids, nor the place of a row on disk, nor the transaction that wrote it
tells two rows apart. A group is small, so this costs nothing. The caller holds the lock of the survey's row.
"""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from services.feedback.tables import Answer, Link


def add_links(tx: Session, survey_id: UUID, hashes: Iterable[bytes]) -> None:
    links = _take_out_links(tx, survey_id)
    _put_in_links(tx, survey_id, links | dict.fromkeys(hashes, False))


def put_in(tx: Session, survey_id: UUID, link: bytes, answers: dict[str, Any]) -> None:
    """The answers of one person; their link is used up."""
    links = _take_out_links(tx, survey_id)
    _put_in_links(tx, survey_id, links | {link: True})
    _put_in_answers(tx, survey_id, [*_take_out_answers(tx, survey_id), *answers.items()])


def seal(tx: Session, survey_id: UUID) -> int:
    """After this no link is left. Returns how many people answered."""
    _put_in_answers(tx, survey_id, _take_out_answers(tx, survey_id))
    return sum(_take_out_links(tx, survey_id).values())


def _take_out_links(tx: Session, survey_id: UUID) -> dict[bytes, bool]:
    rows = tx.execute(delete(Link).where(Link.survey_id == survey_id).returning(Link.hash, Link.used))
    return {row.hash: row.used for row in rows}


def _put_in_links(tx: Session, survey_id: UUID, links: dict[bytes, bool]) -> None:
    tx.execute(
        insert(Link), [{"hash": hash_, "survey_id": survey_id, "used": used} for hash_, used in sorted(links.items())]
    )


def _take_out_answers(tx: Session, survey_id: UUID) -> list[tuple[str, Any]]:
    rows = tx.execute(delete(Answer).where(Answer.survey_id == survey_id).returning(Answer.question, Answer.value))
    return [(row.question, row.value) for row in rows]


def _put_in_answers(tx: Session, survey_id: UUID, answers: Collection[tuple[str, Any]]) -> None:
    """The fresh ids are random, so their order is a shuffle."""
    if not answers:
        return
    rows = [{"id": uuid4(), "survey_id": survey_id, "question": code, "value": value} for code, value in answers]
    tx.execute(insert(Answer), sorted(rows, key=lambda row: row["id"]))
