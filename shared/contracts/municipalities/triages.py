"""Conflict or polarisation? A few questions lead to mediation, to a strategy, to both apart, or to neither."""

from shared.access import COORDINATOR
from shared.contracts import fields
from shared.contracts.base import Created, Schema
from shared.contracts.municipalities.base import OneProgramme, municipalities

TRIAGE_QUESTIONS = ("owners", "time_and_place", "willing", "about_groups", "taking_sides", "safety")
TRIAGE_ANSWERS = ("yes", "no", "unsure")
TRIAGE_OUTCOMES = ("mediation", "strategy", "both", "neither")
TRIAGE_REASONS = (
    *(
        f"{question}_{answer}"
        for question in ("owners", "time_and_place", "about_groups", "taking_sides")
        for answer in ("yes", "no")
    ),
    "not_willing",
    "kept_apart",
    "safety_first",
    "find_out",
)


class TriageAnswers(Schema):
    owners = fields.Choice(TRIAGE_ANSWERS, required=True)
    time_and_place = fields.Choice(TRIAGE_ANSWERS, required=True)
    willing = fields.Choice(TRIAGE_ANSWERS, required=True)
    about_groups = fields.Choice(TRIAGE_ANSWERS, required=True)
    taking_sides = fields.Choice(TRIAGE_ANSWERS, required=True)
    safety = fields.Choice(TRIAGE_ANSWERS, required=True)


class StartTriage(TriageAnswers):
    """`title`: what it is about, in a few words, and never whom."""

    programme_id = fields.Id(required=True)
    title = fields.Text(max=120, required=True)


class OneTriage(Schema):
    triage_id = fields.Id(required=True)


class AnswerTriageAnew(TriageAnswers):
    """`why` it is seen otherwise now."""

    triage_id = fields.Id(required=True)
    title = fields.Text(max=120, required=True)
    why = fields.Text(max=500, required=True)
    version = fields.Number(required=True)


class TriageSummary(Schema):
    id = fields.Id()
    title = fields.Text()
    outcome = fields.Choice(TRIAGE_OUTCOMES)
    answered_at = fields.Moment()


class Triages(Schema):
    triages = fields.Many(fields.Part(TriageSummary), max=10_000)


class TriageOutcome(Schema):
    answers = fields.Part(TriageAnswers)
    outcome = fields.Choice(TRIAGE_OUTCOMES)
    reasons = fields.Many(fields.Choice(TRIAGE_REASONS))
    why = fields.Text(max=500, allow_none=True)
    answered_at = fields.Moment()


class Triage(TriageOutcome):
    """As it was answered last; `history`: as before, the latest first."""

    id = fields.Id()
    programme_id = fields.Id()
    title = fields.Text()
    version = fields.Number()
    history = fields.Many(fields.Part(TriageOutcome), max=1_000)
    looks_like_names = fields.Many(fields.Text())


triages = municipalities.query("triages", OneProgramme, Triages, who=[COORDINATOR])
triage = municipalities.query("triage", OneTriage, Triage, who=[COORDINATOR])
start_triage = municipalities.command("start_triage", StartTriage, Created, who=[COORDINATOR])
answer_triage_anew = municipalities.command("answer_triage_anew", AnswerTriageAnew, who=[COORDINATOR])
remove_triage = municipalities.command("remove_triage", OneTriage, who=[COORDINATOR])
