from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.networks.queries import board
from services.networks.queries.membership import refuse_a_stranger
from services.networks.tables import FollowedPost, FollowedTheme, Post
from shared.access import Actor

MOST_SHOWN = 1_000


def following(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    refuse_a_stranger(tx, actor)
    themes = select(FollowedTheme.theme).where(FollowedTheme.person_id == actor.id).order_by(FollowedTheme.since)
    posts = (
        select(Post.id, Post.kind, Post.title, Post.answers, FollowedPost.since)
        .join(FollowedPost, FollowedPost.post_id == Post.id)
        .where(FollowedPost.person_id == actor.id, board.is_shown(Post, actor))
        .order_by(Post.written_at.desc(), Post.id.desc())
        .limit(MOST_SHOWN)
    )
    return {"themes": list(tx.scalars(themes)), "posts": [row._asdict() for row in tx.execute(posts)]}
