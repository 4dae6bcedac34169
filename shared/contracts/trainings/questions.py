"""Questions that participants ask before the course."""

from shared.access import ANYONE, COORDINATOR, TRAINER
from shared.contracts import fields
from shared.contracts.base import Created, Schema
from shared.contracts.trainings.base import trainings


class Treatment(Schema):
    """`session_id`: the session in which it was; null when it was ticked outside of one."""

    session_id = fields.Id(allow_none=True)
    treated = fields.YesNo()


class Question(Schema):
    """A participant's own-work question. Who asked is not kept.

    `theme`: under which the trainer put similar ones. `treatments`: when it was ticked as treated and when taken up
    again, in order.
    """

    id = fields.Id()
    text = fields.Text(max=1_000)
    treated = fields.YesNo()
    theme = fields.Text(max=80, allow_none=True)
    treatments = fields.Many(fields.Part(Treatment))


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
    """`session_id`: the session of the group in which it is treated or taken up again."""

    question_id = fields.Id(required=True)
    treated = fields.YesNo(required=True)
    session_id = fields.Id(load_default=None, allow_none=True)


question_box = trainings.query("question_box", QuestionCode, QuestionBox, who=[ANYONE], secret=True)
ask_question = trainings.command("ask_question", AskQuestion, who=[ANYONE], secret=True)
add_question = trainings.command("add_question", AddQuestion, Created, who=[COORDINATOR, TRAINER])
treat_question = trainings.command("treat_question", TreatQuestion, who=[COORDINATOR, TRAINER])
