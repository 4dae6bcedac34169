"""Introductions, training days and deepening half-days: their plans, who is invited, what a mail says of them."""

from shared.access import COORDINATOR, SERVICE, TRAINER
from shared.contracts import fields
from shared.contracts.base import Created, Schema, paged
from shared.contracts.trainings.arrangements import Arrangements
from shared.contracts.trainings.base import (
    COURSE_KINDS,
    SESSION_KINDS,
    SESSION_STATES,
    OneProgramme,
    OneSession,
    deliveries,
    trainings,
)
from shared.contracts.trainings.book import Book
from shared.contracts.trainings.questions import Question
from shared.contracts.trainings.records import Record

MOST_INVITED = 5_000


class SessionPlan(Schema):
    """Date and time are local to the city. `minutes` has the usual length of its kind as default.

    `area_id`: the area of the city that it was for, as the map shows it.
    """

    date = fields.Date(required=True)
    start_time = fields.Time(required=True)
    minutes = fields.Number(min=15, max=720, load_default=None, allow_none=True)
    delivery = fields.Choice(deliveries, load_default="on_site")
    place = fields.Text(max=200, load_default=None, allow_none=True)
    link = fields.Link(max=500, load_default=None, allow_none=True)
    area_id = fields.Id(load_default=None, allow_none=True)


class PlanIntroduction(SessionPlan):
    programme_id = fields.Id(required=True)
    title = fields.Text(max=120, required=True)


class PlanSession(SessionPlan):
    group_id = fields.Id(required=True)
    kind = fields.Choice(COURSE_KINDS, required=True)


class ChangeSession(SessionPlan):
    session_id = fields.Id(required=True)
    version = fields.Number(required=True)
    title = fields.Text(max=120, load_default=None, allow_none=True)


class SessionSummary(Schema):
    id = fields.Id()
    programme_id = fields.Id()
    group_id = fields.Id(allow_none=True)
    group_name = fields.Text(allow_none=True)
    kind = fields.Choice(SESSION_KINDS)
    title = fields.Text(allow_none=True)
    state = fields.Choice(SESSION_STATES)
    starts_at = fields.Moment()
    ends_at = fields.Moment()
    delivery = fields.Choice(deliveries)
    place = fields.Text(allow_none=True)
    link = fields.Link(max=500, allow_none=True)
    area_id = fields.Id(allow_none=True)
    people = fields.Number()
    present = fields.Number()


class Session(SessionSummary):
    version = fields.Number()
    trainer_ids = fields.Many(fields.Id())
    record = fields.Part(Record)
    questions = fields.Many(fields.Part(Question), max=10_000)
    question_code = fields.Text(allow_none=True)
    book = fields.Part(Book)
    arranged = fields.Part(Arrangements)


class SessionsFilter(Schema):
    """`mine`: sessions of the groups that the asking trainer gives.

    `closed`: those that are recorded or cancelled, the latest first, like all; or those that are still to be held or
    recorded, the earliest first. `q` looks in title, place and name of the group. `since` and `until` are days, both
    included.
    """

    programme_id = fields.Id(load_default=None, allow_none=True)
    group_id = fields.Id(load_default=None, allow_none=True)
    kind = fields.Choice(SESSION_KINDS, load_default=None, allow_none=True)
    closed = fields.YesNo(load_default=None, allow_none=True)
    mine = fields.YesNo(load_default=False)
    q = fields.Text(load_default=None, allow_none=True)
    state = fields.Choice(SESSION_STATES, load_default=None, allow_none=True)
    place = fields.Text(load_default=None, allow_none=True)
    trainer_id = fields.Id(load_default=None, allow_none=True)
    since = fields.Date(load_default=None, allow_none=True)
    until = fields.Date(load_default=None, allow_none=True)
    page = fields.Number(min=1, load_default=1)
    per_page = fields.Number(min=1, max=200, load_default=50)


class FirstIntroduction(SessionSummary):
    """`reading`: chapters of the handbook."""

    reading = fields.Many(fields.Id())


class TheFirstIntroduction(Schema):
    """Null before there is one; those that were cancelled do not count."""

    introduction = fields.Part(FirstIntroduction, allow_none=True)


class InvitePeople(Schema):
    session_id = fields.Id(required=True)
    person_ids = fields.Many(fields.Id(), required=True, max=MOST_INVITED)


class Invited(Schema):
    invited = fields.Number()
    already = fields.Number()


class DetailsWanted(Schema):
    session_ids = fields.Many(fields.Id(), load_default=list, max=1_000)
    group_ids = fields.Many(fields.Id(), load_default=list, max=1_000)


class SessionDetails(Schema):
    """What a mail says about a session. Place, link and title are free text, so no event carries them. `reading`:
    chapters of the handbook."""

    id = fields.Id()
    group_id = fields.Id(allow_none=True)
    kind = fields.Choice(SESSION_KINDS)
    title = fields.Text(allow_none=True)
    state = fields.Choice(SESSION_STATES)
    starts_at = fields.Moment()
    ends_at = fields.Moment()
    delivery = fields.Choice(deliveries)
    place = fields.Text(allow_none=True)
    link = fields.Link(max=500, allow_none=True)
    revision = fields.Number()
    reading = fields.Many(fields.Id())


class GroupDetails(Schema):
    id = fields.Id()
    name = fields.Text()
    question_code = fields.Text()


class Details(Schema):
    """Of the wanted ones that exist, and of the groups that the wanted sessions belong to."""

    sessions = fields.Many(fields.Part(SessionDetails), max=1_000)
    groups = fields.Many(fields.Part(GroupDetails), max=2_000)


plan_introduction = trainings.command("plan_introduction", PlanIntroduction, Created, who=[COORDINATOR])
plan_session = trainings.command("plan_session", PlanSession, Created, who=[COORDINATOR, TRAINER])
change_session = trainings.command("change_session", ChangeSession, who=[COORDINATOR, TRAINER])
cancel_session = trainings.command("cancel_session", OneSession, who=[COORDINATOR])
invite_people = trainings.command("invite_people", InvitePeople, Invited, who=[COORDINATOR], deadline=15)
session = trainings.query("session", OneSession, Session, who=[COORDINATOR, TRAINER])
first_introduction = trainings.query("first_introduction", OneProgramme, TheFirstIntroduction, who=[COORDINATOR])
sessions = trainings.query("sessions", SessionsFilter, paged(SessionSummary, "Sessions"), who=[COORDINATOR, TRAINER])
session_details = trainings.query("session_details", DetailsWanted, Details, who=[SERVICE])
