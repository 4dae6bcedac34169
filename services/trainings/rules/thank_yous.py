"""Decisions about thank-yous."""

from collections.abc import Mapping
from typing import TypeVar

Somebody = TypeVar("Somebody")


def who_is_to_be_thanked(changed: Mapping[Somebody, str]) -> list[Somebody]:
    """Those who were just recorded as present, of those whose attendance `changed`."""
    return [person for person, state in changed.items() if state == "present"]


def who_was_not_there_after_all(changed: Mapping[Somebody, str]) -> list[Somebody]:
    return [person for person, state in changed.items() if state != "present"]
