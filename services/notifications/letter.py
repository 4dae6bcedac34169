"""What a mail is made of before it is laid out."""

from collections.abc import Callable
from dataclasses import dataclass, field

Translate = Callable[[str], str]


@dataclass(frozen=True)
class Letter:
    """In the order in which it is read, the sessions standing before `action`: the label and link of what to do.

    `items`: texts with a link each. `links`: what else is there for the reader, as labels and links.
    """

    subject: str
    opening: list[str]
    items: list[tuple[str, str]] = field(default_factory=list)
    action: tuple[str, str] | None = None
    closing: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
