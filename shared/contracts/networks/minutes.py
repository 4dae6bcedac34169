"""What comes of a meeting: who was there, minutes, decisions, and actions that are followed until they are done."""

from shared.access import SERVICE, SIGNED_IN
from shared.contracts import fields
from shared.contracts.base import Created, Schema
from shared.contracts.networks.base import networks
from shared.contracts.networks.meetings import MOST_ITEMS, MOST_TOLD, OneMeeting, PlannedMeeting

MOST_OUTSTANDING = 1_000


class MinutesDraft(PlannedMeeting):
    """`member_ids`: who may have been there: members, and who said that they come. `present_ids`: null while nobody has
    recorded it; `coming_ids`: who said yes."""

    member_ids = fields.Many(fields.Id(), max=MOST_TOLD)
    coming_ids = fields.Many(fields.Id(), max=MOST_TOLD)
    present_ids = fields.Many(fields.Id(), max=MOST_TOLD)
    agenda = fields.Many(fields.Text(max=300), max=MOST_ITEMS)
    minutes = fields.Text(max=20_000, allow_none=True)
    decisions = fields.Many(fields.Text(max=500), max=MOST_ITEMS)
    minutes_version = fields.Number()


class SaveMinutes(OneMeeting):
    """`version`: of the minutes that were open. About situations, never about named people who were not there."""

    version = fields.Number(required=True)
    text = fields.Text(max=20_000, required=True)
    present_ids = fields.Many(fields.Id(), load_default=list, max=MOST_TOLD)
    decisions = fields.Many(fields.Text(max=500), load_default=list, max=MOST_ITEMS)


class AddAction(OneMeeting):
    """`owner_id`: a member, or nobody yet."""

    text = fields.Text(max=300, required=True)
    owner_id = fields.Id(load_default=None, allow_none=True)
    due_on = fields.Date(load_default=None, allow_none=True)


class OneAction(OneMeeting):
    action_id = fields.Id(required=True)


class FinishAction(OneAction):
    done = fields.YesNo(load_default=True)


class MeetingDaysAsked(Schema):
    """Days in the city, `since` itself left out. `nudge_days`: how many days after a meeting without minutes somebody
    is to be reminded of them."""

    since = fields.Date(required=True)
    until = fields.Date(required=True)
    nudge_days = fields.Many(fields.Number(min=1), required=True)


class WithoutMinutes(Schema):
    """`days`: which of the `nudge_days` has come. `person_ids`: who was there."""

    meeting_id = fields.Id()
    days = fields.Number()
    person_ids = fields.Many(fields.Id(), max=MOST_TOLD)


class MeetingsOutstanding(Schema):
    """`minuted`: meetings whose minutes were written first on one of the days."""

    without_minutes = fields.Many(fields.Part(WithoutMinutes), max=MOST_OUTSTANDING)
    minuted = fields.Many(fields.Id(), max=MOST_OUTSTANDING)


minutes_draft = networks.query("minutes_draft", OneMeeting, MinutesDraft, who=[SIGNED_IN])
save_minutes = networks.command("save_minutes", SaveMinutes, who=[SIGNED_IN])
add_action = networks.command("add_action", AddAction, Created, who=[SIGNED_IN])
finish_action = networks.command("finish_action", FinishAction, who=[SIGNED_IN])
remove_action = networks.command("remove_action", OneAction, who=[SIGNED_IN])
meetings_outstanding = networks.query("meetings_outstanding", MeetingDaysAsked, MeetingsOutstanding, who=[SERVICE])
