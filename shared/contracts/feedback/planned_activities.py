"""What a programme plans because people need it: an introduction, a meeting, a chapter of the handbook."""

from shared.access import COORDINATOR
from shared.contracts import fields
from shared.contracts.base import Created, Schema
from shared.contracts.feedback.base import Event, activity_kinds, feedback, need_kinds

ACTIVITY_STATES = ("planned", "done", "called_off")
MOST_NEEDS = 200  # that one activity answers
MOST_ACTIVITIES = 5_000


class ActivityFields(Schema):
    """`session_id`: the session of trainings that it became. `need_ids`: all that it answers."""

    title = fields.Text(max=120, required=True)
    kind = fields.Choice(activity_kinds, required=True)
    planned_on = fields.Date(required=True)
    session_id = fields.Id(load_default=None, allow_none=True)
    need_ids = fields.Many(fields.Id(), load_default=list, max=MOST_NEEDS)


class PlanActivity(ActivityFields):
    programme_id = fields.Id(required=True)


class ChangeActivity(ActivityFields):
    activity_id = fields.Id(required=True)
    version = fields.Number(required=True)


class SettleActivity(Schema):
    activity_id = fields.Id(required=True)
    state = fields.Choice(ACTIVITY_STATES, required=True)


class OneActivity(Schema):
    activity_id = fields.Id(required=True)


class ActivitiesOfProgramme(Schema):
    programme_id = fields.Id(required=True)
    state = fields.Choice(ACTIVITY_STATES, load_default=None, allow_none=True)


class ActivitySummary(Schema):
    id = fields.Id()
    programme_id = fields.Id()
    title = fields.Text(max=120)
    kind = fields.Choice(activity_kinds)
    planned_on = fields.Date()
    state = fields.Choice(ACTIVITY_STATES)
    session_id = fields.Id(allow_none=True)


class NeedAnswered(Schema):
    """A need in short, beside what answers it."""

    id = fields.Id()
    kind = fields.Choice(need_kinds)
    text = fields.Text(max=300)
    state = fields.Text()


class PlannedActivity(ActivitySummary):
    version = fields.Number()
    needs = fields.Many(fields.Part(NeedAnswered), max=MOST_NEEDS)


class PlannedActivities(Schema):
    """By their day."""

    activities = fields.Many(fields.Part(PlannedActivity), max=MOST_ACTIVITIES)


class ActivityPlanned(Event):
    """Also announced when it changes: the activity as it is now, with all needs that it answers."""

    aggregate = "activity_id"
    activity_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    kind = fields.Choice(activity_kinds, required=True)
    planned_on = fields.Date(required=True)
    state = fields.Choice(ACTIVITY_STATES, required=True)
    session_id = fields.Id(required=True, allow_none=True)
    need_ids = fields.Many(fields.Id(), max=MOST_NEEDS)


planned_activities = feedback.query("planned_activities", ActivitiesOfProgramme, PlannedActivities, who=[COORDINATOR])
planned_activity = feedback.query("planned_activity", OneActivity, PlannedActivity, who=[COORDINATOR])
plan_activity = feedback.command("plan_activity", PlanActivity, Created, who=[COORDINATOR])
change_activity = feedback.command("change_activity", ChangeActivity, who=[COORDINATOR])
settle_activity = feedback.command("settle_activity", SettleActivity, who=[COORDINATOR])
