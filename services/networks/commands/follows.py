from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.networks.queries import board, membership
from services.networks.tables import FollowedPost, FollowedTheme
from shared import clock
from shared.access import Actor


def follow_post(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    membership.refuse_a_stranger(tx, actor, writing=True)
    post = board.shown_post(tx, actor, request["post_id"])
    _follow(tx, FollowedPost, request["following"], person_id=actor.id, post_id=post.id)


def follow_theme(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    membership.refuse_a_stranger(tx, actor, writing=True)
    _follow(tx, FollowedTheme, request["following"], person_id=actor.id, theme=request["theme"])


def _follow(tx: Session, table: Any, following: bool, **what: Any) -> None:
    if following:
        tx.execute(insert(table).values(**what, since=clock.now()).on_conflict_do_nothing())
    else:
        tx.execute(delete(table).filter_by(**what))


def forget(tx: Session, person_id: UUID) -> None:
    """Of who leaves the network or is erased."""
    for table in (FollowedPost, FollowedTheme):
        tx.execute(delete(table).where(table.person_id == person_id))
