"""What cities tell each other over the exchange. Unlike the events of a city these hold texts: a city lets out what it
has published, and has approved for others. None of them holds anything about a person, or any figure.

`city`: the one that sends. The exchange vouches for it, and whoever reads checks it.
"""

import re
from typing import Any
from uuid import UUID, uuid5

from marshmallow import ValidationError

from shared.contracts import base, fields
from shared.contracts.handbook.base import KINDS, SERVICE_NAME, Parts

DECISIONS = ("taken", "adapted", "declined")
# What is not for other cities, wherever in a text it stands.
NOT_FOR_OTHERS = ("email_address", "phone_number", "small_count")
# Why what could be read was not taken over.
REFUSED_FOR = (
    *NOT_FOR_OTHERS,
    "wrong_parts",
    "unknown_licence",
    "too_large",
    "too_many_messages",
    "too_many_offers",
    "unknown_chapter",
)
LONGEST_NAME = 60
MOST_ANCESTORS = 20
# What fits into a message of the exchange, with room for its envelope.
MOST_BYTES = 200_000
CITIES = UUID("6a1d6d0e-3c3f-4a0a-8a5c-5a2b6f0f7c21")


def city_id(city: str) -> UUID:
    return uuid5(CITIES, city)


class Code(fields.Text):
    """Of a city, or of a list that each city edits for itself: it may be none of ours."""

    def __init__(self, **kwargs: Any):
        super().__init__(max=60, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        code = super()._deserialize(value, attr, data, **kwargs)
        if code is not None and not re.fullmatch(r"[a-z0-9_-]+", code):
            raise ValidationError("wrong")
        return code


class Exchanged(base.Event):
    owner = SERVICE_NAME
    kept_in = base.BETWEEN_CITIES


class Ancestor(base.Schema):
    """An edition that another was made from. `chapter_id` is the one that it has in its own city."""

    city = Code(required=True)
    city_name = fields.Text(max=LONGEST_NAME, required=True)
    chapter_id = fields.Id(required=True)
    number = fields.Number(min=1, required=True)


class ChapterShared(Exchanged):
    """An edition that all cities may read, take over and adapt; it replaces the ones before. It comes again when a city
    joins. `context_note`: where it comes from; `adaptation_note`: what to change elsewhere; `lineage`: what it was made
    from, the oldest first; `address`: its page in the city that shares it."""

    aggregate = "chapter_id"
    city = Code(required=True)
    city_name = fields.Text(max=LONGEST_NAME, required=True)
    chapter_id = fields.Id(required=True)
    kind = fields.Choice(KINDS, required=True)
    theme = Code(required=True)
    source = Code(load_default=None, allow_none=True)
    language = Code(required=True)
    number = fields.Number(min=1, required=True)
    title = fields.Text(max=160, required=True)
    summary = fields.Text(max=500, load_default=None, allow_none=True)
    parts = Parts(required=True)
    attribution = fields.Text(max=200, required=True)
    licence = Code(required=True)
    context_note = fields.Text(max=1_000, required=True)
    adaptation_note = fields.Text(max=1_000, required=True)
    lineage = fields.Many(fields.Part(Ancestor), max=MOST_ANCESTORS, load_default=list)
    address = fields.Link(max=300, required=True)


class ShareWithdrawn(Exchanged):
    """The city does not stand behind it any more. `reason`: for those who took it."""

    aggregate = "chapter_id"
    city = Code(required=True)
    chapter_id = fields.Id(required=True)
    language = Code(required=True)
    number = fields.Number(min=1, required=True)
    reason = fields.Text(max=500, load_default=None, allow_none=True)


class OfferDecided(Exchanged):
    """What the city made of an edition of `of_city`. `reason`: of one that was declined."""

    aggregate = "chapter_id"
    city = Code(required=True)
    city_name = fields.Text(max=LONGEST_NAME, required=True)
    of_city = Code(required=True)
    chapter_id = fields.Id(required=True)
    language = Code(required=True)
    number = fields.Number(min=1, required=True)
    decision = fields.Choice(DECISIONS, required=True)
    reason = fields.Text(max=500, load_default=None, allow_none=True)


class CityJoined(Exchanged):
    """The city is new to the exchange, or was away for long: the others tell once more what they share, what they took
    back and what they decided. `city_id`: the same whenever it joins."""

    aggregate = "city_id"
    city = Code(required=True)
    city_name = fields.Text(max=LONGEST_NAME, required=True)
    city_id = fields.Id(required=True)
