"""What two editions of a text say differently, line by line."""

from collections.abc import Mapping

from shared.differences import Comparison

Line = dict[str, str]


def lines_that_differ(before: str | None, after: str | None) -> list[Line]:
    """Every line of both, in the order of reading: same, removed or added."""
    old, new = (before or "").splitlines(), (after or "").splitlines()
    lines: list[Line] = []
    for kind, from_old, to_old, from_new, to_new in Comparison().operations(old, new):
        if kind == "equal":
            lines += [{"change": "same", "text": line} for line in old[from_old:to_old]]
        else:
            lines += [{"change": "removed", "text": line} for line in old[from_old:to_old]]
            lines += [{"change": "added", "text": line} for line in new[from_new:to_new]]
    return [line for line in lines if line["text"].strip()]


def parts_that_differ(before: Mapping[str, str | None], after: Mapping[str, str | None]) -> dict[str, list[Line]]:
    """By part; only those that are not the same."""
    names = dict.fromkeys([*before, *after])
    return {
        name: lines_that_differ(before.get(name), after.get(name))
        for name in names
        if (before.get(name) or "") != (after.get(name) or "")
    }
