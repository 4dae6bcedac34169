"""Fixed values for any schema: the same every time, so that what is made of them can be kept and compared."""

import datetime as dt
from typing import Any
from uuid import UUID, uuid5

from marshmallow import Schema
from marshmallow.fields import Field

from shared.contracts import fields, handbook

NAMESPACE = UUID("6d696464-6c65-6772-6f75-6e6400000000")
MOMENT = dt.datetime(2026, 6, 1, 12, 30, tzinfo=dt.UTC)


def an_id(name: str) -> UUID:
    return uuid5(NAMESPACE, name)


def sample(schema: type[Schema]) -> dict[str, Any]:
    """Every field filled in, as a program would hold it."""
    return {name: value(field, name) for name, field in schema().fields.items()}


def value(field: Field, name: str) -> Any:
    match field:
        case fields.Many():
            return [value(field.inner, f"{name}.{number}") for number in (1, 2)]
        case fields.Part():
            return sample(type(field.schema))
        case fields.Choice():
            return field.codes()[0]
        case fields.Id():
            return an_id(name)
        case fields.Number():
            return max(field.min, min(field.max, 7))
        case fields.Link():
            return "https://meet.example/room"
        case fields.Email():
            return "somebody@city.example"
        case handbook.Code():
            return "genk"
    return SIMPLE[type(field)]


SIMPLE: dict[type[Field], Any] = {
    fields.Text: "Words",
    fields.Secret: "a secret",
    fields.Sealed: "v1:" + "A" * 80,
    fields.Date: MOMENT.date(),
    fields.Time: MOMENT.time(),
    fields.Moment: MOMENT,
    fields.Decimal: 7.5,
    fields.YesNo: True,
    fields.Counts: {"new": 2},
    fields.Cell: "words",
    fields.Codes: {"email": "not_an_email"},
    fields.Known: {"organisation": None},
    handbook.Parts: {"theory": "Words"},
    fields.AnyData: {"en": "Words"},
}
