"""A programme: how it is registered, what it stands on, who coordinates it."""

from shared.access import COORDINATOR, OPERATOR
from shared.contracts import fields
from shared.contracts.base import Created, Nothing, Schema
from shared.contracts.municipalities.base import OneProgramme, municipalities
from shared.taxonomies import FALLBACK_LANGUAGE, codes

PROGRAMME_STATES = ("draft", "registered")
# A programme starts best with both; a missing one is flagged, never refused.
PROGRAMME_FLAGS = ("street_level_missing", "policy_level_missing")


def domains() -> tuple[str, ...]:
    return codes("initiating_domains")


def _sectors() -> tuple[str, ...]:
    return codes("sectors")


def _sdgs() -> tuple[str, ...]:
    return codes("sdgs")


def examples() -> tuple[str, ...]:
    return codes("programme_examples")


def _languages() -> tuple[str, ...]:
    return codes("handbook_languages")


class ProgrammeFields(Schema):
    """All of them may be missing in a draft. `vision` is what the professions share."""

    name = fields.Text(max=120, allow_none=True)
    starts_on = fields.Date(allow_none=True)
    ends_on = fields.Date(allow_none=True)
    initiating_domain = fields.Choice(domains, allow_none=True)
    trigger = fields.Text(max=2_000, allow_none=True)
    area_ids = fields.Many(fields.Id())
    vision = fields.Text(max=2_000, allow_none=True)
    sectors = fields.Many(fields.Choice(_sectors))
    decision_maker_ids = fields.Many(fields.Id())
    street_level_ids = fields.Many(fields.Id())
    sdgs = fields.Many(fields.Choice(_sdgs))


class StartProgramme(Schema):
    """With an example it begins with what that says, in this language where it knows it."""

    example = fields.Choice(examples, load_default=None, allow_none=True)
    language = fields.Choice(_languages, load_default=FALLBACK_LANGUAGE)


class InOneLanguage(Schema):
    language = fields.Choice(_languages, load_default=FALLBACK_LANGUAGE)


class ProgrammeExample(Schema):
    """`areas`: which areas such a programme is best about, in words."""

    code = fields.Choice(examples)
    title = fields.Text(max=120)
    name = fields.Text(max=120)
    initiating_domain = fields.Choice(domains)
    trigger = fields.Text(max=2_000)
    vision = fields.Text(max=2_000)
    sectors = fields.Many(fields.Choice(_sectors))
    areas = fields.Text(max=500)


class ProgrammeExamples(Schema):
    examples = fields.Many(fields.Part(ProgrammeExample))


class SaveProgramme(ProgrammeFields):
    """Only the given fields change. With a version, a change by somebody else in between is a conflict."""

    programme_id = fields.Id(required=True)
    version = fields.Number(load_default=None, allow_none=True)


class Programme(ProgrammeFields):
    """`example`: what it was started from."""

    id = fields.Id()
    example = fields.Choice(examples, allow_none=True)
    state = fields.Choice(PROGRAMME_STATES)
    flags = fields.Many(fields.Choice(PROGRAMME_FLAGS))
    missing = fields.Many(fields.Cell())
    coordinator_ids = fields.Many(fields.Id())
    registered_at = fields.Moment(allow_none=True)
    version = fields.Number()


class ProgrammeSummary(Schema):
    id = fields.Id()
    name = fields.Text(allow_none=True)
    state = fields.Choice(PROGRAMME_STATES)
    starts_on = fields.Date(allow_none=True)
    ends_on = fields.Date(allow_none=True)
    coordinator_ids = fields.Many(fields.Id())


class Programmes(Schema):
    """`registered`: so many programmes of the city are, whoever coordinates them."""

    registered = fields.Number()
    programmes = fields.Many(fields.Part(ProgrammeSummary), max=1_000)


class Registered(Schema):
    id = fields.Id()
    flags = fields.Many(fields.Choice(PROGRAMME_FLAGS))


class Coordinator(Schema):
    programme_id = fields.Id(required=True)
    person_id = fields.Id(required=True)


programme_examples = municipalities.query(
    "programme_examples", InOneLanguage, ProgrammeExamples, who=[COORDINATOR, OPERATOR]
)
start_programme = municipalities.command("start_programme", StartProgramme, Created, who=[COORDINATOR])
save_programme = municipalities.command("save_programme", SaveProgramme, Programme, who=[COORDINATOR])
register_programme = municipalities.command("register_programme", OneProgramme, Registered, who=[COORDINATOR])
programme = municipalities.query("programme", OneProgramme, Programme, who=[COORDINATOR, OPERATOR])
programmes = municipalities.query("programmes", Nothing, Programmes, who=[COORDINATOR, OPERATOR])
add_coordinator = municipalities.command("add_coordinator", Coordinator, who=[COORDINATOR])
remove_coordinator = municipalities.command("remove_coordinator", Coordinator, who=[COORDINATOR])
