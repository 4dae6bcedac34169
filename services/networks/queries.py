from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from services.networks import rules
from services.networks.errors import NotAMember
from services.networks.tables import Answer, Invitation, Member, Post
from shared.access import COORDINATOR, Actor
from shared.errors import NotFound

SUMMARY = ("id", "kind", "title", "theme", "author_id", "written_at", "answers")
PROFILE = ("person_id", "expertise", "area_ids", "languages", "joined_at")


def invitation(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    found = tx.get(Invitation, actor.id)
    return {"state": found.state if found else "none", "member": tx.get(Member, actor.id) is not None}


def member(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    refuse_a_stranger(tx, actor)
    found = tx.get(Member, request["person_id"])
    if found is None:
        raise NotFound()
    return _profile(found)


def members(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Newest first. A coordinator sees who is in the network; the board is the members' own."""
    if not actor.has(COORDINATOR):
        refuse_a_stranger(tx, actor)
    wanted = {Member.expertise: "expertise", Member.area_ids: "area_id", Member.languages: "language"}
    filters = [column.contains([request[name]]) for column, name in wanted.items() if request[name] is not None]
    statement = select(Member).where(*filters).order_by(Member.joined_at.desc(), Member.person_id.desc())
    return _page(tx, statement, request, _profile)


def posts(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Newest first. Unanswered are requests for advice that nobody has answered."""
    refuse_a_stranger(tx, actor)
    filters: list[ColumnElement[bool]] = []
    if request["kind"] is not None:
        filters.append(Post.kind == request["kind"])
    if request["theme"] is not None:
        filters.append(Post.theme == request["theme"])
    if request["unanswered"]:
        filters += [Post.kind == "advice", Post.answers == 0]
    statement = select(Post).where(*filters).order_by(Post.written_at.desc(), Post.id.desc())
    return _page(tx, statement, request, _summary)


def post(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    refuse_a_stranger(tx, actor)
    found = tx.get(Post, request["post_id"])
    if found is None:
        raise NotFound()
    given = select(Answer).where(Answer.post_id == found.id).order_by(Answer.written_at, Answer.id)
    return _summary(found) | {
        "text": found.text,
        "given_answers": [
            {"id": answer.id, "text": answer.text, "author_id": answer.author_id, "written_at": answer.written_at}
            for answer in tx.scalars(given)
        ],
    }


def refuse_a_stranger(tx: Session, actor: Actor, *, writing: bool = False) -> None:
    """Who writes is held as a member until it is written, so that an erasure in between misses nothing."""
    if tx.get(Member, actor.id, with_for_update={"read": True} if writing else None) is None:
        raise NotAMember()


def locked_invitation(tx: Session, person_id: UUID) -> Invitation | None:
    """What a person and the events decide about membership is decided under this lock."""
    return tx.get(Invitation, person_id, with_for_update=True, populate_existing=True)


def _page(tx: Session, statement: Select[Any], request: dict[str, Any], as_data: Any) -> dict[str, Any]:
    page, per_page = request["page"], request["per_page"]
    total = tx.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    found = tx.scalars(statement.limit(per_page).offset((page - 1) * per_page))
    return {
        "items": [as_data(row) for row in found],
        "total": total,
        "page": page,
        "pages": rules.pages_of(total, per_page),
    }


def _profile(member: Member) -> dict[str, Any]:
    return {field: getattr(member, field) for field in PROFILE}


def _summary(post: Post) -> dict[str, Any]:
    return {field: getattr(post, field) for field in SUMMARY}
