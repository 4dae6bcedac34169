"""The body of an event as JSON schema, draft 7."""

from typing import Any

from marshmallow.fields import Field

from deploy.docs import meaning
from shared.contracts import fields
from shared.contracts.base import Event

OPEN_LIST = "A code from a list that each city may extend: expect others than the examples."


def payload(event: type[Event]) -> dict[str, Any]:
    """Fields that it does not name are allowed: they may have been added since."""
    of_event = event().fields
    about = {"description": meaning(event)} if meaning(event) else {}
    return {
        "title": event.type,
        **about,
        "type": "object",
        "properties": {name: of(field) for name, field in of_event.items()},
        "required": [name for name, field in of_event.items() if field.required],
    }


def of(field: Field) -> dict[str, Any]:
    schema = _of(field)
    if field.allow_none:
        schema["type"] = [schema["type"], "null"]
        if "enum" in schema:
            schema["enum"] = [*schema["enum"], None]
    return schema


def _of(field: Field) -> dict[str, Any]:
    match field:
        case fields.Id():
            return {"type": "string", "format": "uuid"}
        case fields.Number():
            return {"type": "integer", "minimum": field.min, "maximum": field.max}
        case fields.YesNo():
            return {"type": "boolean"}
        case fields.Date():
            return {"type": "string", "format": "date"}
        case fields.Time():
            return {"type": "string", "pattern": "^[0-9]{2}:[0-9]{2}:[0-9]{2}$", "description": "A clock time."}
        case fields.Moment():
            return {"type": "string", "format": "date-time", "description": "In UTC."}
        case fields.Choice(edited=True):
            return {"type": "string", "description": OPEN_LIST, "examples": list(field.codes()[:3])}
        case fields.Choice():
            return {"type": "string", "enum": list(field.codes())}
        case fields.Many():
            at_least_one = {"minItems": 1} if field.required else {}
            return {"type": "array", "items": of(field.inner), "maxItems": field.max, **at_least_one}
    raise TypeError(f"an event does not hold {type(field).__name__}")
