"""municipalities: the programme, its areas and the people it stands on; the dashboard."""

from shared.access import COORDINATOR, OPERATOR, SIGNED_IN
from shared.contracts import base, fields
from shared.contracts.base import Created, Nothing, Schema, contract
from shared.taxonomies import codes

SERVICE_NAME = "municipalities"
municipalities = contract(SERVICE_NAME)

PROGRAMME_STATES = ("draft", "registered")
# A programme starts best with both; a missing one is flagged, never refused.
PROGRAMME_FLAGS = ("street_level_missing", "policy_level_missing")
PHASES = ("registration", "introduction", "course", "strategy", "network")
PHASE_STATES = ("done", "current", "todo")
ALERTS = (
    "street_level_missing",
    "policy_level_missing",
    "group_without_trainer",
    "session_without_record",
    "group_not_full",
)
NEXT_STEPS = (
    "plan_introduction",
    "invite_people",
    "record_introduction",
    "form_group",
    "assign_trainer",
    "plan_training_day",
    "plan_deepening",
    "record_session",
    "close_survey",
)


def _domains() -> tuple[str, ...]:
    return codes("initiating_domains")


def _sectors() -> tuple[str, ...]:
    return codes("sectors")


class Area(Schema):
    id = fields.Id()
    name = fields.Text()


class Areas(Schema):
    areas = fields.Many(fields.Part(Area), max=10_000)


class AddArea(Schema):
    name = fields.Text(required=True, max=80)


class OneProgramme(Schema):
    programme_id = fields.Id(required=True)


class ProgrammeFields(Schema):
    """All of them may be missing in a draft. `vision` is what the professions share."""

    name = fields.Text(max=120, allow_none=True)
    starts_on = fields.Date(allow_none=True)
    ends_on = fields.Date(allow_none=True)
    initiating_domain = fields.Choice(_domains, allow_none=True)
    trigger = fields.Text(max=2_000, allow_none=True)
    area_ids = fields.Many(fields.Id())
    vision = fields.Text(max=2_000, allow_none=True)
    sectors = fields.Many(fields.Choice(_sectors))
    decision_maker_ids = fields.Many(fields.Id())
    street_level_ids = fields.Many(fields.Id())


class SaveProgramme(ProgrammeFields):
    """Only the given fields change. With a version, a change by somebody else in between is a conflict."""

    programme_id = fields.Id(required=True)
    version = fields.Number(load_default=None, allow_none=True)


class Programme(ProgrammeFields):
    id = fields.Id()
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
    programmes = fields.Many(fields.Part(ProgrammeSummary), max=1_000)


class Registered(Schema):
    id = fields.Id()
    flags = fields.Many(fields.Choice(PROGRAMME_FLAGS))


class Coordinator(Schema):
    programme_id = fields.Id(required=True)
    person_id = fields.Id(required=True)


class Phase(Schema):
    """`since` is the day on which the phase began or will begin."""

    name = fields.Choice(PHASES)
    state = fields.Choice(PHASE_STATES)
    since = fields.Date(allow_none=True)


class Alert(Schema):
    name = fields.Choice(ALERTS)
    group_id = fields.Id(allow_none=True)
    session_id = fields.Id(allow_none=True)
    on = fields.Date(allow_none=True)


class NextStep(Schema):
    name = fields.Choice(NEXT_STEPS)
    group_id = fields.Id(allow_none=True)
    session_id = fields.Id(allow_none=True)
    survey_id = fields.Id(allow_none=True)
    due_on = fields.Date(allow_none=True)
    late = fields.YesNo()


class Funnel(Schema):
    """People, each counted once, in the order of the steps."""

    invited = fields.Number()
    introduced = fields.Number()
    grouped = fields.Number()
    waiting = fields.Number()
    training_day = fields.Number()
    completed = fields.Number()
    invited_to_network = fields.Number()
    experts = fields.Number()


class GroupFigures(Schema):
    group_id = fields.Id()
    places = fields.Number()
    enrolled = fields.Number()
    waiting = fields.Number()
    trainer_ids = fields.Many(fields.Id())
    completed = fields.Number()
    next_session_at = fields.Moment(allow_none=True)
    state = fields.Choice(("forming", "planned", "running", "completed"))


class SurveyFigures(Schema):
    """`answers` is known when the survey has closed, and null when there were fewer than five."""

    survey_id = fields.Id()
    group_id = fields.Id()
    closes_on = fields.Date(allow_none=True)
    closed = fields.YesNo()
    invited = fields.Number()
    answers = fields.Number(allow_none=True)


class Dashboard(Schema):
    """Alerts, next steps, groups and surveys are the twenty most relevant; the totals count all groups.
    `rebuilding`: the figures are being gathered anew and not complete yet, so nothing is concluded from them."""

    rebuilding = fields.YesNo()
    programme = fields.Part(Programme)
    phases = fields.Many(fields.Part(Phase))
    alerts = fields.Many(fields.Part(Alert))
    next_steps = fields.Many(fields.Part(NextStep))
    funnel = fields.Part(Funnel)
    groups = fields.Many(fields.Part(GroupFigures))
    groups_total = fields.Number()
    places_total = fields.Number()
    places_taken = fields.Number()
    surveys = fields.Many(fields.Part(SurveyFigures))
    introductions_planned = fields.Number()
    introductions_held = fields.Number()
    sessions_planned = fields.Number()
    sessions_held = fields.Number()
    attendance_percent = fields.Number(allow_none=True)


areas = municipalities.query("areas", Nothing, Areas, who=[SIGNED_IN])
add_area = municipalities.command("add_area", AddArea, Created, who=[COORDINATOR, OPERATOR])
start_programme = municipalities.command("start_programme", Nothing, Created, who=[COORDINATOR])
save_programme = municipalities.command("save_programme", SaveProgramme, Programme, who=[COORDINATOR])
register_programme = municipalities.command("register_programme", OneProgramme, Registered, who=[COORDINATOR])
programme = municipalities.query("programme", OneProgramme, Programme, who=[COORDINATOR, OPERATOR])
programmes = municipalities.query("programmes", Nothing, Programmes, who=[COORDINATOR, OPERATOR])
add_coordinator = municipalities.command("add_coordinator", Coordinator, who=[COORDINATOR])
remove_coordinator = municipalities.command("remove_coordinator", Coordinator, who=[COORDINATOR])
dashboard = municipalities.query("dashboard", OneProgramme, Dashboard, who=[COORDINATOR, OPERATOR])


class Event(base.Event):
    owner = SERVICE_NAME


class ProgrammeRegistered(Event):
    aggregate = "programme_id"
    programme_id = fields.Id(required=True)
    coordinator_ids = fields.Many(fields.Id(), required=True)
    area_ids = fields.Many(fields.Id())
    initiating_domain = fields.Choice(_domains, required=True)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    flags = fields.Many(fields.Choice(PROGRAMME_FLAGS))


class ProgrammeChanged(ProgrammeRegistered):
    """The whole state after the change, coordinators included."""

    aggregate = "programme_id"
