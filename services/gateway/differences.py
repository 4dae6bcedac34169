"""What is different between two texts, in words: for people who look, and for people who listen."""

import re
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher

SAME, ADDED, REMOVED = "same", "added", "removed"
# Of longer pieces it is only said that the one takes the place of the other.
MOST_WORDS = 2_000

Part = tuple[str, str]
Replaced = Callable[[list[str], list[str]], Iterator[Part]]


def between(earlier: str | None, later: str | None) -> list[Part]:
    """("same" | "added" | "removed", text) in the order of reading; the texts are whole when put together."""
    parts = _compared((earlier or "").splitlines(keepends=True), (later or "").splitlines(keepends=True), _in_words)
    return _joined(parts)


def _in_words(earlier: list[str], later: list[str]) -> Iterator[Part]:
    """Lines that took each other's place."""
    before, after = (re.findall(r"\S+\s*|\s+", "".join(lines)) for lines in (earlier, later))
    if max(len(before), len(after)) > MOST_WORDS:
        yield from _replaced(before, after)
    else:
        yield from _compared(before, after, _replaced)


def _compared(earlier: list[str], later: list[str], replaced: Replaced) -> Iterator[Part]:
    for kind, start, end, new_start, new_end in SequenceMatcher(None, earlier, later, autojunk=False).get_opcodes():
        if kind == "equal":
            yield SAME, "".join(earlier[start:end])
        else:
            yield from replaced(earlier[start:end], later[new_start:new_end])


def _replaced(earlier: list[str], later: list[str]) -> Iterator[Part]:
    yield REMOVED, "".join(earlier)
    yield ADDED, "".join(later)


def _joined(parts: Iterator[Part]) -> list[Part]:
    """Neighbours of one kind as one."""
    joined: list[Part] = []
    for kind, text in parts:
        if not text:
            continue
        if joined and joined[-1][0] == kind:
            joined[-1] = (kind, joined[-1][1] + text)
        else:
            joined.append((kind, text))
    return joined
