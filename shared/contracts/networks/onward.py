"""Trainings that members gave themselves: when, in which setting, to how many, and who of them agreed to be named."""

from shared.access import SIGNED_IN
from shared.contracts import fields
from shared.contracts.base import Created, Nothing, Schema
from shared.contracts.networks.base import networks, training_settings

# `asked`: the trainer named them, they have not answered. Of who says no nothing is kept.
TRAINEE_STATES = ("asked", "agreed")
MOST_TRAINED = 1_000


class RecordOnwardTraining(Schema):
    """`people`: everybody whom one trained that day, each counted once."""

    held_on = fields.Date(required=True)
    setting = fields.Choice(training_settings, required=True)
    people = fields.Number(min=1, max=MOST_TRAINED, required=True)


class OneOnwardTraining(Schema):
    training_id = fields.Id(required=True)


class Trainee(Schema):
    person_id = fields.Id(required=True)
    state = fields.Choice(TRAINEE_STATES)


class OnwardTraining(Schema):
    id = fields.Id()
    held_on = fields.Date()
    setting = fields.Choice(training_settings)
    people = fields.Number()
    trainees = fields.Many(fields.Part(Trainee), max=MOST_TRAINED)


class ReceivedTraining(Schema):
    """Of which somebody says that they gave it to the asking person. `trainer_id` is null when they were removed."""

    training_id = fields.Id()
    trainer_id = fields.Id(allow_none=True)
    held_on = fields.Date()
    setting = fields.Choice(training_settings)
    state = fields.Choice(TRAINEE_STATES)


class OnwardTrainings(Schema):
    """The asking person's own."""

    given = fields.Many(fields.Part(OnwardTraining), max=10_000)
    received = fields.Many(fields.Part(ReceivedTraining), max=10_000)


class NameTrainee(Schema):
    """A member, who is asked whether they agree: before that they are counted only."""

    training_id = fields.Id(required=True)
    person_id = fields.Id(required=True)


class AnswerAsTrainee(Schema):
    """By the trainee: also who has agreed may say no at any time, and is counted only from then on."""

    training_id = fields.Id(required=True)
    agrees = fields.YesNo(required=True)


record_onward_training = networks.command("record_onward_training", RecordOnwardTraining, Created, who=[SIGNED_IN])
remove_onward_training = networks.command("remove_onward_training", OneOnwardTraining, who=[SIGNED_IN])
name_trainee = networks.command("name_trainee", NameTrainee, who=[SIGNED_IN])
answer_as_trainee = networks.command("answer_as_trainee", AnswerAsTrainee, who=[SIGNED_IN])
onward_training = networks.query("onward_training", OneOnwardTraining, OnwardTraining, who=[SIGNED_IN])
onward_trainings = networks.query("onward_trainings", Nothing, OnwardTrainings, who=[SIGNED_IN])
