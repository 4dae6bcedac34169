"""docs/exchange-messages.md: what cities tell each other, for whoever writes another program that takes part."""

from typing import Any

from marshmallow.fields import Field

from deploy.docs import json_schema, meaning
from shared.contracts import fields, handbook
from shared.contracts.base import BETWEEN_CITIES, Event

HEAD = """\
# What cities tell each other

Written by `python -m deploy.docs` from `shared/contracts/handbook/exchanged.py`. [exchange.md](exchange.md) says who
may send what to whom.

Every message is a CloudEvent in binary mode, as in [events.md](events.md), with the routing key `<city>.<type>` and the
city as its `user_id`. `source` is `/<city>/handbook`, or `/<city>/<number>/handbook` after a restore. A reader refuses
what says otherwise, what does not fit below, and texts with an e-mail address, a telephone number or a count under five
in them. Fields that it does not know it leaves out.
"""


def exchanged() -> list[type[Event]]:
    return [event for event in BETWEEN_CITIES.values() if event.__module__.startswith("shared.contracts.")]


def page() -> str:
    return "\n".join([HEAD, *(_event(event) for event in exchanged())])


def _event(event: type[Event]) -> str:
    of_event = event().fields
    rows = [f"| `{name}` | {_kind(field)} | {'yes' if field.required else 'no'} |" for name, field in of_event.items()]
    about = [f"{meaning(event)}\n", f"In order for each `{event.aggregate}`.\n"]
    return "\n".join([f"## {event.type}\n", *about, "| field | holds | required |", "|---|---|---|", *rows, ""])


def _kind(field: Field) -> str:
    if isinstance(field, handbook.Code):
        return "code"
    told = of(field)
    if told["type"] == "array":
        names = ", ".join(f"`{name}`" for name in told["items"]["properties"])
        return f"at most {told['maxItems']} of: {names}"
    if "enum" in told:
        return " or ".join(f"`{code}`" for code in told["enum"])
    if "maxLength" in told:
        return f"text, at most {told['maxLength']} letters"
    return {"object": "Markdown by the name of the part", "integer": "number", "string": told.get("format", "")}[
        told["type"]
    ].replace("uuid", "id")


def payload(event: type[Event]) -> dict[str, Any]:
    """Its body as JSON schema, by which a change that breaks is found."""
    of_event = event().fields
    return {
        "title": event.type,
        "x-exchange": handbook.SERVICE_NAME,
        "x-subject": event.aggregate,
        "type": "object",
        "properties": {name: _nullable(field) for name, field in of_event.items()},
        "required": [name for name, field in of_event.items() if field.required],
    }


def _nullable(field: Field) -> dict[str, Any]:
    schema = of(field)
    return schema | {"type": [schema["type"], "null"]} if field.allow_none else schema


def _of_one(field: fields.Many) -> dict[str, Field]:
    assert isinstance(field.inner, fields.Part)
    return field.inner.schema.fields


def of(field: Field) -> dict[str, Any]:
    match field:
        case handbook.Code():
            return {"type": "string", "maxLength": field.max, "pattern": "^[a-z0-9_-]+$"}
        case handbook.Parts():
            return {"type": "object", "additionalProperties": {"type": "string", "maxLength": handbook.LONGEST_PART}}
        case fields.Text():
            return {"type": "string", "maxLength": field.max}
        case fields.Many():
            properties = {name: of(each) for name, each in _of_one(field).items()}
            items = {"type": "object", "properties": properties}
            return {"type": "array", "items": items, "maxItems": field.max}
    return json_schema.of(field)
