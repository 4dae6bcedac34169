"""What is different between two texts, in words: for people who look, and for people who listen."""

import re
from collections.abc import Callable, Iterator

from shared.differences import Comparison

SAME, ADDED, REMOVED = "same", "added", "removed"

Part = tuple[str, str]
Replaced = Callable[[list[str], list[str]], Iterator[Part]]


def between(earlier: str | None, later: str | None) -> list[Part]:
    """("same" | "added" | "removed", text) in the order of reading; the texts are whole when put together. Of pieces
    that would take too long it is only said that the one takes the place of the other."""
    comparison = Comparison()

    def in_words(before: list[str], after: list[str]) -> Iterator[Part]:
        """Lines that took each other's place."""
        old, new = (re.findall(r"\S+\s*|\s+", "".join(lines)) for lines in (before, after))
        yield from _compared(comparison, old, new, _replaced)

    lines, new_lines = ((text or "").splitlines(keepends=True) for text in (earlier, later))
    return _joined(_compared(comparison, lines, new_lines, in_words))


def _compared(comparison: Comparison, earlier: list[str], later: list[str], replaced: Replaced) -> Iterator[Part]:
    for kind, start, end, new_start, new_end in comparison.operations(earlier, later):
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
