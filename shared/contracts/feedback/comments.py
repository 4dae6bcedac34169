"""Comments: a coordinator of the programme reads them, and releases them or not."""

from shared.access import COORDINATOR
from shared.contracts import fields
from shared.contracts.base import Schema
from shared.contracts.feedback.base import feedback
from shared.contracts.feedback.surveys import OneSurvey, Survey

WITHHOLDING_REASONS = ("names_somebody", "recognisable", "confidential", "hurtful")


class ReleasedComment(Schema):
    question = fields.Text()
    text = fields.Text(max=2_000)


class Comment(ReleasedComment):
    id = fields.Id()
    released = fields.YesNo()
    reason = fields.Choice(WITHHOLDING_REASONS, allow_none=True)


class Comments(Schema):
    """`kept_until`: the last day of what is not released."""

    survey = fields.Part(Survey)
    read = fields.YesNo()
    kept_until = fields.Date(allow_none=True)
    comments = fields.Many(fields.Part(Comment), max=5_000)


class Withheld(Schema):
    comment_id = fields.Id(required=True)
    reason = fields.Choice(WITHHOLDING_REASONS, required=True)


class ReleaseComments(Schema):
    """All of the survey but those withheld, once and in one go."""

    survey_id = fields.Id(required=True)
    withheld = fields.Many(fields.Part(Withheld), max=5_000, load_default=list)


comments = feedback.query("comments", OneSurvey, Comments, who=[COORDINATOR])
release_comments = feedback.command("release_comments", ReleaseComments, who=[COORDINATOR])
