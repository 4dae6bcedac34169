"""How far a programme is."""

from shared.access import COORDINATOR, OPERATOR
from shared.contracts import fields
from shared.contracts.base import Schema
from shared.contracts.municipalities.base import OneProgramme, municipalities
from shared.contracts.municipalities.programmes import Programme

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


class PastFigures(Schema):
    """From files of earlier trainings: counts, in which one person may stand several times. 0 is also: not told."""

    trainings = fields.Number()
    invited = fields.Number(max=10**9)
    introduced = fields.Number(max=10**9)
    grouped = fields.Number(max=10**9)
    training_day = fields.Number(max=10**9)
    completed = fields.Number(max=10**9)


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
    wave = fields.Text()
    closes_on = fields.Date(allow_none=True)
    closed = fields.YesNo()
    invited = fields.Number()
    answers = fields.Number(allow_none=True)


class Dashboard(Schema):
    """Alerts, next steps, groups and surveys are the twenty most relevant; the totals count all groups.
    `sessions_over`: introductions and course sessions that were held by the plan, with a record or without.
    `rebuilding`: the figures are being gathered anew and not complete yet, so nothing is concluded from them."""

    rebuilding = fields.YesNo()
    programme = fields.Part(Programme)
    phases = fields.Many(fields.Part(Phase))
    alerts = fields.Many(fields.Part(Alert))
    next_steps = fields.Many(fields.Part(NextStep))
    funnel = fields.Part(Funnel)
    past = fields.Part(PastFigures)
    groups = fields.Many(fields.Part(GroupFigures))
    groups_total = fields.Number()
    places_total = fields.Number()
    places_taken = fields.Number()
    surveys = fields.Many(fields.Part(SurveyFigures))
    introductions_planned = fields.Number()
    introductions_held = fields.Number()
    sessions_planned = fields.Number()
    sessions_held = fields.Number()
    sessions_over = fields.Number()
    attendance_percent = fields.Number(allow_none=True)


PARTS = ("introduction", "group", "training_day", "deepening", "completed", "network")


class DropOutWanted(Schema):
    """Of one programme, or of the whole city."""

    programme_id = fields.Id(load_default=None, allow_none=True)


class PartFigures(Schema):
    """Of the people who `came` to a part so far: how many `went_on` to a later one, how many `may_go_on` yet, and how
    many `left`, because the next part of their course is over without them, or they withdrew, or the programme has
    ended. Nothing comes after the network: there the two in the middle are null, and who did not leave is in it."""

    part = fields.Choice(PARTS)
    came = fields.Number()
    went_on = fields.Number(allow_none=True)
    may_go_on = fields.Number(allow_none=True)
    left = fields.Number()


class DropOut(Schema):
    """In the order of a programme; each person once in each programme. `rebuilding` as on the dashboard."""

    rebuilding = fields.YesNo()
    parts = fields.Many(fields.Part(PartFigures))


dashboard = municipalities.query("dashboard", OneProgramme, Dashboard, who=[COORDINATOR, OPERATOR])
drop_out = municipalities.query("drop_out", DropOutWanted, DropOut, who=[COORDINATOR, OPERATOR])
