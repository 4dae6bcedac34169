"""What happened on the board since each reader was last told, counted by the database in one statement for each kind.

A topic is a statement of (person_id, about_id, number), given the readers as a table. What somebody did themselves is
no news to them.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Select, Subquery, Uuid, cast, column, exists, func, literal, select, values
from sqlalchemy.orm import Session
from sqlalchemy.types import DateTime

from services.networks.tables import Answer, Asked, FollowedPost, FollowedTheme, Member, Post, Reuse
from shared.access import Actor

Row = tuple[Any, Any, int]
Topic = Callable[[Subquery], Select[*Row]]
AT_ONCE = 500


def member_news(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    items: list[dict[str, Any]] = []
    readers = request["readers"]
    for start in range(0, len(readers), AT_ONCE):
        asking = _table([(each["person_id"], each["since"]) for each in readers[start:][:AT_ONCE]])
        for kind, topic in TOPICS.items():
            for person_id, about_id, number in tx.execute(topic(asking)):
                items.append({"person_id": person_id, "kind": kind, "about_id": about_id, "number": number})
    return {"items": items}


def news_titles(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    ids = request["ids"]
    posts = select(Post.id, Post.id.label("post_id"), Post.title, Post.hidden_for).where(Post.id.in_(ids))
    hidden_for = func.coalesce(Answer.hidden_for, Post.hidden_for).label("hidden_for")
    answers = select(Answer.id, Post.id.label("post_id"), Post.title, hidden_for).join(Post, Post.id == Answer.post_id)
    titles = [row._asdict() for row in (*tx.execute(posts), *tx.execute(answers.where(Answer.id.in_(ids))))]
    return {"titles": titles}


def _table(readers: list[tuple[Any, Any]]) -> Subquery:
    """The readers who are members now."""
    given = values(column("person_id", Uuid), column("since", DateTime(timezone=True)), name="given").data(readers)
    return (
        select(cast(given.c.person_id, Uuid).label("person_id"), given.c.since)
        .join(Member, Member.person_id == given.c.person_id)
        .subquery("readers")
    )


def _advice_asked(readers: Subquery) -> Select[*Row]:
    """What waits still."""
    return (
        select(readers.c.person_id, Asked.post_id, literal(1))
        .join(Asked, Asked.person_id == readers.c.person_id)
        .join(Post, Post.id == Asked.post_id)
        .where(Asked.state == "waiting", Asked.asked_at > readers.c.since, Post.hidden_for.is_(None))
    )


def _answered(readers: Subquery) -> Select[*Row]:
    """Answers to what they wrote, and replies there."""
    return (
        select(readers.c.person_id, Post.id, func.count())
        .join(Post, Post.author_id == readers.c.person_id)
        .join(Answer, Answer.post_id == Post.id)
        .where(*_is_news(readers))
        .group_by(readers.c.person_id, Post.id)
    )


def _followed(readers: Subquery) -> Select[*Row]:
    """Answers to what they follow; what they wrote themselves is told as answered."""
    return (
        select(readers.c.person_id, Post.id, func.count())
        .join(FollowedPost, FollowedPost.person_id == readers.c.person_id)
        .join(Post, Post.id == FollowedPost.post_id)
        .join(Answer, Answer.post_id == Post.id)
        .where(*_is_news(readers), Post.author_id.is_distinct_from(readers.c.person_id))
        .group_by(readers.c.person_id, Post.id)
    )


def _is_news(readers: Subquery) -> tuple[Any, ...]:
    return (
        Answer.written_at > readers.c.since,
        Answer.author_id.is_distinct_from(readers.c.person_id),
        Answer.hidden_for.is_(None),
        Post.hidden_for.is_(None),
    )


def _accepted(readers: Subquery) -> Select[*Row]:
    """Answers of theirs that helped."""
    return (
        select(readers.c.person_id, Post.id, literal(1))
        .join(Answer, Answer.author_id == readers.c.person_id)
        .join(Post, Post.accepted_id == Answer.id)
        .where(Post.accepted_at > readers.c.since, Post.hidden_for.is_(None))
    )


def _used(readers: Subquery) -> Select[*Row]:
    return (
        select(readers.c.person_id, Post.id, func.count())
        .join(Post, Post.author_id == readers.c.person_id)
        .join(Reuse, Reuse.post_id == Post.id)
        .where(Reuse.used_at > readers.c.since, Post.hidden_for.is_(None))
        .group_by(readers.c.person_id, Post.id)
    )


def _on_theme(readers: Subquery) -> Select[*Row]:
    return (
        select(readers.c.person_id, Post.id, literal(1))
        .join(FollowedTheme, FollowedTheme.person_id == readers.c.person_id)
        .join(Post, Post.theme == FollowedTheme.theme)
        .where(*_is_new(readers))
        .order_by(Post.written_at)
    )


def _new_posts(readers: Subquery) -> Select[*Row]:
    """All others together."""
    on_theme = exists().where(FollowedTheme.person_id == readers.c.person_id, FollowedTheme.theme == Post.theme)
    asked = exists().where(Asked.person_id == readers.c.person_id, Asked.post_id == Post.id)
    return (
        select(readers.c.person_id, cast(None, Uuid), func.count())
        .join(Post, Post.written_at > readers.c.since)
        .where(*_is_new(readers), ~on_theme, ~asked)
        .group_by(readers.c.person_id)
    )


def _is_new(readers: Subquery) -> tuple[Any, ...]:
    by_somebody_else = Post.author_id.is_distinct_from(readers.c.person_id)
    return (Post.written_at > readers.c.since, by_somebody_else, Post.hidden_for.is_(None))


TOPICS: dict[str, Topic] = {
    "advice_asked": _advice_asked,
    "answered": _answered,
    "accepted": _accepted,
    "used": _used,
    "followed": _followed,
    "on_theme": _on_theme,
    "new_posts": _new_posts,
}
