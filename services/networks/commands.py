from typing import Any

from sqlalchemy.orm import Session

from services.networks import queries, rules
from services.networks.errors import AlreadyAMember, NotAMember, NotInvited
from services.networks.tables import Answer, Member, Post
from shared import clock
from shared.access import Actor
from shared.contracts.networks import AnswerWritten, MemberJoined, MemberLeft, PostWritten
from shared.errors import Invalid, NotFound
from shared.ids import new_id
from shared.messaging.outbox import publish


def join(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    invitation = queries.locked_invitation(tx, actor.id)
    if invitation is None or not rules.may_join(invitation.state):
        raise NotInvited()
    if tx.get(Member, actor.id) is not None:
        raise AlreadyAMember()
    if not request["agreed"]:
        raise Invalid({"agreed": ["must_agree"]})
    programme_id = invitation.programme_id
    invitation.state = "accepted"
    tx.add(Member(person_id=actor.id, programme_id=programme_id, joined_at=clock.now(), **_profile_in(request)))
    publish(tx, MemberJoined, person_id=actor.id, programme_id=programme_id)


def decline(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """No reason is asked, and joining later stays possible."""
    invitation = queries.locked_invitation(tx, actor.id)
    if invitation is None:
        raise NotInvited()
    if tx.get(Member, actor.id) is not None:
        raise AlreadyAMember()
    invitation.state = "declined"


def leave(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """The profile goes at once; what the person wrote stays under their id."""
    member = _own(tx, actor)
    tx.delete(member)
    publish(tx, MemberLeft, person_id=actor.id, programme_id=member.programme_id)


def change_profile(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    member = _own(tx, actor)
    for field, value in _profile_in(request).items():
        setattr(member, field, value)


def write_post(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """It is on the board at once: nobody approves."""
    queries.refuse_a_stranger(tx, actor, writing=True)
    post = Post(id=new_id(), author_id=actor.id, written_at=clock.now(), **request)
    tx.add(post)
    publish(tx, PostWritten, post_id=post.id, kind=post.kind, theme=post.theme, author_id=actor.id)
    return {"id": post.id}


def write_answer(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    queries.refuse_a_stranger(tx, actor, writing=True)
    post = tx.get(Post, request["post_id"], with_for_update=True, populate_existing=True)
    if post is None:
        raise NotFound()
    answer = Answer(id=new_id(), post_id=post.id, text=request["text"], author_id=actor.id, written_at=clock.now())
    tx.add(answer)
    post.answers += 1
    publish(tx, AnswerWritten, post_id=post.id, answer_id=answer.id, author_id=actor.id, asker_id=post.author_id)
    return {"id": answer.id}


def _own(tx: Session, actor: Actor) -> Member:
    member = tx.get(Member, actor.id, with_for_update=True, populate_existing=True)
    if member is None:
        raise NotAMember()
    return member


def _profile_in(request: dict[str, Any]) -> dict[str, list[Any]]:
    """Each choice once, in the order given."""
    return {field: list(dict.fromkeys(request[field])) for field in ("expertise", "area_ids", "languages")}
