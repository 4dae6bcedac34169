"""Words in posts and answers, in whatever form their language gives them.

Each text is kept by the stems of the language that it was written in. What somebody looks for has no language: it is
read in each of them, and a text matches in any.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, Text, case, cast, func, literal_column, or_, select
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import aliased

from services.networks.queries import board
from services.networks.tables import Answer, Post
from shared.access import Actor

CONFIGURATIONS = ("dutch", "english", "simple")


def matches(q: str) -> ColumnElement[bool]:
    """In the post itself, or in an answer that is shown under it."""
    wanted = _in_each_language(q)
    answered = select(Answer.post_id).where(Answer.words.op("@@")(wanted), Answer.hidden_for.is_(None))
    return or_(Post.words.op("@@")(wanted), Post.id.in_(answered))


def related(post: Post, actor: Actor) -> Select[*tuple[Any, ...]]:
    """Others that share words with its title; on the same theme first."""
    other = aliased(Post)
    configuration = {"nl": "dutch", "en": "english"}.get(post.language, "simple")
    every = cast(func.plainto_tsquery(_regconfig(configuration), post.title), Text)
    wanted = cast(func.replace(every, "&", "|"), TSQUERY)
    on_theme = case((other.theme == post.theme, 0), else_=1)
    return (
        select(other.id, other.kind, other.title)
        .where(other.words.op("@@")(wanted), other.id != post.id, board.is_shown(other, actor))
        .order_by(on_theme, func.ts_rank(other.words, wanted).desc(), other.written_at.desc())
    )


def _in_each_language(q: str) -> ColumnElement[Any]:
    """As people type into a search box: words, "these words together", -without."""
    read = [func.websearch_to_tsquery(_regconfig(each), q) for each in CONFIGURATIONS]
    return read[0].op("||")(read[1]).op("||")(read[2])


def _regconfig(name: str) -> ColumnElement[Any]:
    return literal_column(f"'{name}'::regconfig")
