from typing import Any
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from services.networks import rules
from services.networks.queries import helpers, membership
from services.networks.tables import Asked, Post, Resting
from shared import clock
from shared.access import Actor
from shared.contracts.networks import AdviceAsked
from shared.errors import NotFound
from shared.messaging.outbox import publish


def ask_around(tx: Session, post: Post) -> None:
    """As many members as are still missing. When nobody else fits, the request stays on the board for everybody."""
    if post.answers or post.hidden_for:
        return
    chosen = rules.who_is_asked(helpers.need_of(tx, post), helpers.others(tx, post), helpers.waiting(tx, post.id))
    for person_id in chosen:
        tx.add(Asked(post_id=post.id, person_id=person_id, state="waiting", asked_at=clock.now()))
        publish(tx, AdviceAsked, post_id=post.id, person_id=person_id)
    tx.flush()


def not_now(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """No reason is asked; the next one is. Who says it twice has said it."""
    membership.refuse_a_stranger(tx, actor)
    post = tx.get(Post, request["post_id"], with_for_update=True, populate_existing=True)
    asked = tx.get(Asked, (request["post_id"], actor.id), populate_existing=True)
    if post is None or asked is None:
        raise NotFound()
    if asked.state == "waiting":
        asked.state = "not_now"
        tx.flush()
        ask_around(tx, post)


def rest(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    membership.refuse_a_stranger(tx, actor, writing=True)
    resting = tx.get(Resting, actor.id)
    if request["resting"] and resting is None:
        tx.add(Resting(person_id=actor.id, since=clock.now()))
    elif resting is not None and not request["resting"]:
        tx.delete(resting)


def end(tx: Session, post: Post) -> None:
    """Nobody is waited for any more."""
    settled = update(Asked).where(Asked.post_id == post.id, Asked.state == "waiting")
    tx.execute(settled.values(state="ended"))


def ask_the_next(tx: Session, post_id: UUID) -> None:
    """Of a request that has waited long enough: those asked are left in peace."""
    post = tx.get(Post, post_id, with_for_update=True, populate_existing=True)
    if post is None:
        return
    late = (Asked.post_id == post_id, Asked.state == "waiting", Asked.asked_at <= clock.now() - rules.PATIENCE)
    if tx.execute(update(Asked).where(*late).values(state="lapsed").returning(Asked.person_id)).all():
        ask_around(tx, post)


def step_back(tx: Session, person_id: UUID) -> None:
    """Who leaves the network, or is erased, is asked nothing any more: others are."""
    gone = delete(Asked).where(Asked.person_id == person_id).returning(Asked.post_id, Asked.state)
    waited = sorted(post_id for post_id, state in tx.execute(gone) if state == "waiting")
    tx.execute(delete(Resting).where(Resting.person_id == person_id))
    for post_id in waited:
        post = tx.get(Post, post_id, with_for_update=True, populate_existing=True)
        if post is not None:
            ask_around(tx, post)
