"""What a check has found, and how it is said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

OK, WRONG, UNKNOWN = "ok", "wrong", "unknown"
MOST_NAMED = 4


@dataclass(frozen=True)
class Finding:
    """`sentence`: what is. `cure`: what to do about it."""

    state: str
    sentence: str
    cure: str = ""

    def __str__(self) -> str:
        return f"{self.sentence} {self.cure}".strip()


@dataclass(frozen=True)
class Silent:
    """Somebody who was asked did not answer, and why, as a sentence."""

    why: str


def ok(sentence: str) -> Finding:
    return Finding(OK, sentence)


def wrong(sentence: str, cure: str) -> Finding:
    return Finding(WRONG, sentence, cure)


def unknown(sentence: str) -> Finding:
    """What could not be asked is not what is wrong; that is another check's."""
    return Finding(UNKNOWN, sentence)


def some(names: Iterable[str], most: int = MOST_NAMED) -> str:
    """a, b and 3 more"""
    named = list(names)
    if len(named) > most:
        return f"{', '.join(named[:most])} and {len(named) - most} more"
    return " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)


def begun(text: str) -> str:
    """As a sentence begins."""
    return text[:1].upper() + text[1:]


def count(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def how_long(time: timedelta) -> str:
    """Roughly, as one would say it: 3 hours."""
    seconds = max(int(time.total_seconds()), 0)
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= 2 * size or (unit != "day" and seconds >= size):
            return count(seconds // size, unit, f"{unit}s")
    return count(seconds, "second", "seconds")


def size(number: int) -> str:
    """41 GB"""
    for unit, one in (("GB", 1024**3), ("MB", 1024**2)):
        if number >= one:
            return f"{number / one:.0f} {unit}" if number >= 10 * one else f"{number / one:.1f} {unit}"
    return f"{number // 1024} kB"
