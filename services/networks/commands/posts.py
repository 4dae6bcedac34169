from typing import Any

from sqlalchemy.orm import Session

from services.networks import rules
from services.networks.commands import advice, hiding
from services.networks.queries import board, membership
from services.networks.tables import Post
from shared import clock
from shared.access import Actor
from shared.contracts.networks import PostWritten
from shared.database import settings_of
from shared.ids import new_id
from shared.messaging.outbox import publish


def write_post(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """It is on the board at once: nobody approves. A request for advice is put to members who fit."""
    membership.refuse_a_stranger(tx, actor, writing=True)
    said = request | {"language": request["language"] or settings_of(tx).default_language}
    post = Post(id=new_id(), author_id=actor.id, written_at=clock.now(), answers=0, **said)
    tx.add(post)
    tx.flush()
    publish(tx, PostWritten, post_id=post.id, kind=post.kind, theme=post.theme, author_id=actor.id)
    if rules.is_routed(post.kind):
        advice.ask_around(tx, post)
    return {"id": post.id}


def change_post(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """Whoever was asked already stays asked."""
    post = board.own_post(tx, actor, request["post_id"])
    for field in ("title", "text", "theme", "area_id", "expertise"):
        setattr(post, field, request[field])
    post.language = request["language"] or post.language
    post.edited_at = clock.now()
    hiding.corrected(tx, post)


def delete_post(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """With all that was said under it."""
    post = board.own_post(tx, actor, request["post_id"])
    hiding.gone(tx, post.id)
    tx.delete(post)
