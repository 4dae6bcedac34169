"""What the parts of the contract share."""

from typing import Any

from marshmallow import ValidationError
from marshmallow import fields as marshmallow_fields

from shared.contracts import fields
from shared.contracts.base import Schema, contract
from shared.taxonomies import codes

SERVICE_NAME = "handbook"
handbook = contract(SERVICE_NAME)

KINDS = ("theme", "lesson")
# A chapter about a theme joins four kinds of knowledge; a lesson tells what was done somewhere, and how to do it
# elsewhere.
PARTS = {
    "theme": ("theory", "orientation", "expertise", "field_experience"),
    "lesson": ("context", "action", "effect", "adaptation"),
}
ALL_PARTS = tuple(name for names in PARTS.values() for name in names)
TEXT_STATES = ("draft", "published", "withdrawn")
# Of a text that other cities may have, or are to have.
SHARE_STATES = ("proposed", "returned", "shared", "withdrawn")
# What an editor confirms of a text before everybody can read it.
REDACTION_CHECKS = ("no_names", "not_recognisable", "nothing_confidential", "may_be_published")
LONGEST_PART = 20_000
PARTNER = "partner"  # the source of what came by a link
FIRST_LICENCE = "cc_by_4"


def themes() -> tuple[str, ...]:
    return codes("themes")


def languages() -> tuple[str, ...]:
    return codes("handbook_languages")


def licences() -> tuple[str, ...]:
    return codes("licences")


def sources() -> tuple[str, ...]:
    return codes("lesson_sources")


class Parts(marshmallow_fields.Dict):
    """Name of a part -> its text in Markdown, null while it is empty."""

    default_error_messages = {"invalid": "not_an_object"}

    def __init__(self, **kwargs: Any):
        text = fields.Text(max=LONGEST_PART, allow_none=True)
        super().__init__(keys=fields.Choice(ALL_PARTS), values=text, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        """Complains by the name of the part."""
        try:
            return super()._deserialize(value, attr, data, **kwargs)
        except ValidationError as error:
            told = error.messages
            if not isinstance(told, dict):
                raise
            raise ValidationError(
                {name: complaints.get("value", ["unknown_field"]) for name, complaints in told.items()}
            ) from error


class Written(Schema):
    """What a text says, and under which terms. `attribution`: an organisation or a function, never a person by name."""

    title = fields.Text(max=160, required=True)
    summary = fields.Text(max=500, load_default=None, allow_none=True)
    parts = Parts(load_default=dict)
    attribution = fields.Text(max=200, load_default=None, allow_none=True)
    licence = fields.Choice(licences, load_default=FIRST_LICENCE)
