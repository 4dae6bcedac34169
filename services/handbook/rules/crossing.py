"""What may cross from one city to another, checked where it leaves and again where it arrives."""

import json
import re
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from shared.wording import EMAIL, PHONE

# No cell under it is told to another city: it might be about people who know each other.
LEAST_COUNT = 5
MOST_OFFERS = 500
# In an hour a city may share all of it again as often as others join, and more than anybody writes.
MOST_MESSAGES = 4_000
HOUR = timedelta(hours=1)
# A city that was longer away may have missed what its queue had no room for.
AWAY = timedelta(hours=6)
BETWEEN_SHARING_AGAIN = timedelta(minutes=10)

SMALL = rf"(?<![\d.,])[0-{LEAST_COUNT - 1}](?![\d.,]*\d)"
OUT_OF = r"(?:of|out of|van|uit|dari)"
# "n = 3", "3 of the 16".
STATED = re.compile(rf"\b[nN]\s*[=:]\s*{SMALL}|{SMALL}\s*{OUT_OF}\s+(?:the\s+|de\s+)?\d{{1,4}}\b", re.IGNORECASE)
ROW = re.compile(r"^\s*\|.*\|\s*$", re.MULTILINE)
SMALL_CELL = re.compile(rf"\|\s*[*_]*{SMALL}[*_]*\s*(?=\|)")


def what_may_not_cross(texts: Mapping[str, str | None]) -> dict[str, str]:
    """Part -> the first thing in it that is not for other cities: email_address, phone_number or small_count."""
    complaints = {part: _complaint(text) for part, text in texts.items() if text}
    return {part: code for part, code in complaints.items() if code}


def _complaint(text: str) -> str | None:
    if EMAIL.search(text):
        return "email_address"
    if PHONE.search(text):
        return "phone_number"
    if STATED.search(text) or any(SMALL_CELL.search(row) for row in ROW.findall(text)):
        return "small_count"
    return None


def fits_a_message(body: Mapping[str, Any], most: int) -> bool:
    """`most`: bytes."""
    return len(json.dumps(body, default=str, ensure_ascii=False).encode()) <= most


def parts_are_those_of(wanted: Collection[str], parts: Mapping[str, str | None]) -> bool:
    """All of them, and no other."""
    return set(parts) == set(wanted) and all(parts.values())


def sends_too_much(messages: int) -> bool:
    """In its hour."""
    return messages > MOST_MESSAGES


def an_hour_is_over(began_at: datetime, now: datetime) -> bool:
    return now - began_at >= HOUR


def offers_too_much(offers: int) -> bool:
    return offers >= MOST_OFFERS


def was_away(in_touch_at: datetime, now: datetime) -> bool:
    return now - in_touch_at > AWAY


def when_to_share_again(shared_again_at: datetime | None, now: datetime) -> datetime:
    """At once, but not for each of many that join one after the other."""
    return now if shared_again_at is None else max(now, shared_again_at + BETWEEN_SHARING_AGAIN)
