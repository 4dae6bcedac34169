"""A version is never taken back: what was announced years ago is read as if it had been announced today.

The events here are of no service: a page was turned, told in three ways over the years.
"""

from typing import Any
from uuid import uuid4

import pytest

from shared.contracts import base, fields
from shared.contracts.base import load_event
from shared.errors import Invalid

PAGE_ID = uuid4()


class Event(base.Event):
    owner = "author"


def ink_was_black(body: dict[str, Any]) -> dict[str, Any]:
    return {**body, "ink": "black"}


def pages_had_one_number(body: dict[str, Any]) -> dict[str, Any]:
    """This one relies on what the first version is brought to."""
    assert body["ink"]
    return {name: body[name] for name in ("page_id", "ink")} | {"numbers": [body["number"]]}


class PageTurnedV1(Event):
    aggregate = "page_id"
    page_id = fields.Id(required=True)
    number = fields.Number(required=True)


class PageTurned(Event):
    version = 3
    upcasters = (ink_was_black, pages_had_one_number)
    aggregate = "page_id"
    page_id = fields.Id(required=True)
    numbers = fields.Many(fields.Number(), required=True)
    ink = fields.Choice(("black", "red"), required=True)
    room_id = fields.Id()


NEWEST = {"page_id": PAGE_ID, "numbers": [7], "ink": "black"}


@pytest.mark.parametrize(
    ("type_", "body"),
    [
        ("page_turned.v1", {"number": 7}),
        ("page_turned.v2", {"number": 7, "ink": "black"}),
        ("page_turned.v3", {"numbers": [7], "ink": "black"}),
    ],
)
def test_a_listener_gets_the_newest_version_whatever_was_announced(type_: str, body: dict[str, Any]):
    assert load_event(PageTurned, type_, {"page_id": str(PAGE_ID), **body}) == NEWEST


def test_a_listener_understands_all_versions_up_to_its_own():
    assert PageTurned.types() == ("page_turned.v1", "page_turned.v2", "page_turned.v3")
    assert PageTurnedV1.types() == ("page_turned.v1",)


def test_an_older_version_can_be_announced_until_all_listeners_know_the_newer_one():
    assert (PageTurnedV1.type, PageTurned.type) == ("page_turned.v1", "page_turned.v3")
    body = PageTurnedV1().dump({"page_id": PAGE_ID, "number": 7})
    assert load_event(PageTurned, PageTurnedV1.type, body) == NEWEST


def test_a_new_version_without_an_upcaster_is_not_accepted():
    with pytest.raises(AssertionError, match="an upcaster for each older version"):

        class PageTorn(Event):
            version = 2
            aggregate = "page_id"
            page_id = fields.Id(required=True)


def test_a_field_that_is_newer_than_the_listener_is_left_out():
    body = {"page_id": str(PAGE_ID), "numbers": [7], "ink": "black", "weather": "rain"}
    assert load_event(PageTurned, "page_turned.v3", body) == NEWEST


def test_a_body_that_does_not_fit_is_refused_also_when_it_is_of_an_older_version():
    with pytest.raises(Invalid) as refused:
        load_event(PageTurned, "page_turned.v1", {"page_id": str(PAGE_ID), "number": "seven"})
    assert refused.value.fields == {"numbers.0": ["not_a_number"]}


def test_a_code_that_the_city_has_dropped_from_its_lists_since_is_still_read():
    class InkBought(Event):
        aggregate = "ink_id"
        ink_id = fields.Id(required=True)
        colour = fields.Choice(lambda: ("black", "red"), required=True)
        others = fields.Many(fields.Choice(lambda: ("black", "red")))
        kind = fields.Choice(("bottle", "cartridge"), required=True)

    bought = {"ink_id": str(PAGE_ID), "colour": "sepia", "others": ["indigo"], "kind": "bottle"}
    assert load_event(InkBought, InkBought.type, bought)["colour"] == "sepia"
    with pytest.raises(Invalid):
        load_event(InkBought, InkBought.type, bought | {"kind": "barrel"})
