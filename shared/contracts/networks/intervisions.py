"""Intervision: up to eight colleagues look at one case in timed steps.

The case is told in the room and has no place here: no request of this topic can hold it. What may be kept is the
learning question and the lesson, which the case-bringer writes.
"""

from shared.access import CALENDAR, PARTICIPANT, SERVICE, SIGNED_IN
from shared.contracts import fields
from shared.contracts.base import Created, Nothing, Schema, paged
from shared.contracts.networks.base import intervision_methods, networks
from shared.contracts.networks.events import Event

INTERVISION_STATES = ("planned", "open", "ended", "cancelled")
INTERVISION_ROLES = ("case_bringer", "facilitator", "participant")
MOST_AT_INTERVISION = 8
MOST_STEPS = 20
MOST_IN_CALENDAR = 500


class OneIntervision(Schema):
    intervision_id = fields.Id(required=True)


class IntervisionPlan(Schema):
    """Date and time are local to the city. How long it takes is told by its method. A place, a link or both."""

    method = fields.Choice(intervision_methods, required=True)
    date = fields.Date(required=True)
    start_time = fields.Time(required=True)
    place = fields.Text(max=200, load_default=None, allow_none=True)
    link = fields.Link(max=500, load_default=None, allow_none=True)


class ChangeIntervision(IntervisionPlan):
    """`revision`: of the plan that was looked at."""

    intervision_id = fields.Id(required=True)
    revision = fields.Number(required=True)


class TakeRole(OneIntervision):
    """Who had the role gets that of the one who takes it. To take that of a participant is to hand one's own on."""

    role = fields.Choice(INTERVISION_ROLES, required=True)


class BeginIntervision(OneIntervision):
    """`person_ids`: who is there."""

    person_ids = fields.Many(fields.Id(), required=True, max=MOST_AT_INTERVISION)


class GoToStep(OneIntervision):
    """Counted from 0; which one, not how far on, so that it counts once however often it is sent."""

    step = fields.Number(required=True, max=MOST_STEPS)


class ExtendStep(OneIntervision):
    """`step`: the one that was looked at; another one is not extended."""

    step = fields.Number(required=True, max=MOST_STEPS)


class WriteLesson(OneIntervision):
    """Both may be left out, or taken back."""

    learning_question = fields.Text(max=500, load_default=None, allow_none=True)
    lesson = fields.Text(max=2_000, load_default=None, allow_none=True)


class IntervisionSummary(Schema):
    """`people`: how many take part. `takes_part`: whether the asking person does."""

    id = fields.Id()
    method = fields.Choice(intervision_methods)
    state = fields.Choice(INTERVISION_STATES)
    starts_at = fields.Moment()
    ends_at = fields.Moment()
    place = fields.Text(allow_none=True)
    link = fields.Text(allow_none=True)
    people = fields.Number()
    takes_part = fields.YesNo()


class AtIntervision(Schema):
    """`role`: until it begins, whose turn it is. `came`: null until it begins."""

    person_id = fields.Id()
    role = fields.Choice(INTERVISION_ROLES)
    came = fields.YesNo(allow_none=True)


class Intervision(IntervisionSummary):
    """`room_is_open`: it may begin now, or has. `learning_question` and `lesson`: for those who were there."""

    revision = fields.Number()
    planned_by = fields.Id(allow_none=True)
    at = fields.Many(fields.Part(AtIntervision), max=MOST_AT_INTERVISION)
    role = fields.Choice(INTERVISION_ROLES, allow_none=True)
    came = fields.YesNo(allow_none=True)
    room_is_open = fields.YesNo()
    learning_question = fields.Text(max=500, allow_none=True)
    lesson = fields.Text(max=2_000, allow_none=True)


class IntervisionsFilter(Schema):
    """`held`: those that the asking person was at; else those to come, of everybody."""

    held = fields.YesNo(load_default=False)
    page = fields.Number(min=1, load_default=1)
    per_page = fields.Number(min=1, max=200, load_default=20)


class IntervisionRoomWanted(OneIntervision):
    """`seen`: the `version` that a screen shows. Of that one nothing more is told."""

    seen = fields.Number(load_default=None, allow_none=True)


class IntervisionRoom(Schema):
    """Where an intervision is now. `step` counts from 0; `minutes`: of each step, with its extensions.

    `seconds_left`: of the step, by the clock of the service; below zero the step is over its time.
    """

    changed = fields.YesNo()
    version = fields.Number()
    state = fields.Choice(INTERVISION_STATES)
    method = fields.Choice(intervision_methods)
    role = fields.Choice(INTERVISION_ROLES)
    came = fields.YesNo(allow_none=True)
    room_is_open = fields.YesNo()
    starts_at = fields.Moment()
    link = fields.Text(allow_none=True)
    step = fields.Number(allow_none=True)
    minutes = fields.Many(fields.Number(), max=MOST_STEPS)
    seconds_left = fields.Number(min=-(10**6), allow_none=True)
    at = fields.Many(fields.Part(AtIntervision), max=MOST_AT_INTERVISION)
    learning_question = fields.Text(max=500, allow_none=True)
    lesson = fields.Text(max=2_000, allow_none=True)


class IntervisionPlanOf(Schema):
    """For a calendar, and for what a mail says. `revision`: how often the plan has changed."""

    id = fields.Id()
    method = fields.Choice(intervision_methods)
    state = fields.Choice(INTERVISION_STATES)
    starts_at = fields.Moment()
    ends_at = fields.Moment()
    place = fields.Text(allow_none=True)
    link = fields.Text(allow_none=True)
    revision = fields.Number()


class MyIntervisions(Schema):
    """Those that the person takes part in: of the last year and all to come, the cancelled ones too."""

    intervisions = fields.Many(fields.Part(IntervisionPlanOf), max=MOST_IN_CALENDAR)


class IntervisionsWanted(Schema):
    intervision_ids = fields.Many(fields.Id(), required=True, max=1_000)


class IntervisionDetails(IntervisionPlanOf):
    at = fields.Many(fields.Part(AtIntervision), max=MOST_AT_INTERVISION)


class IntervisionsDetails(Schema):
    intervisions = fields.Many(fields.Part(IntervisionDetails), max=1_000)


class IntervisionPlanned(Event):
    """Also announced when the plan changes: the whole plan as it is now, `revision` growing by one."""

    aggregate = "intervision_id"
    intervision_id = fields.Id(required=True)
    method = fields.Choice(intervision_methods, required=True)
    starts_at = fields.Moment(required=True)
    ends_at = fields.Moment(required=True)
    revision = fields.Number(required=True)


class IntervisionCancelled(Event):
    aggregate = "intervision_id"
    intervision_id = fields.Id(required=True)


class IntervisionJoined(Event):
    aggregate = "intervision_id"
    intervision_id = fields.Id(required=True)
    person_id = fields.Id(required=True)


class IntervisionLeft(Event):
    aggregate = "intervision_id"
    intervision_id = fields.Id(required=True)
    person_id = fields.Id(required=True)


class IntervisionHeld(Event):
    """It took place. `people`: how many were there."""

    aggregate = "intervision_id"
    intervision_id = fields.Id(required=True)
    method = fields.Choice(intervision_methods, required=True)
    people = fields.Number(required=True)


plan_intervision = networks.command("plan_intervision", IntervisionPlan, Created, who=[SIGNED_IN])
change_intervision = networks.command("change_intervision", ChangeIntervision, who=[SIGNED_IN])
cancel_intervision = networks.command("cancel_intervision", OneIntervision, who=[SIGNED_IN])
join_intervision = networks.command("join_intervision", OneIntervision, who=[SIGNED_IN])
leave_intervision = networks.command("leave_intervision", OneIntervision, who=[SIGNED_IN])
take_role = networks.command("take_role", TakeRole, who=[SIGNED_IN])
begin_intervision = networks.command("begin_intervision", BeginIntervision, who=[SIGNED_IN])
go_to_step = networks.command("go_to_step", GoToStep, who=[SIGNED_IN])
extend_step = networks.command("extend_step", ExtendStep, who=[SIGNED_IN])
end_intervision = networks.command("end_intervision", OneIntervision, who=[SIGNED_IN])
write_lesson = networks.command("write_lesson", WriteLesson, who=[SIGNED_IN])
intervisions = networks.query(
    "intervisions", IntervisionsFilter, paged(IntervisionSummary, "Intervisions"), who=[SIGNED_IN]
)
intervision = networks.query("intervision", OneIntervision, Intervision, who=[SIGNED_IN])
intervision_room = networks.query("intervision_room", IntervisionRoomWanted, IntervisionRoom, who=[SIGNED_IN])
my_intervisions = networks.query("my_intervisions", Nothing, MyIntervisions, who=[PARTICIPANT, CALENDAR])
intervision_details = networks.query("intervision_details", IntervisionsWanted, IntervisionsDetails, who=[SERVICE])
