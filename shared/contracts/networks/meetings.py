"""Meetings of the network: any member plans one, whoever comes has a say in what is on the agenda.

An informal meeting has no minutes, and nobody is reminded of them. Who supports the network reads the plan and may
change when and where it is, and nothing else.
"""

from shared.access import CALENDAR, PARTICIPANT, SERVICE, SIGNED_IN
from shared.contracts import fields
from shared.contracts.base import Created, Nothing, Schema, paged
from shared.contracts.networks.base import meeting_deliveries, networks
from shared.contracts.networks.events import Event

MEETING_STATES = ("planned", "cancelled")
REPLIES = ("yes", "maybe", "no")
DIRECTIONS = ("up", "down")
MOST_TOLD = 5_000  # people whom one event concerns
MOST_MEETINGS = 1_000
MOST_ITEMS = 200


class MeetingPlan(Schema):
    """Date and time are local to the city."""

    title = fields.Text(max=120, required=True)
    date = fields.Date(required=True)
    start_time = fields.Time(required=True)
    minutes = fields.Number(min=15, max=720, load_default=90)
    delivery = fields.Choice(meeting_deliveries, load_default="on_site")
    place = fields.Text(max=200, load_default=None, allow_none=True)
    link = fields.Link(max=500, load_default=None, allow_none=True)


class PlanMeeting(MeetingPlan):
    informal = fields.YesNo(load_default=False)


class OneMeeting(Schema):
    meeting_id = fields.Id(required=True)


class ChangeMeeting(MeetingPlan):
    meeting_id = fields.Id(required=True)
    version = fields.Number(required=True)


class AnswerMeeting(OneMeeting):
    reply = fields.Choice(REPLIES, required=True)


class AgendaItemFields(OneMeeting):
    """`minutes`: how long it takes. `initiative_id`: what is presented, by somebody who takes part in it."""

    text = fields.Text(max=300, required=True)
    minutes = fields.Number(min=1, max=480, load_default=None, allow_none=True)
    initiative_id = fields.Id(load_default=None, allow_none=True)


class OneAgendaItem(OneMeeting):
    item_id = fields.Id(required=True)


class ChangeAgendaItem(OneAgendaItem):
    text = fields.Text(max=300, required=True)
    minutes = fields.Number(min=1, max=480, load_default=None, allow_none=True)


class MoveAgendaItem(OneAgendaItem):
    direction = fields.Choice(DIRECTIONS, required=True)


class MeetingsFilter(Schema):
    """`past`: those that are over, the latest first; otherwise those to come, the next first."""

    past = fields.YesNo(load_default=False)
    page = fields.Number(min=1, load_default=1)
    per_page = fields.Number(min=1, max=200, load_default=20)


class PlannedMeeting(Schema):
    """`version` counts the changes of its plan."""

    id = fields.Id()
    title = fields.Text()
    state = fields.Choice(MEETING_STATES)
    informal = fields.YesNo()
    starts_at = fields.Moment()
    ends_at = fields.Moment()
    delivery = fields.Choice(meeting_deliveries)
    place = fields.Text(allow_none=True)
    link = fields.Link(max=500, allow_none=True)
    version = fields.Number()


class MeetingSummary(PlannedMeeting):
    """`reply`: the asking person's own."""

    coming = fields.Number()
    maybe = fields.Number()
    agenda_items = fields.Number()
    reply = fields.Choice(REPLIES, allow_none=True)
    has_minutes = fields.YesNo()


class MeetingPerson(Schema):
    """`present` is null while nobody has recorded who was there."""

    person_id = fields.Id()
    reply = fields.Choice(REPLIES, allow_none=True)
    present = fields.YesNo(allow_none=True)


class AgendaItem(Schema):
    id = fields.Id()
    text = fields.Text(max=300)
    minutes = fields.Number(allow_none=True)
    author_id = fields.Id(allow_none=True)
    initiative_id = fields.Id(allow_none=True)
    initiative_title = fields.Text(allow_none=True)


class MeetingAction(Schema):
    """`meeting_id`: at which it was agreed."""

    id = fields.Id()
    meeting_id = fields.Id()
    meeting_title = fields.Text()
    meeting_at = fields.Moment()
    text = fields.Text(max=300)
    owner_id = fields.Id(allow_none=True)
    due_on = fields.Date(allow_none=True)
    done = fields.YesNo()


class Meeting(PlannedMeeting):
    """`open_actions`: what was agreed at earlier meetings and is not done, as long as this one has no minutes."""

    author_id = fields.Id(allow_none=True)
    people = fields.Many(fields.Part(MeetingPerson), max=MOST_TOLD)
    agenda = fields.Many(fields.Part(AgendaItem), max=MOST_ITEMS)
    minutes = fields.Text(max=20_000, allow_none=True)
    minutes_by = fields.Id(allow_none=True)
    minutes_at = fields.Moment(allow_none=True)
    decisions = fields.Many(fields.Text(max=500), max=MOST_ITEMS)
    actions = fields.Many(fields.Part(MeetingAction), max=MOST_ITEMS)
    open_actions = fields.Many(fields.Part(MeetingAction), max=MOST_ITEMS)


class MyMeetingsWanted(Schema):
    """`meeting_id`: this one alone."""

    meeting_id = fields.Id(load_default=None, allow_none=True)


class MyMeetings(Schema):
    """For a member's own calendar: those of the last year and all to come that they have not said no to."""

    meetings = fields.Many(fields.Part(PlannedMeeting), max=MOST_MEETINGS)


class MeetingsToCome(Schema):
    """On whose agenda something can be put."""

    meetings = fields.Many(fields.Part(PlannedMeeting), max=MOST_MEETINGS)


class MeetingDetailsWanted(Schema):
    meeting_ids = fields.Many(fields.Id(), load_default=list, max=1_000)


class MeetingDetails(Schema):
    """What a mail says about meetings. Title, place and link are free text, so no event carries them."""

    meetings = fields.Many(fields.Part(MeetingSummary), max=1_000)


class MeetingEvent(Event):
    """`person_ids`: the members whom it concerns. `revision` counts the changes of the plan."""

    meeting_id = fields.Id(required=True)
    person_ids = fields.Many(fields.Id(), load_default=list, max=MOST_TOLD)
    starts_at = fields.Moment(required=True)
    ends_at = fields.Moment(required=True)
    revision = fields.Number(required=True)


class MeetingPlanned(MeetingEvent):
    aggregate = "meeting_id"


class MeetingMoved(MeetingEvent):
    """Another time, another place, another name."""

    aggregate = "meeting_id"


class MeetingCancelled(MeetingEvent):
    aggregate = "meeting_id"


meetings = networks.query("meetings", MeetingsFilter, paged(MeetingSummary, "Meetings"), who=[SIGNED_IN])
meetings_to_come = networks.query("meetings_to_come", Nothing, MeetingsToCome, who=[SIGNED_IN])
meeting = networks.query("meeting", OneMeeting, Meeting, who=[SIGNED_IN])
my_meetings = networks.query("my_meetings", MyMeetingsWanted, MyMeetings, who=[PARTICIPANT, CALENDAR])
meeting_details = networks.query("meeting_details", MeetingDetailsWanted, MeetingDetails, who=[SERVICE])
plan_meeting = networks.command("plan_meeting", PlanMeeting, Created, who=[SIGNED_IN])
change_meeting = networks.command("change_meeting", ChangeMeeting, who=[SIGNED_IN])
cancel_meeting = networks.command("cancel_meeting", OneMeeting, who=[SIGNED_IN])
answer_meeting = networks.command("answer_meeting", AnswerMeeting, who=[SIGNED_IN])
add_agenda_item = networks.command("add_agenda_item", AgendaItemFields, Created, who=[SIGNED_IN])
change_agenda_item = networks.command("change_agenda_item", ChangeAgendaItem, who=[SIGNED_IN])
move_agenda_item = networks.command("move_agenda_item", MoveAgendaItem, who=[SIGNED_IN])
remove_agenda_item = networks.command("remove_agenda_item", OneAgendaItem, who=[SIGNED_IN])
