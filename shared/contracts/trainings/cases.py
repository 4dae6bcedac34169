"""The case desk of a group: the questions of its participants as the trainer sorts them, without their authors."""

from shared.access import COORDINATOR, TRAINER
from shared.contracts import fields
from shared.contracts.base import Schema
from shared.contracts.trainings.base import OneGroup, trainings
from shared.contracts.trainings.questions import Question


class CaseDesk(Schema):
    """In an order that says nothing of when they were asked: by theme, the open ones first."""

    group_name = fields.Text()
    question_code = fields.Text()
    cases = fields.Many(fields.Part(Question), max=10_000)


class OneQuestion(Schema):
    question_id = fields.Id(required=True)


class Case(Question):
    group_id = fields.Id()


class RewordQuestion(Schema):
    question_id = fields.Id(required=True)
    text = fields.Text(max=1_000, required=True)


class ThemeQuestions(Schema):
    """Similar ones under one theme; without a theme they stand alone again."""

    group_id = fields.Id(required=True)
    question_ids = fields.Many(fields.Id(), required=True, max=200)
    theme = fields.Text(max=80, load_default=None, allow_none=True)


case_desk = trainings.query("case_desk", OneGroup, CaseDesk, who=[COORDINATOR, TRAINER])
case = trainings.query("case", OneQuestion, Case, who=[COORDINATOR, TRAINER])
reword_question = trainings.command("reword_question", RewordQuestion, who=[COORDINATOR, TRAINER])
theme_questions = trainings.command("theme_questions", ThemeQuestions, who=[COORDINATOR, TRAINER])
