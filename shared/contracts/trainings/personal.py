"""What a participant sees of their own course and can do in it, by a personal link or an account."""

from shared.access import CALENDAR, PARTICIPANT
from shared.contracts import fields
from shared.contracts.base import Nothing, Schema
from shared.contracts.trainings.base import ATTENDANCE, SESSION_KINDS, SESSION_STATES, OneGroup, deliveries, trainings
from shared.contracts.trainings.book import DOOR_STATES
from shared.contracts.trainings.groups import ENROLMENT
from shared.contracts.trainings.sessions import SessionDetails

MOST_IN_CALENDAR = 1_000
REFLECTION_STATES = ("none", "private", "shared")


class MySession(Schema):
    """`attendance`, `apologised`, `checked_in`: the participant's own. `check_in`: null where nobody comes any more.
    `reading`: chapters of the handbook."""

    id = fields.Id()
    kind = fields.Choice(SESSION_KINDS)
    title = fields.Text(allow_none=True)
    state = fields.Choice(SESSION_STATES)
    starts_at = fields.Moment()
    ends_at = fields.Moment()
    delivery = fields.Choice(deliveries)
    place = fields.Text(allow_none=True)
    link = fields.Link(max=500, allow_none=True)
    attendance = fields.Choice(ATTENDANCE)
    apologised = fields.YesNo()
    checked_in = fields.YesNo()
    check_in = fields.Choice(DOOR_STATES, allow_none=True)
    reading = fields.Many(fields.Id())


class MyGroup(Schema):
    """`position`: on the waiting list. Who waits is told of no sessions yet. `reflection`: whether there is one, and
    who reads it. `certificate_key`: opens their certificate."""

    id = fields.Id()
    programme_id = fields.Id()
    name = fields.Text()
    state = fields.Choice(ENROLMENT)
    position = fields.Number(allow_none=True)
    completed = fields.YesNo()
    trainer_ids = fields.Many(fields.Id())
    question_code = fields.Text()
    reflection = fields.Choice(REFLECTION_STATES)
    certificate_key = fields.Text(allow_none=True)
    sessions = fields.Many(fields.Part(MySession))


class MyCourse(Schema):
    """The groups that the participant is in or waits for, and the introductions that they are invited to."""

    groups = fields.Many(fields.Part(MyGroup))
    introductions = fields.Many(fields.Part(MySession))


class CalendarWanted(Schema):
    """`session_id`: this one alone."""

    session_id = fields.Id(load_default=None, allow_none=True)


class CalendarSession(SessionDetails):
    """`takes_part`: as a participant, and not as somebody who gives or runs it."""

    group_name = fields.Text(allow_none=True)
    takes_part = fields.YesNo()


class MyCalendar(Schema):
    """Sessions that the person takes part in, gives or runs: those of the last year and all to come."""

    sessions = fields.Many(fields.Part(CalendarSession), max=MOST_IN_CALENDAR)


my_course = trainings.query("my_course", Nothing, MyCourse, who=[PARTICIPANT])
my_calendar = trainings.query("my_calendar", CalendarWanted, MyCalendar, who=[PARTICIPANT, CALENDAR])
leave_group = trainings.command("leave_group", OneGroup, who=[PARTICIPANT])
