"""Whether a text looks as if it named a person: asked before something is written for others to read."""

from shared.access import EXPERT
from shared.contracts import fields
from shared.contracts.base import Schema
from shared.contracts.identity.base import identity

NAMING_KINDS = ("name", "email", "phone")


class TextToCheck(Schema):
    text = fields.Text(max=20_000, required=True)


class Naming(Schema):
    """`words`: as they stand in the text."""

    kind = fields.Choice(NAMING_KINDS)
    words = fields.Text()


class Namings(Schema):
    """In the order of the text. It can be wrong in both ways, so that a person decides. The names are those of the
    network, whom every member knows."""

    found = fields.Many(fields.Part(Naming))


namings = identity.query("namings", TextToCheck, Namings, who=[EXPERT])
