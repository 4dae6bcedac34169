"""What the service announces."""

from shared.contracts import fields
from shared.contracts.feedback.base import WAVES, Event


def wave() -> fields.Choice:
    """Of the survey. What was announced without it was about a survey after the course: there was no other."""
    return fields.Choice(WAVES, load_default="t1")


class SurveyOpened(Event):
    """Also announced when its last day moves, because the course does."""

    aggregate = "survey_id"
    survey_id = fields.Id(required=True)
    group_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    closes_on = fields.Date(required=True)
    wave = wave()


class FeedbackRequested(Event):
    """A person is asked for feedback. Who answered is known to nobody."""

    aggregate = "survey_id"
    survey_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    person_id = fields.Id(required=True)
    wave = wave()


class SurveyHalfWay(Event):
    """Everybody who was asked is reminded, since nobody knows who answered."""

    aggregate = "survey_id"
    survey_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    wave = fields.Choice(WAVES, required=True)
    person_ids = fields.Many(fields.Id(), max=5_000, required=True)


class SurveyClosed(Event):
    """`answers` is null under five."""

    aggregate = "survey_id"
    survey_id = fields.Id(required=True)
    group_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    invited = fields.Number(required=True)
    answers = fields.Number(required=True, allow_none=True)
    wave = wave()
