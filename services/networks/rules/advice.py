"""Whom a request for advice is put to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

ROUTED = "advice"

MOST_ASKED = 3  # members at a time about one request
MOST_WAITING = 3  # requests that wait for one member at a time
PATIENCE = timedelta(days=3)


@dataclass(frozen=True)
class Need:
    """What a request is about, as far as its author said so. `asker_joined_at`: null for who has left since."""

    asker_id: UUID | None
    asker_joined_at: datetime | None
    expertise: str | None
    theme: str | None
    area_id: UUID | None
    language: str


@dataclass(frozen=True)
class Helper:
    """A member who can be asked. `themes`: those they follow. `has_shared`: an experience, or an answer. `waiting`:
    how many requests wait for them now."""

    person_id: UUID
    joined_at: datetime
    expertise: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    area_ids: tuple[UUID, ...] = ()
    languages: tuple[str, ...] = ()
    has_shared: bool = False
    waiting: int = 0
    asked_at: datetime | None = None


def who_is_asked(need: Need, helpers: Iterable[Helper], waiting: int = 0) -> list[UUID]:
    """Who else, while `waiting` members have it before them: those who fit best, and of them who was asked least."""
    fitting = [helper for helper in helpers if _can_be_asked(need, helper) and any(_fit(need, helper))]
    chosen = sorted(fitting, key=lambda helper: _order(need, helper))[: max(MOST_ASKED - waiting, 0)]
    return [helper.person_id for helper in chosen]


def is_routed(kind: str) -> bool:
    return kind == ROUTED


def _can_be_asked(need: Need, helper: Helper) -> bool:
    return helper.person_id != need.asker_id and helper.waiting < MOST_WAITING


def _fit(need: Need, helper: Helper) -> tuple[bool, bool, bool]:
    """By what they know, by where they know their way, by what they speak."""
    knows = need.expertise in helper.expertise or need.theme in helper.themes
    return knows, need.area_id in helper.area_ids, need.language in helper.languages


def _order(need: Need, helper: Helper) -> tuple[Any, ...]:
    """Knowing comes first; among those who know as much, somebody more experienced than who asks."""
    knows, knows_the_area, speaks_it = _fit(need, helper)
    return (
        not knows,
        not is_more_experienced(need, helper),
        not knows_the_area,
        not speaks_it,
        helper.waiting,
        helper.asked_at.timestamp() if helper.asked_at else 0.0,
        helper.person_id,
    )


def is_more_experienced(need: Need, helper: Helper) -> bool:
    """In the network before who asks, or shared something of theirs there."""
    return helper.has_shared or (need.asker_joined_at is not None and helper.joined_at < need.asker_joined_at)
