from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, exists, func, literal, select
from sqlalchemy.orm import Session

from services.networks import rules
from services.networks.queries import board, search, second_looks
from services.networks.queries.membership import refuse_a_stranger
from services.networks.queries.pages import page
from services.networks.tables import Answer, Asked, FollowedPost, FollowedTheme, Post, Reuse
from shared.access import Actor

SUMMARY = (
    "id",
    "kind",
    "title",
    "theme",
    "area_id",
    "author_id",
    "written_at",
    "edited_at",
    "answers",
    "reuses",
    "hidden_for",
)
ANSWER = ("id", "reply_to_id", "text", "author_id", "written_at", "edited_at", "hidden_for")
MOST_RELATED = 4


def posts(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Newest first."""
    refuse_a_stranger(tx, actor)
    filters = [board.is_shown(Post, actor)]
    for field in ("kind", "theme", "area_id"):
        if request[field] is not None:
            filters.append(getattr(Post, field) == request[field])
    if request["state"] is not None:
        filters.append(_in_state(request["state"], actor))
    if request["q"] is not None:
        filters.append(search.matches(request["q"]))
    statement = select(Post).where(*filters).order_by(Post.written_at.desc(), Post.id.desc())
    waiting = select(func.count()).select_from(Asked).where(_waits_for(actor))
    return page(tx, statement, request, _summary) | {"waiting": tx.scalar(waiting) or 0}


def _in_state(state: str, actor: Actor) -> ColumnElement[bool]:
    if state == "unanswered":
        return and_(Post.answers == 0, Post.kind.in_(rules.WAITS_FOR_AN_ANSWER))
    if state == "accepted":
        return Post.accepted_id.is_not(None)
    if state == "mine":
        return Post.author_id == actor.id
    if state == "asked":
        return exists().where(Asked.post_id == Post.id, _waits_for(actor))
    return is_followed_by(actor)


def is_followed_by(actor: Actor) -> ColumnElement[bool]:
    """By itself, or as one on its theme."""
    themes = select(FollowedTheme.theme).where(FollowedTheme.person_id == actor.id)
    of_itself = select(FollowedPost.post_id).where(FollowedPost.person_id == actor.id)
    return Post.theme.in_(themes) | Post.id.in_(of_itself)


def _waits_for(actor: Actor) -> ColumnElement[bool]:
    return and_(Asked.person_id == actor.id, Asked.state == "waiting")


def post(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    refuse_a_stranger(tx, actor)
    found = board.shown_post(tx, actor, request["post_id"])
    given = tx.scalars(
        select(Answer)
        .where(Answer.post_id == found.id, board.is_shown(Answer, actor))
        .order_by(Answer.written_at, Answer.id)
    ).all()
    hidden = [each.id for each in given if each.hidden_for] + ([found.id] if found.hidden_for else [])
    looks = second_looks.of(tx, hidden)
    used = select(Reuse.person_id, Reuse.how, Reuse.used_at).where(Reuse.post_id == found.id).order_by(Reuse.used_at)
    uses = tx.execute(used)
    related = tx.execute(search.related(found, actor).limit(MOST_RELATED))
    return {
        **_summary(found),
        **{name: getattr(found, name) for name in ("text", "language", "expertise", "accepted_id")},
        "given_answers": [{name: getattr(each, name) for name in ANSWER} | _look(looks, each) for each in given],
        "uses": [use._asdict() for use in uses],
        "related": [each._asdict() for each in related],
        **_between(tx, actor, found),
        "may_accept": rules.may_accept_an_answer(found.kind, found.author_id, actor.id),
        **_look(looks, found),
    }


def _look(looks: dict[Any, str], subject: Post | Answer) -> dict[str, Any]:
    return {"second_look": looks.get(subject.id)}


def _between(tx: Session, actor: Actor, post: Post) -> dict[str, Any]:
    """What the reader has to do with the post, in one statement."""
    mine = (Asked.post_id == post.id, Asked.state == "waiting")
    row = tx.execute(
        select(
            exists().where(FollowedPost.post_id == post.id, FollowedPost.person_id == actor.id).label("following"),
            exists()
            .where(FollowedTheme.theme == literal(post.theme), FollowedTheme.person_id == actor.id)
            .label("follows_theme"),
            select(func.count(type_=Integer)).select_from(Asked).where(*mine).scalar_subquery().label("asked"),
            exists().where(*mine, Asked.person_id == actor.id).label("asked_me"),
        )
    ).one()
    return row._asdict()


def _summary(post: Post) -> dict[str, Any]:
    more = {"accepted": post.accepted_id is not None, "waits": rules.still_waits_for_an_answer(post.kind, post.answers)}
    return {field: getattr(post, field) for field in SUMMARY} | more
