"""Reporting, deciding and looking again. Each decision stays in the tables with who took it."""

from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.networks import rules
from services.networks.commands import advice, hiding
from services.networks.errors import AnotherLooksAgain, NotHidden, OwnPost
from services.networks.queries import board, membership, subjects
from services.networks.queries.subjects import Subject
from services.networks.tables import Hiding, Member, Post, Report
from shared import clock
from shared.access import Actor
from shared.contracts.networks import PostHidden, PostReported, SecondLookGiven
from shared.errors import Forbidden, Invalid
from shared.ids import new_id
from shared.messaging.outbox import publish


def report(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    membership.refuse_a_stranger(tx, actor, writing=True)
    post, subject = subjects.shown(tx, actor, request["subject_id"])
    if subject.author_id == actor.id:
        raise OwnPost()
    values = {"subject_id": subject.id, "post_id": post.id, "person_id": actor.id, "reason": request["reason"]}
    said = insert(Report).values(id=new_id(), reported_at=clock.now(), **values)
    again = said.on_conflict_do_update(
        index_elements=[Report.subject_id, Report.person_id], set_={"reason": said.excluded.reason}
    )
    is_first = not tx.scalar(select(_waiting(subject.id).exists()))
    tx.execute(again)
    if is_first:
        programme_id = _programme_of(tx, subject.author_id) or _programme_of(tx, actor.id)
        publish(tx, PostReported, post_id=post.id, programme_id=programme_id)


def _waiting(subject_id: UUID) -> Any:
    return select(Report.id).where(Report.subject_id == subject_id, Report.decided_at.is_(None))


def _programme_of(tx: Session, person_id: UUID | None) -> UUID | None:
    member = tx.get(Member, person_id) if person_id else None
    return member.programme_id if member else None


def decide(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """Hidden with a reason that its author is told, or kept. What is hidden already keeps its first reason."""
    post, subject = subjects.find(tx, request["subject_id"], lock=True)
    if not rules.may_decide(subject.author_id, actor.id):
        raise OwnPost()
    if request["decision"] == "hidden":
        if request["reason"] is None:
            raise Invalid({"reason": ["required"]})
        _hide(tx, actor, post, subject, request["reason"])
    settled = update(Report).where(Report.subject_id == subject.id, Report.decided_at.is_(None))
    by = {"decided_at": clock.now(), "decided_by": actor.id, "outcome": request["decision"]}
    tx.execute(settled.values(person_id=None, **by))


def _hide(tx: Session, actor: Actor, post: Post, subject: Subject, reason: str) -> None:
    if subject.hidden_for:
        return
    subject.hidden_for = reason
    now = clock.now()
    about = {"subject_id": subject.id, "post_id": post.id}
    tx.add(Hiding(id=new_id(), reason=reason, hidden_at=now, hidden_by=actor.id, **about))
    tx.flush()
    if subject is post:
        advice.end(tx, post)
    else:
        _without_the_answer(tx, post, subject.id)
    publish(tx, PostHidden, **about, author_id=subject.author_id, reason=reason)


def _without_the_answer(tx: Session, post: Post, answer_id: UUID) -> None:
    board.count_answers(tx, post)
    if post.accepted_id == answer_id:
        post.accepted_id, post.accepted_at = None, None


def ask_second_look(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """Once for each time that it was hidden."""
    membership.refuse_a_stranger(tx, actor, writing=True)
    post, subject = subjects.shown(tx, actor, request["subject_id"])
    if subject.author_id != actor.id:
        raise Forbidden()
    standing = _standing(tx, subject.id)
    if standing.second_look_at is None:
        standing.second_look_at = clock.now()
        publish(tx, PostReported, post_id=post.id, programme_id=_programme_of(tx, actor.id))


def look_again(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """By somebody other than who hid it."""
    post, subject = subjects.find(tx, request["subject_id"], lock=True)
    standing = _standing(tx, subject.id)
    if not rules.may_take_a_second_look(standing.hidden_by, subject.author_id, actor.id):
        raise AnotherLooksAgain()
    standing.looked_at, standing.looked_by, standing.outcome = clock.now(), actor.id, request["decision"]
    if request["decision"] == "shown":
        subject.hidden_for = None
        tx.flush()
        hiding.over(tx, subject.id, "shown")
        board.count_answers(tx, post)
    about = {"post_id": post.id, "subject_id": subject.id, "author_id": subject.author_id}
    publish(tx, SecondLookGiven, **about, outcome=request["decision"])


def _standing(tx: Session, subject_id: UUID) -> Hiding:
    found = tx.scalar(
        select(Hiding).where(Hiding.subject_id == subject_id, Hiding.ended_at.is_(None)).with_for_update()
    )
    if found is None:
        raise NotHidden()
    return found
