"""Questions that participants ask before the course."""

from shared.access import ANYONE, COORDINATOR, TRAINER
from shared.contracts import fields
from shared.contracts.base import Created, Schema
from shared.contracts.trainings.base import trainings


class Question(Schema):
    """A participant's own-work question. Who asked is not kept."""

    id = fields.Id()
    text = fields.Text(max=1_000)
    treated = fields.YesNo()


class QuestionCode(Schema):
    code = fields.Text(max=20, required=True)


class QuestionBox(Schema):
    """What a participant sees before asking: enough to know it is the right group."""

    group_name = fields.Text()
    next_session_at = fields.Moment(allow_none=True)


class AskQuestion(Schema):
    code = fields.Text(max=20, required=True)
    text = fields.Text(max=1_000, required=True)


class AddQuestion(Schema):
    group_id = fields.Id(required=True)
    text = fields.Text(max=1_000, required=True)


class TreatQuestion(Schema):
    question_id = fields.Id(required=True)
    treated = fields.YesNo(required=True)


question_box = trainings.query("question_box", QuestionCode, QuestionBox, who=[ANYONE], secret=True)
ask_question = trainings.command("ask_question", AskQuestion, who=[ANYONE], secret=True)
add_question = trainings.command("add_question", AddQuestion, Created, who=[COORDINATOR, TRAINER])
treat_question = trainings.command("treat_question", TreatQuestion, who=[COORDINATOR, TRAINER])
