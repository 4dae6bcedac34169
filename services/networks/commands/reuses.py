from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.networks import rules
from services.networks.errors import OwnPost
from services.networks.queries import board, membership
from services.networks.tables import Post, Reuse
from shared import clock
from shared.access import Actor
from shared.contracts.networks import PostReused
from shared.ids import new_id
from shared.messaging.outbox import publish


def use_post(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """Counted once for each member, whatever they say of it later."""
    membership.refuse_a_stranger(tx, actor, writing=True)
    post = board.shown_post(tx, actor, request["post_id"], lock=True)
    if not rules.counts_as_reuse(post.author_id, actor.id):
        raise OwnPost()
    found = _own(tx, actor, post)
    if found is not None:
        found.how = request["how"]
        return
    tx.add(Reuse(id=new_id(), post_id=post.id, person_id=actor.id, how=request["how"], used_at=clock.now()))
    count(tx, post)
    publish(tx, PostReused, post_id=post.id, person_id=actor.id)


def withdraw_use(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    membership.refuse_a_stranger(tx, actor, writing=True)
    post = board.shown_post(tx, actor, request["post_id"], lock=True)
    found = _own(tx, actor, post)
    if found is not None:
        tx.delete(found)
        count(tx, post)


def _own(tx: Session, actor: Actor, post: Post) -> Reuse | None:
    return tx.scalar(select(Reuse).where(Reuse.post_id == post.id, Reuse.person_id == actor.id))


def count(tx: Session, post: Post) -> None:
    tx.flush()
    post.reuses = tx.scalar(select(func.count()).select_from(Reuse).where(Reuse.post_id == post.id)) or 0
