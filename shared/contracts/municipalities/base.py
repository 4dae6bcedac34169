"""What the parts of the contract share."""

from shared.contracts import fields
from shared.contracts.base import Schema, contract

SERVICE_NAME = "municipalities"
municipalities = contract(SERVICE_NAME)


class OneProgramme(Schema):
    programme_id = fields.Id(required=True)
