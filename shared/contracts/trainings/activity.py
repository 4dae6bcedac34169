"""What was done in a period: figures for a report and for the map. No names, and nobody is compared."""

from shared.access import COORDINATOR, OPERATOR
from shared.contracts import fields
from shared.contracts.base import Schema
from shared.contracts.trainings.base import SESSION_KINDS, SESSION_STATES, deliveries, trainings
from shared.contracts.trainings.past import PastTotals


class ActivityWanted(Schema):
    """From the first to the last day, of one programme or of the whole city."""

    programme_id = fields.Id(load_default=None, allow_none=True)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)


class SessionFigures(Schema):
    """Sessions that are alike in kind, delivery and area. `held`: they were to be held by now and not cancelled, and
    so many of them were `recorded`. `contacts` counts a person once for each session."""

    kind = fields.Choice(SESSION_KINDS)
    delivery = fields.Choice(deliveries)
    area_id = fields.Id(allow_none=True)
    held = fields.Number()
    recorded = fields.Number()
    to_come = fields.Number()
    cancelled = fields.Number()
    contacts = fields.Number()


class PeopleInArea(Schema):
    area_id = fields.Id(allow_none=True)
    people = fields.Number()


class Activity(Schema):
    """People are those who were present, each counted once: in all, of each kind, in each area.

    `person_ids`: those of them in programmes that the asker coordinates; an operator gets all.
    `past`: earlier trainings, from files.
    """

    sessions = fields.Many(fields.Part(SessionFigures), max=10_000)
    people = fields.Number()
    people_by_kind = fields.Counts()
    people_by_area = fields.Many(fields.Part(PeopleInArea), max=10_000)
    completed = fields.Number()
    past = fields.Part(PastTotals)
    person_ids = fields.Many(fields.Id(), max=100_000)


class AreaWanted(ActivityWanted):
    """`area_id`: null for what belongs to no area."""

    area_id = fields.Id(load_default=None, allow_none=True)


class SessionInArea(Schema):
    """`yours`: the asker may open it."""

    id = fields.Id()
    programme_id = fields.Id()
    kind = fields.Choice(SESSION_KINDS)
    delivery = fields.Choice(deliveries)
    state = fields.Choice(SESSION_STATES)
    starts_at = fields.Moment()
    ends_at = fields.Moment()
    present = fields.Number()
    yours = fields.YesNo()


class AreaActivity(Schema):
    """The latest sessions first, two hundred at most; the counts are of all of them."""

    sessions = fields.Many(fields.Part(SessionInArea))
    total = fields.Number()
    people = fields.Number()


activity = trainings.query("activity", ActivityWanted, Activity, who=[COORDINATOR, OPERATOR], deadline=15)
area_activity = trainings.query("area_activity", AreaWanted, AreaActivity, who=[COORDINATOR, OPERATOR])
