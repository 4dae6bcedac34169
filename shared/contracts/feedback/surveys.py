"""Surveys: which there are, and closing one."""

from shared.access import COORDINATOR, SERVICE, TRAINER
from shared.contracts import fields
from shared.contracts.base import Schema
from shared.contracts.feedback.base import WAVES, feedback

SURVEY_STATES = ("open", "closed")


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
    wave = fields.Choice(WAVES)
    state = fields.Choice(SURVEY_STATES)
    opened_on = fields.Date()
    closes_on = fields.Date()
    invited = fields.Number()
    answers = fields.Number(allow_none=True)


class PlannedSurvey(Schema):
    """One that will open. `opens_on` goes along with the sessions of the group; the one after the course opens when the
    first has completed it."""

    group_id = fields.Id()
    programme_id = fields.Id()
    wave = fields.Choice(WAVES)
    opens_on = fields.Date()


class SomeSurveys(Schema):
    survey_ids = fields.Many(fields.Id(), max=500, required=True)


class SurveyDetail(Schema):
    """What a mail about a survey says. `open`: it can be answered."""

    id = fields.Id()
    wave = fields.Choice(WAVES)
    closes_on = fields.Date()
    open = fields.YesNo()


class SurveyDetails(Schema):
    surveys = fields.Many(fields.Part(SurveyDetail), max=500)


class Surveys(Schema):
    planned = fields.Many(fields.Part(PlannedSurvey), max=50_000)
    surveys = fields.Many(fields.Part(Survey), max=10_000)


surveys = feedback.query("surveys", SurveysFilter, Surveys, who=[COORDINATOR, TRAINER])
survey_details = feedback.query("survey_details", SomeSurveys, SurveyDetails, who=[SERVICE])
close_survey = feedback.command("close_survey", OneSurvey, who=[COORDINATOR])
