"""Whether a changed event is still the same version: only a new optional field leaves it so.

Two sides are looked at. Messages of yesterday are still under way, set aside, or in a log that is replayed; and those
who listen, some of them unknown to us, learn of the change later than it happens.
"""

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]


def broken(before: Schema, after: Schema) -> list[str]:
    """What the change from one JSON schema of a body to the other breaks, a sentence each."""
    return [*_whole(before, after), *_fields(before, after)]


def _whole(before: Schema, after: Schema) -> Iterator[str]:
    for keyword in sorted((before.keys() | after.keys()) - {"properties", "required"}):
        was, is_ = before.get(keyword), after.get(keyword)
        if was != is_:
            yield f"The event's {keyword.removeprefix('x-')} was {_shown(was)} and is {_shown(is_)}."


def _fields(before: Schema, after: Schema) -> Iterator[str]:
    was, is_ = before["properties"], after["properties"]
    for name in sorted(was.keys() | is_.keys()):
        required_before, required = name in before["required"], name in after["required"]
        if name not in is_:
            yield f"`{name}` is gone: who listens may need it."
        elif name not in was:
            if required:
                yield f"`{name}` is new and required: messages under way do not have it."
        else:
            if required and not required_before:
                yield f"`{name}` became required: messages under way may be without it."
            if required_before and not required:
                yield f"`{name}` may be missing now: who listens counts on it."
            yield from _values(f"`{name}`", was[name], is_[name])


def _values(name: str, before: Schema, after: Schema) -> Iterator[str]:
    for keyword in sorted(before.keys() | after.keys()):
        was, is_ = before.get(keyword), after.get(keyword)
        if was == is_:
            continue
        if keyword == "type":
            yield from _types(name, set(_listed(was)), set(_listed(is_)))
        elif keyword == "enum" and was and is_:
            yield from _codes(name, was, is_)
        elif keyword == "items" and was and is_:
            yield from _values(f"one of {name}", was, is_)
        else:
            yield f"{name}: its {keyword} was {_shown(was)} and is {_shown(is_)}."


def _types(name: str, was: set[str], is_: set[str]) -> Iterator[str]:
    if was - {"null"} != is_ - {"null"}:
        yield f"{name} was {_all(was)} and is {_all(is_)}."
    elif "null" in is_:
        yield f"{name} may be null now: who listens counts on it."
    else:
        yield f"{name} is never null now: messages under way may have it so."


def _codes(name: str, was: list[Any], is_: list[Any]) -> Iterator[str]:
    for code in (code for code in was if code not in is_ and code is not None):
        yield f"{name} lost the code {_shown(code)}: messages under way may hold it."
    for code in (code for code in is_ if code not in was and code is not None):
        yield f"{name} got the code {_shown(code)}: who listens does not know it."


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _all(types: set[str]) -> str:
    return " or ".join(sorted(types))


def _shown(value: Any) -> str:
    return "not there" if value is None else f"`{value}`"
