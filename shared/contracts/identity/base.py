"""What the parts of the contract share."""

from shared.contracts import fields
from shared.contracts.base import Schema, contract
from shared.languages import LANGUAGES
from shared.taxonomies import codes

SERVICE_NAME = "identity"
identity = contract(SERVICE_NAME)
MOST_AREAS = 50  # in which one person works
ACCOUNT_LANGUAGES = LANGUAGES


def sectors() -> tuple[str, ...]:
    return codes("sectors")


def levels() -> tuple[str, ...]:
    return codes("levels")


class PersonFields(Schema):
    """What a person's record holds. No opinion, religion, origin, health: there is no field for them.

    `area_ids`: areas of municipalities in which the person works.
    """

    name = fields.Text(required=True, max=120)
    email = fields.Email(required=True)
    language = fields.Choice(ACCOUNT_LANGUAGES, load_default=None, allow_none=True)
    organisation = fields.Text(max=120, load_default=None, allow_none=True)
    sector = fields.Choice(sectors, load_default=None, allow_none=True)
    level = fields.Choice(levels, load_default=None, allow_none=True)
    area_ids = fields.Many(fields.Id(), load_default=list, max=MOST_AREAS)
    line_manager_id = fields.Id(load_default=None, allow_none=True)


class PersonIds(Schema):
    person_ids = fields.Many(fields.Id(), required=False, load_default=list, max=5_000)


class OnePerson(Schema):
    person_id = fields.Id(required=True)
