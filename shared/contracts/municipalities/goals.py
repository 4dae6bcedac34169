"""What a programme is for: beneficiaries counted, and what a report says of the programme itself."""

from shared.access import COORDINATOR, OPERATOR
from shared.contracts import fields
from shared.contracts.base import Created, Schema
from shared.contracts.municipalities.areas import Area
from shared.contracts.municipalities.base import OneProgramme, municipalities
from shared.taxonomies import codes


def _beneficiaries() -> tuple[str, ...]:
    return codes("beneficiaries")


class BeneficiaryCount(Schema):
    """So many people of a kind whom the programme meant something to in these days, as its coordinators count them."""

    beneficiary = fields.Choice(_beneficiaries, required=True)
    people = fields.Number(min=1, required=True)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)


class AddBeneficiaries(BeneficiaryCount):
    programme_id = fields.Id(required=True)


class RemoveBeneficiaries(OneProgramme):
    count_id = fields.Id(required=True)


class KeptBeneficiaryCount(BeneficiaryCount):
    id = fields.Id()


class BeneficiaryCounts(Schema):
    counts = fields.Many(fields.Part(KeptBeneficiaryCount), max=10_000)


class BackgroundWanted(Schema):
    """Of one programme, or of the whole city."""

    programme_id = fields.Id(load_default=None, allow_none=True)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)


class ProgrammeBackground(Schema):
    """`yours`: the asker coordinates it."""

    id = fields.Id()
    name = fields.Text(allow_none=True)
    starts_on = fields.Date(allow_none=True)
    ends_on = fields.Date(allow_none=True)
    area_ids = fields.Many(fields.Id())
    sectors = fields.Many(fields.Cell())
    sdgs = fields.Many(fields.Cell())
    yours = fields.YesNo()


class Background(Schema):
    """What an activity report says besides sessions. All registered `programmes` and all `areas` of the city.

    `beneficiaries`: people by kind, of counts that lie in the period; `counts_beyond` reach out of it on a side.
    """

    programmes = fields.Many(fields.Part(ProgrammeBackground), max=1_000)
    areas = fields.Many(fields.Part(Area), max=10_000)
    beneficiaries = fields.Counts()
    counts_beyond = fields.Number()


add_beneficiaries = municipalities.command("add_beneficiaries", AddBeneficiaries, Created, who=[COORDINATOR])
remove_beneficiaries = municipalities.command("remove_beneficiaries", RemoveBeneficiaries, who=[COORDINATOR])
beneficiaries = municipalities.query("beneficiaries", OneProgramme, BeneficiaryCounts, who=[COORDINATOR, OPERATOR])
background = municipalities.query("background", BackgroundWanted, Background, who=[COORDINATOR, OPERATOR])
