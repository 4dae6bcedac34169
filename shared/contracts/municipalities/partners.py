"""Organisations that may nominate people."""

from shared.access import APPLICANT, COORDINATOR, OPERATOR, SERVICE
from shared.contracts import fields
from shared.contracts.base import Created, Schema
from shared.contracts.municipalities.base import OneProgramme, municipalities


class PartnerFields(Schema):
    """An organisation nominates people when it is `willing` and `able`."""

    programme_id = fields.Id(required=True)
    name = fields.Text(max=120, required=True)
    contact_id = fields.Id(load_default=None, allow_none=True)
    willing = fields.YesNo(load_default=True)
    able = fields.YesNo(load_default=True)


class ChangePartner(PartnerFields):
    partner_id = fields.Id(required=True)
    version = fields.Number(required=True)


class PartnerName(Schema):
    id = fields.Id()
    name = fields.Text()


class Partner(PartnerName):
    contact_id = fields.Id(allow_none=True)
    willing = fields.YesNo()
    able = fields.YesNo()
    version = fields.Number()


class Partners(Schema):
    partners = fields.Many(fields.Part(Partner), max=1_000)


class PartnerIds(Schema):
    partner_ids = fields.Many(fields.Id(), load_default=list, max=1_000)


class PartnerNames(Schema):
    partners = fields.Many(fields.Part(PartnerName), max=1_000)


partners = municipalities.query("partners", OneProgramme, Partners, who=[COORDINATOR, OPERATOR])
partner_names = municipalities.query("partner_names", PartnerIds, PartnerNames, who=[SERVICE, APPLICANT])
add_partner = municipalities.command("add_partner", PartnerFields, Created, who=[COORDINATOR])
change_partner = municipalities.command("change_partner", ChangePartner, who=[COORDINATOR])
