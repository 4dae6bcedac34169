"""feedback: surveys with anonymous answers, and their results from five answers on."""

from shared.access import ANYONE, COORDINATOR, SERVICE, TRAINER
from shared.contracts import base, fields
from shared.contracts.base import Schema, contract

SERVICE_NAME = "feedback"
feedback = contract(SERVICE_NAME)

FEWEST_ANSWERS = 5  # nothing is shown under so many
SURVEY_STATES = ("open", "closed")
QUESTION_KINDS = ("scale", "choices", "text")
LINKS_AT_ONCE = 500


class Token(Schema):
    token = fields.Secret(required=True)


class Option(Schema):
    code = fields.Text()
    label = fields.AnyData()


class SurveyQuestion(Schema):
    """Labels are {language: text}. A scale runs from 0 to 10 with worded ends."""

    code = fields.Text()
    kind = fields.Choice(QUESTION_KINDS)
    label = fields.AnyData()
    hint = fields.AnyData(allow_none=True)
    low = fields.AnyData(allow_none=True)
    high = fields.AnyData(allow_none=True)
    options = fields.Many(fields.Part(Option))
    required = fields.YesNo()


class Questionnaire(Schema):
    closes_on = fields.Date()
    questions = fields.Many(fields.Part(SurveyQuestion))


class SubmitAnswers(Schema):
    """`answers`: question code -> number, list of option codes, or text. A question that is not required may be left
    out. Complaints are under the question's code."""

    token = fields.Secret(required=True)
    answers = fields.AnyData(required=True)


class OneSurvey(Schema):
    survey_id = fields.Id(required=True)


class SurveysFilter(Schema):
    programme_id = fields.Id(load_default=None, allow_none=True)
    group_id = fields.Id(load_default=None, allow_none=True)


class Survey(Schema):
    """`answers` stays null while the survey is open, and when there are fewer than five."""

    id = fields.Id()
    group_id = fields.Id()
    programme_id = fields.Id()
    state = fields.Choice(SURVEY_STATES)
    opened_on = fields.Date()
    closes_on = fields.Date()
    invited = fields.Number()
    answers = fields.Number(allow_none=True)


class Surveys(Schema):
    surveys = fields.Many(fields.Part(Survey), max=10_000)


class Result(Schema):
    """One question over all answers. `n` counts who answered it; figures are null and lists empty under five.

    `counts`: of a scale by band (`0-6`, `7-8`, `9-10`), null when a band would show one or two people; of choices by
    option, without the options that one or two people chose.
    """

    question = fields.Part(SurveyQuestion)
    n = fields.Number(allow_none=True)
    mean = fields.Decimal(allow_none=True)
    net_promoter_score = fields.Number(min=-100, max=100, allow_none=True)
    counts = fields.Counts(allow_none=True)
    comments = fields.Many(fields.Text(max=2_000))


RESULT_STATES = ("open", "too_few", "shown")


class Results(Schema):
    survey = fields.Part(Survey)
    state = fields.Choice(RESULT_STATES)
    results = fields.Many(fields.Part(Result))


class IssueLinks(Schema):
    survey_id = fields.Id(required=True)
    count = fields.Number(min=1, max=LINKS_AT_ONCE, required=True)


class Links(Schema):
    """Tokens in no order, belonging to nobody: who hands them out forgets who got which."""

    tokens = fields.Many(fields.Secret(), max=LINKS_AT_ONCE)
    closes_on = fields.Date()


questionnaire = feedback.query("questionnaire", Token, Questionnaire, who=[ANYONE], secret=True)
submit_answers = feedback.command("submit_answers", SubmitAnswers, who=[ANYONE], secret=True)
surveys = feedback.query("surveys", SurveysFilter, Surveys, who=[COORDINATOR, TRAINER])
results = feedback.query("results", OneSurvey, Results, who=[COORDINATOR, TRAINER])
close_survey = feedback.command("close_survey", OneSurvey, who=[COORDINATOR])
issue_links = feedback.command("issue_links", IssueLinks, Links, who=[SERVICE], secret=True)


class Event(base.Event):
    owner = SERVICE_NAME


class SurveyOpened(Event):
    aggregate = "survey_id"
    survey_id = fields.Id(required=True)
    group_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    closes_on = fields.Date(required=True)


class FeedbackRequested(Event):
    """A person is asked for feedback. Who answered is known to nobody."""

    aggregate = "survey_id"
    survey_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    person_id = fields.Id(required=True)


class SurveyClosed(Event):
    """`answers` is null under five."""

    aggregate = "survey_id"
    survey_id = fields.Id(required=True)
    group_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    invited = fields.Number(required=True)
    answers = fields.Number(required=True, allow_none=True)
