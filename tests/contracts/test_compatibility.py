"""An event keeps its version only when nobody can notice the change: a new optional field."""

from copy import deepcopy
from typing import Any

import pytest

from tests.contracts.compatibility import broken

BEFORE: dict[str, Any] = {
    "title": "group_formed.v1",
    "x-exchange": "trainings.events",
    "x-subject": "group_id",
    "type": "object",
    "properties": {
        "group_id": {"type": "string", "format": "uuid"},
        "places": {"type": "integer", "minimum": 1, "maximum": 30},
        "kind": {"type": "string", "enum": ["open", "closed"]},
        "room_id": {"type": ["string", "null"], "format": "uuid"},
        "trainer_ids": {"type": "array", "items": {"type": "string", "format": "uuid"}, "maxItems": 3},
    },
    "required": ["group_id", "places", "kind", "room_id"],
}


def changed(*path: str, to: Any) -> dict[str, Any]:
    after = part = deepcopy(BEFORE)
    for name in path[:-1]:
        part = part[name]
    if to is None:
        del part[path[-1]]
    else:
        part[path[-1]] = to
    return after


def without(field: str) -> dict[str, Any]:
    after = changed("properties", field, to=None)
    after["required"] = [name for name in after["required"] if name != field]
    return after


def test_an_event_that_stays_as_it_is_breaks_nothing():
    assert broken(BEFORE, deepcopy(BEFORE)) == []


def test_a_new_optional_field_breaks_nothing():
    assert broken(BEFORE, changed("properties", "starts_on", to={"type": "string", "format": "date"})) == []


def test_every_other_change_does_and_a_sentence_says_what():
    required = BEFORE["required"]
    new_and_required = changed("properties", "starts_on", to={"type": "string", "format": "date"})
    new_and_required["required"] = [*required, "starts_on"]
    changes = [
        (without("places"), "`places` is gone: who listens may need it."),
        (without("trainer_ids"), "`trainer_ids` is gone: who listens may need it."),
        (new_and_required, "`starts_on` is new and required: messages under way do not have it."),
        (
            changed("required", to=[*required, "trainer_ids"]),
            "`trainer_ids` became required: messages under way may be without it.",
        ),
        (
            changed("required", to=[name for name in required if name != "places"]),
            "`places` may be missing now: who listens counts on it.",
        ),
        (changed("properties", "places", "type", to="string"), "`places` was integer and is string."),
        (changed("properties", "places", "maximum", to=20), "`places`: its maximum was `30` and is `20`."),
        (changed("properties", "places", "maximum", to=40), "`places`: its maximum was `30` and is `40`."),
        (changed("properties", "places", "minimum", to=None), "`places`: its minimum was `1` and is not there."),
        (
            changed("properties", "kind", "enum", to=["open"]),
            "`kind` lost the code `closed`: messages under way may hold it.",
        ),
        (
            changed("properties", "kind", "enum", to=["open", "closed", "secret"]),
            "`kind` got the code `secret`: who listens does not know it.",
        ),
        (
            changed("properties", "kind", "enum", to=None),
            "`kind`: its enum was `['open', 'closed']` and is not there.",
        ),
        (
            changed("properties", "room_id", "type", to="string"),
            "`room_id` is never null now: messages under way may have it so.",
        ),
        (
            changed("properties", "places", "type", to=["integer", "null"]),
            "`places` may be null now: who listens counts on it.",
        ),
        (
            changed("properties", "group_id", "format", to="date"),
            "`group_id`: its format was `uuid` and is `date`.",
        ),
        (
            changed("properties", "trainer_ids", "items", to={"type": "integer", "format": "uuid"}),
            "one of `trainer_ids` was string and is integer.",
        ),
        (changed("properties", "trainer_ids", "maxItems", to=9), "`trainer_ids`: its maxItems was `3` and is `9`."),
        (changed("x-subject", to="room_id"), "The event's subject was `group_id` and is `room_id`."),
        (
            changed("x-exchange", to="networks.events"),
            "The event's exchange was `trainings.events` and is `networks.events`.",
        ),
    ]
    for after, sentence in changes:
        assert broken(BEFORE, after) == [sentence]


@pytest.mark.parametrize("keyword", ["pattern", "const", "multipleOf"])
def test_a_change_that_nobody_thought_of_is_one_too(keyword: str):
    assert broken(BEFORE, changed("properties", "places", keyword, to=7)) == [
        f"`places`: its {keyword} was not there and is `7`."
    ]
