"""Answering a survey by a link that belongs to nobody."""

from shared.access import ANYONE, SERVICE
from shared.contracts import fields
from shared.contracts.base import Schema
from shared.contracts.feedback.base import LINKS_AT_ONCE, WAVES, feedback

QUESTION_KINDS = ("scale", "choices", "text")
PARTS = ("reaction", "self_efficacy", "looking_back", "behaviour", "needs", "comments")


class Token(Schema):
    token = fields.Secret(required=True)


class Option(Schema):
    code = fields.Text()
    label = fields.AnyData()


class SurveyQuestion(Schema):
    """Labels are {language: text}. A scale runs from 0 to 10 with worded ends.

    The same code means the same words in all surveys. `looks_back_on`: the question that this one asks of the time
    before the course. `sensitive`: nothing is shown of it under ten answers.
    """

    code = fields.Text()
    part = fields.Choice(PARTS)
    looks_back_on = fields.Text(allow_none=True)
    sensitive = fields.YesNo()
    kind = fields.Choice(QUESTION_KINDS)
    label = fields.AnyData()
    hint = fields.AnyData(allow_none=True)
    low = fields.AnyData(allow_none=True)
    high = fields.AnyData(allow_none=True)
    options = fields.Many(fields.Part(Option))
    required = fields.YesNo()


class Draft(Schema):
    """`answers` as in SubmitAnswers, as far as there are; `at`: the number of the question to go on with."""

    answers = fields.AnyData()
    at = fields.Number()


class Questionnaire(Schema):
    """`draft`: what was answered before with this link and not sent."""

    wave = fields.Choice(WAVES)
    draft = fields.Part(Draft, allow_none=True)
    closes_on = fields.Date()
    questions = fields.Many(fields.Part(SurveyQuestion))


class SubmitAnswers(Schema):
    """`answers`: question code -> number, list of option codes, or text. A question that is not required may be left
    out. Complaints are under the question's code."""

    token = fields.Secret(required=True)
    answers = fields.AnyData(required=True)


class SaveDraft(Schema):
    """Only the link opens it again. Without answers nothing is kept; what does not fit is left out."""

    token = fields.Secret(required=True)
    answers = fields.AnyData(required=True)
    at = fields.Number(max=1_000, required=True)


class IssueLinks(Schema):
    survey_id = fields.Id(required=True)
    count = fields.Number(min=1, max=LINKS_AT_ONCE, required=True)


class Links(Schema):
    """Tokens in no order, belonging to nobody: who hands them out forgets who got which."""

    tokens = fields.Many(fields.Secret(), max=LINKS_AT_ONCE)
    wave = fields.Choice(WAVES)
    closes_on = fields.Date()


questionnaire = feedback.query("questionnaire", Token, Questionnaire, who=[ANYONE], secret=True)
submit_answers = feedback.command("submit_answers", SubmitAnswers, who=[ANYONE], secret=True)
save_draft = feedback.command("save_draft", SaveDraft, who=[ANYONE], secret=True)
issue_links = feedback.command("issue_links", IssueLinks, Links, who=[SERVICE], secret=True)
