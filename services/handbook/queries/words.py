"""Finding a text by words in it."""

from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_


def somewhere(words: str, title: Any, summary: Any, parts: Any) -> ColumnElement[bool]:
    """In what the text says, wherever its lines break; the names of its parts are no words of it."""
    part = func.jsonb_each_text(parts).table_valued("key", "value")
    in_a_part = exists().select_from(part).where(_holds(part.c.value, words))
    return or_(_holds(title, words), _holds(summary, words), in_a_part)


def _holds(text: Any, words: str) -> ColumnElement[bool]:
    in_one_line = func.regexp_replace(text, r"\s+", " ", "g")
    return in_one_line.icontains(" ".join(words.split()), autoescape=True)
