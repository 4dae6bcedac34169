from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.networks import rules
from services.networks.queries.membership import refuse_a_stranger
from services.networks.tables import Asked, Post, Resting
from shared.access import Actor


def asked_of_me(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    refuse_a_stranger(tx, actor)
    rows = tx.execute(
        select(Asked.post_id, Post.title, Post.theme, Post.author_id, Asked.asked_at)
        .join(Post, Post.id == Asked.post_id)
        .where(Asked.person_id == actor.id, Asked.state == "waiting", Post.hidden_for.is_(None))
        .order_by(Asked.asked_at, Asked.post_id)
    )
    return {
        "requests": [row._asdict() | {"until": row.asked_at + rules.PATIENCE} for row in rows],
        "resting": tx.get(Resting, actor.id) is not None,
    }
