"""Who trained whom, over generations: in courses of the city and in trainings that members gave onward."""

from shared.access import COORDINATOR, SIGNED_IN
from shared.contracts import fields
from shared.contracts.base import Nothing, Schema
from shared.contracts.networks.base import networks, training_settings


class Branch(Schema):
    """Somebody in the tree. `parent`: the number of the branch of who trained them, null for a seed trainer. `again`:
    somebody else trained them before, and their own branch grows there.

    `person_id` is null for who is not named to the asking person. `direct`: whom they trained, `unnamed`: how many of
    those are counted only; `reach`: these and whom these trained since, each once. `last_on`: their last training,
    null for who gave none; `active`: in the last twelve months.
    """

    number = fields.Number()
    parent = fields.Number(allow_none=True)
    person_id = fields.Id(allow_none=True)
    generation = fields.Number()
    trained_on = fields.Date(allow_none=True)
    direct = fields.Number()
    unnamed = fields.Number()
    reach = fields.Number()
    last_on = fields.Date(allow_none=True)
    active = fields.YesNo()
    again = fields.YesNo()


class SettingFigures(Schema):
    setting = fields.Choice(training_settings)
    trainings = fields.Number()
    people = fields.Number()


class Tree(Schema):
    """`branches`: each after the one it grows from. `settings`: of the trainings that members gave onward."""

    branches = fields.Many(fields.Part(Branch), max=20_000)
    settings = fields.Many(fields.Part(SettingFigures))


tree = networks.query("tree", Nothing, Tree, who=[SIGNED_IN, COORDINATOR])
