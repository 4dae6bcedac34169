"""What municipalities announces."""

from shared.contracts import base, fields
from shared.contracts.municipalities.base import SERVICE_NAME
from shared.contracts.municipalities.programmes import PROGRAMME_FLAGS, domains


class Event(base.Event):
    owner = SERVICE_NAME


class ProgrammeRegistered(Event):
    aggregate = "programme_id"
    programme_id = fields.Id(required=True)
    coordinator_ids = fields.Many(fields.Id(), required=True)
    area_ids = fields.Many(fields.Id())
    initiating_domain = fields.Choice(domains, required=True)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    flags = fields.Many(fields.Choice(PROGRAMME_FLAGS))


class ProgrammeChanged(ProgrammeRegistered):
    """The whole state after the change, coordinators included."""

    aggregate = "programme_id"


class PartnerChanged(Event):
    """Also announced for a new one: the partner organisation as it is now."""

    aggregate = "partner_id"
    partner_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    contact_id = fields.Id(required=True, allow_none=True)
    willing = fields.YesNo(required=True)
    able = fields.YesNo(required=True)
