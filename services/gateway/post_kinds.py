"""The words that fit each kind of post, from the list of the city."""

from dataclasses import dataclass

from flask_babel import gettext as _

from services.gateway import formats
from shared import taxonomies

TAXONOMY = "post_kinds"
ROUTED = "advice"


@dataclass(frozen=True)
class Words:
    """`do`: what one does by writing it; `ask`: what its form asks; `hint`: what happens then; `send`: its button."""

    kind: str
    do: str
    ask: str
    hint: str
    send: str


def words(kind: str) -> Words:
    """A kind that a city added without words of its own gets plain ones."""
    card = taxonomies.card(TAXONOMY, kind, formats.language()) or {}
    return Words(
        kind,
        card.get("do") or formats.term(kind, TAXONOMY),
        card.get("ask") or _("What do you want to say?"),
        card.get("hint") or "",
        card.get("send") or _("Post it"),
    )


def all_words() -> list[Words]:
    return [words(kind) for kind in taxonomies.codes(TAXONOMY)]
