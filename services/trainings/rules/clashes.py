"""Decisions about sessions at the same time."""

import unicodedata
from collections.abc import Collection
from datetime import timedelta
from typing import TypeVar

Person = TypeVar("Person")

LONGEST_SESSION = timedelta(minutes=720)


def is_the_same_room(one: str | None, other: str | None) -> bool:
    """However it was typed: capitals, accents, blanks and punctuation make no other room."""
    return bool(one and other) and _plain(one or "") == _plain(other or "") != ""


def _plain(place: str) -> str:
    letters = unicodedata.normalize("NFKD", place.casefold())
    kept = (letter if letter.isalnum() else " " for letter in letters if not unicodedata.combining(letter))
    return " ".join("".join(kept).split())


def who_is_needed_twice(here: Collection[Person], there: Collection[Person]) -> list[Person]:
    return [person for person in here if person in there]
