"""Decisions about a strategy and the council's page: no database, no bus."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

REMIND_OF_ACTION = timedelta(days=7)
REMIND_OF_REVIEW = timedelta(days=14)
OPEN_ACTIONS = ("planned", "started")
FEWEST_PEOPLE = 5
LONGEST_ADDRESS = 60


def who_reads(programme: dict[str, Any], writer_ids: Collection[UUID], owner_ids: Collection[UUID | None]) -> set[UUID]:
    return {
        *programme["coordinator_ids"],
        *programme["decision_maker_ids"],
        *writer_ids,
        *(owner_id for owner_id in owner_ids if owner_id),
    }


def who_may_own_an_action(programme: dict[str, Any], writer_ids: Sequence[UUID]) -> list[UUID]:
    lists = (programme[name] for name in ("coordinator_ids", "decision_maker_ids", "street_level_ids"))
    return list(dict.fromkeys([*(each for people in lists for each in people), *writer_ids]))


def in_order(sections: Collection[str], known: Sequence[str]) -> list[str]:
    """As the city lists them; one that it has dropped since comes last."""
    return [*(code for code in known if code in sections), *sorted(set(sections) - set(known))]


def frozen(
    programme_name: str,
    sections: Sequence[dict[str, Any]],
    actions: Sequence[dict[str, Any]],
    review_on: date | None,
) -> str:
    """The document that is adopted, as text that is always the same for the same content. It names no person."""
    content = {
        "programme": programme_name,
        "sections": [{name: each[name] for name in ("section", "headings", "text")} for each in sections],
        "actions": [
            {"text": each["text"], "due_on": _iso(each["due_on"]), "state": each["state"]}
            for each in actions
            if each["state"] != "dropped"
        ],
        "review_on": _iso(review_on),
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1)


def checksum(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def a_count_that_may_be_published(people: int) -> int | None:
    """A few people could be recognised; that there was nobody tells of nobody."""
    return None if 0 < people < FEWEST_PEOPLE else people


def address_of(programme_name: str, taken: Collection[str]) -> str:
    """A name that can be read in an address: rotterdam-zuid, or rotterdam-zuid-2 where another has that."""
    plain = unicodedata.normalize("NFKD", programme_name).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_ADDRESS].strip("-") or "programme"
    if name not in taken:
        return name
    return next(f"{name}-{number}" for number in range(2, len(taken) + 3) if f"{name}-{number}" not in taken)
