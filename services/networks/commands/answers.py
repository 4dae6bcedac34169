from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.networks import rules
from services.networks.commands import advice, hiding
from services.networks.errors import NotTheAsker, ReplyToAReply
from services.networks.queries import board, membership
from services.networks.tables import Answer
from shared import clock
from shared.access import Actor
from shared.contracts.networks import AnswerAccepted, AnswerWritten
from shared.ids import new_id
from shared.messaging.outbox import publish


def write_answer(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """The first answer of somebody else ends the asking around. A reply stands under its answer and counts as none."""
    membership.refuse_a_stranger(tx, actor, writing=True)
    post = board.shown_post(tx, actor, request["post_id"], lock=True)
    reply_to_id = request["reply_to_id"]
    if reply_to_id is not None:
        answered = board.shown_answer(tx, actor, post, reply_to_id)
        if not rules.can_be_replied_to(answered.reply_to_id):
            raise ReplyToAReply()
    answer = Answer(
        id=new_id(),
        post_id=post.id,
        reply_to_id=reply_to_id,
        text=request["text"],
        language=post.language,
        author_id=actor.id,
        written_at=clock.now(),
    )
    tx.add(answer)
    if reply_to_id is None:
        by = {"author_id": actor.id, "asker_id": post.author_id, "kind": post.kind}
        publish(tx, AnswerWritten, post_id=post.id, answer_id=answer.id, **by)
        if actor.id != post.author_id:
            post.answers += 1
            advice.end(tx, post)
    return {"id": answer.id}


def change_answer(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    post, answer = board.own_answer(tx, actor, request["post_id"], request["answer_id"])
    answer.text = request["text"]
    answer.edited_at = clock.now()
    hiding.corrected(tx, answer)
    tx.flush()
    board.count_answers(tx, post)


def delete_answer(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """With the replies to it."""
    post, answer = board.own_answer(tx, actor, request["post_id"], request["answer_id"])
    replies = tx.scalars(select(Answer.id).where(Answer.reply_to_id == answer.id))
    hiding.gone(tx, post.id, [answer.id, *replies])
    tx.delete(answer)
    tx.flush()
    if post.accepted_id == answer.id:
        post.accepted_id, post.accepted_at = None, None
    board.count_answers(tx, post)


def accept_answer(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    membership.refuse_a_stranger(tx, actor, writing=True)
    post = board.shown_post(tx, actor, request["post_id"], lock=True)
    if not rules.may_accept_an_answer(post.kind, post.author_id, actor.id):
        raise NotTheAsker()
    if request["answer_id"] == post.accepted_id:
        return
    if request["answer_id"] is None:
        post.accepted_id, post.accepted_at = None, None
        return
    answer = board.shown_answer(tx, actor, post, request["answer_id"])
    if answer.reply_to_id is not None:
        raise ReplyToAReply()
    post.accepted_id, post.accepted_at = answer.id, clock.now()
    publish(tx, AnswerAccepted, post_id=post.id, answer_id=answer.id, author_id=answer.author_id)
