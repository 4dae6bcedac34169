"""A page of a list that is at hand as a whole, such as people in the order of their names."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request


@dataclass(frozen=True)
class Page:
    items: Sequence[Any]
    number: int
    pages: int
    total: int


def page_of(items: Sequence[Any], per_page: int) -> Page:
    """The page that the address asks for, the last one when it asks for more."""
    pages = max(-(-len(items) // per_page), 1)
    number = min(max(request.args.get("page", 1, int), 1), pages)
    return Page(items[(number - 1) * per_page :][:per_page], number, pages, len(items))
