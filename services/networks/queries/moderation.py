from typing import Any

from sqlalchemy import Select, and_, func, not_, select
from sqlalchemy.orm import Session

from services.networks import rules
from services.networks.queries import subjects
from services.networks.tables import Answer, Hiding, Post, Report
from shared.access import Actor
from shared.errors import NotFound

MOST_EARLIER = 50
HIDDEN = (
    Hiding.subject_id,
    Hiding.post_id,
    Post.title,
    Hiding.reason,
    Hiding.hidden_at,
    Hiding.hidden_by,
    Hiding.second_look_at,
    Hiding.looked_by,
    Hiding.outcome,
)


def reports(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Not who reported it."""
    waits_for_a_look = (Hiding.ended_at.is_(None), Hiding.second_look_at.is_not(None), Hiding.looked_at.is_(None))
    looks = _hidden().where(*waits_for_a_look).order_by(Hiding.second_look_at)
    earlier = _hidden().where(not_(and_(*waits_for_a_look)))
    newest = earlier.order_by(Hiding.hidden_at.desc()).limit(MOST_EARLIER)
    return {
        "reported": _reported(tx),
        "second_looks": [row._asdict() for row in tx.execute(looks)],
        "earlier": [row._asdict() for row in tx.execute(newest)],
    }


def _hidden() -> Select[*tuple[Any, ...]]:
    return select(*HIDDEN).outerjoin(Post, Post.id == Hiding.post_id)


def _reported(tx: Session) -> list[dict[str, Any]]:
    """The one that has waited longest first."""
    rows = tx.execute(
        select(Report.subject_id, Report.post_id, Post.title, Report.reason, func.count(), func.min(Report.reported_at))
        .join(Post, Post.id == Report.post_id)
        .where(Report.decided_at.is_(None))
        .group_by(Report.subject_id, Report.post_id, Post.title, Report.reason)
        .order_by(func.min(Report.reported_at), Report.subject_id)
    )
    found: dict[Any, dict[str, Any]] = {}
    for subject_id, post_id, title, reason, number, since in rows:
        about = {"subject_id": subject_id, "post_id": post_id, "title": title, "is_answer": subject_id != post_id}
        one = found.setdefault(subject_id, about | {"since": since, "reasons": []})
        one["reasons"].append({"reason": reason, "number": number})
    return list(found.values())


def reported(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Only what was reported, or hidden: the rest of the board is the members' own."""
    post, subject = subjects.find(tx, request["subject_id"])
    reasons = tx.execute(
        select(Report.reason, func.count().label("number"))
        .where(Report.subject_id == subject.id, Report.decided_at.is_(None))
        .group_by(Report.reason)
        .order_by(func.count().desc(), Report.reason)
    ).all()
    standing = tx.scalar(select(Hiding).where(Hiding.subject_id == subject.id, Hiding.ended_at.is_(None)))
    if not reasons and standing is None:
        raise NotFound()
    looks = standing is not None and standing.second_look_at is not None and standing.looked_at is None
    hidden_by = standing.hidden_by if standing else None
    return {
        "subject_id": subject.id,
        "post_id": post.id,
        "kind": post.kind,
        "title": post.title,
        "text": subject.text,
        "is_answer": isinstance(subject, Answer),
        "author_id": subject.author_id,
        "written_at": subject.written_at,
        "reasons": [row._asdict() for row in reasons],
        "hidden_for": subject.hidden_for,
        "second_look": looks,
        "may_decide": rules.may_take_a_second_look(hidden_by, subject.author_id, actor.id)
        if looks
        else rules.may_decide(subject.author_id, actor.id),
    }
