"""One post or answer, for whoever may see it or may change it."""

from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import Session

from services.networks.queries import membership
from services.networks.tables import Answer, Post
from shared.access import Actor
from shared.errors import Forbidden, NotFound


def is_shown(table: type[Post] | type[Answer], actor: Actor) -> ColumnElement[bool]:
    """What was hidden is there for its author, who can correct it."""
    return or_(table.hidden_for.is_(None), table.author_id == actor.id)


def shown_post(tx: Session, actor: Actor, post_id: UUID, *, lock: bool = False) -> Post:
    """Locked, it and all that counts what is under it change one after the other."""
    found = tx.get(Post, post_id, with_for_update=lock or None, populate_existing=lock)
    if found is None or (found.hidden_for and found.author_id != actor.id):
        raise NotFound()
    return found


def shown_answer(tx: Session, actor: Actor, post: Post, answer_id: UUID) -> Answer:
    found = tx.get(Answer, answer_id)
    if found is None or found.post_id != post.id or (found.hidden_for and found.author_id != actor.id):
        raise NotFound()
    return found


def own_post(tx: Session, actor: Actor, post_id: UUID) -> Post:
    """For changing it."""
    membership.refuse_a_stranger(tx, actor, writing=True)
    found = shown_post(tx, actor, post_id, lock=True)
    if found.author_id != actor.id:
        raise Forbidden()
    return found


def own_answer(tx: Session, actor: Actor, post_id: UUID, answer_id: UUID) -> tuple[Post, Answer]:
    membership.refuse_a_stranger(tx, actor, writing=True)
    post = shown_post(tx, actor, post_id, lock=True)
    answer = shown_answer(tx, actor, post, answer_id)
    if answer.author_id != actor.id:
        raise Forbidden()
    return post, answer


def count_answers(tx: Session, post: Post) -> None:
    """Those of others: what somebody adds to their own post answers nothing."""
    given = (Answer.post_id == post.id, Answer.reply_to_id.is_(None), Answer.hidden_for.is_(None))
    of_others = true() if post.author_id is None else Answer.author_id.is_distinct_from(post.author_id)
    post.answers = tx.scalar(select(func.count()).select_from(Answer).where(*given, of_others)) or 0
