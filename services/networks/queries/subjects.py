"""A post or an answer by its id, whichever it is."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.networks.queries import board
from services.networks.tables import Answer, Post
from shared.access import Actor
from shared.errors import NotFound

Subject = Post | Answer


def find(tx: Session, subject_id: UUID, *, lock: bool = False) -> tuple[Post, Subject]:
    """With the post that it is, or under which it stands, which is what is locked."""
    answer = tx.get(Answer, subject_id)
    post = tx.get(Post, answer.post_id if answer else subject_id, with_for_update=lock or None, populate_existing=lock)
    if post is None:
        raise NotFound()
    return post, answer or post


def shown(tx: Session, actor: Actor, subject_id: UUID) -> tuple[Post, Subject]:
    """For a member, who finds nothing that they do not see."""
    post, subject = find(tx, subject_id, lock=True)
    board.shown_post(tx, actor, post.id)
    if subject.hidden_for and subject.author_id != actor.id:
        raise NotFound()
    return post, subject
