"""trainings: introductions, groups and their course (training day + deepening half-day), session records."""

from shared.access import ANYONE, COORDINATOR, SERVICE, TRAINER
from shared.contracts import base, fields
from shared.contracts.base import Created, Schema, contract, paged
from shared.taxonomies import codes

SERVICE_NAME = "trainings"
trainings = contract(SERVICE_NAME)

PLACES = 16  # ideal size of a group; more needs a reason
MOST_PLACES = 40
SESSION_KINDS = ("introduction", "training_day", "deepening")
COURSE_KINDS = ("training_day", "deepening")
SESSION_STATES = ("planned", "open", "recorded", "cancelled")
ATTENDANCE = ("not_recorded", "present", "absent", "excused")
ENROLMENT = ("enrolled", "waiting")
MINUTES = {"introduction": 120, "training_day": 420, "deepening": 210}
MOST_INVITED = 5_000
EVENT_PEOPLE = 500  # an announcement names at most so many people; more make more announcements


def _deliveries() -> tuple[str, ...]:
    return codes("deliveries")


def _techniques() -> tuple[str, ...]:
    return codes("techniques")


class OneSession(Schema):
    session_id = fields.Id(required=True)


class OneGroup(Schema):
    group_id = fields.Id(required=True)


class SessionPlan(Schema):
    """Date and time are local to the city. `minutes` has the usual length of its kind as default."""

    date = fields.Date(required=True)
    start_time = fields.Time(required=True)
    minutes = fields.Number(min=15, max=720, load_default=None, allow_none=True)
    delivery = fields.Choice(_deliveries, load_default="on_site")
    place = fields.Text(max=200, load_default=None, allow_none=True)
    link = fields.Link(max=500, load_default=None, allow_none=True)


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
    delivery = fields.Choice(_deliveries)
    place = fields.Text(allow_none=True)
    link = fields.Link(max=500, allow_none=True)
    people = fields.Number()
    present = fields.Number()


class Attendance(Schema):
    person_id = fields.Id(required=True)
    state = fields.Choice(ATTENDANCE, required=True)


class FollowUp(Schema):
    text = fields.Text(max=500, required=True)
    due_on = fields.Date(load_default=None, allow_none=True)
    done = fields.YesNo(load_default=False)


class Question(Schema):
    """A participant's own-work question. Who asked is not kept."""

    id = fields.Id()
    text = fields.Text(max=1_000)
    treated = fields.YesNo()


class Record(Schema):
    """What was recorded of a session. `version` grows with every save and is 0 before the first."""

    version = fields.Number()
    recorded_at = fields.Moment(allow_none=True)
    recorded_by = fields.Id(allow_none=True)
    ground_rules = fields.Text(max=2_000, allow_none=True)
    ground_rules_agreed_at = fields.Moment(allow_none=True)
    attendance = fields.Many(fields.Part(Attendance), max=5_000)
    techniques = fields.Many(fields.Cell())  # a code that the city has dropped since is still told
    notes = fields.Text(max=10_000, allow_none=True)
    follow_ups = fields.Many(fields.Part(FollowUp), max=50)


class Session(SessionSummary):
    version = fields.Number()
    trainer_ids = fields.Many(fields.Id())
    record = fields.Part(Record)
    questions = fields.Many(fields.Part(Question), max=10_000)
    question_code = fields.Text(allow_none=True)


class SessionsFilter(Schema):
    """`mine`: sessions of the groups that the asking trainer gives.

    `closed`: those that are recorded or cancelled, the latest first, like all; or those that are still to be held or
    recorded, the earliest first.
    """

    programme_id = fields.Id(load_default=None, allow_none=True)
    group_id = fields.Id(load_default=None, allow_none=True)
    kind = fields.Choice(SESSION_KINDS, load_default=None, allow_none=True)
    closed = fields.YesNo(load_default=None, allow_none=True)
    mine = fields.YesNo(load_default=False)
    page = fields.Number(min=1, load_default=1)
    per_page = fields.Number(min=1, max=200, load_default=50)


class InvitePeople(Schema):
    session_id = fields.Id(required=True)
    person_ids = fields.Many(fields.Id(), required=True, max=MOST_INVITED)


class Invited(Schema):
    invited = fields.Number()
    already = fields.Number()


class OpenSession(Schema):
    session_id = fields.Id(required=True)
    ground_rules = fields.Text(max=2_000, required=True)
    agreed = fields.YesNo(required=True)


class RecordSession(Schema):
    """`version`: that of the record that the writer had before them. Who is left out of `attendance` stays as is."""

    session_id = fields.Id(required=True)
    version = fields.Number(required=True)
    attendance = fields.Many(fields.Part(Attendance), load_default=list, max=5_000)
    techniques = fields.Many(fields.Choice(_techniques), load_default=list)
    notes = fields.Text(max=10_000, load_default=None, allow_none=True)
    follow_ups = fields.Many(fields.Part(FollowUp), load_default=list, max=50)


class Recorded(Schema):
    """`completed`: how many of the group have completed the course by now."""

    version = fields.Number()
    present = fields.Number()
    completed = fields.Number()


class FormGroup(Schema):
    """People beyond the places go to the waiting list, in the order given."""

    programme_id = fields.Id(required=True)
    name = fields.Text(max=80, required=True)
    places = fields.Number(min=2, max=MOST_PLACES, load_default=PLACES)
    places_reason = fields.Text(max=500, load_default=None, allow_none=True)
    person_ids = fields.Many(fields.Id(), load_default=list)
    trainer_ids = fields.Many(fields.Id(), load_default=list)


class ChangeGroup(Schema):
    group_id = fields.Id(required=True)
    version = fields.Number(required=True)
    name = fields.Text(max=80, required=True)
    places = fields.Number(min=2, max=MOST_PLACES, required=True)
    places_reason = fields.Text(max=500, load_default=None, allow_none=True)


class SetTrainers(Schema):
    group_id = fields.Id(required=True)
    trainer_ids = fields.Many(fields.Id(), load_default=list)


class Enrol(Schema):
    group_id = fields.Id(required=True)
    person_ids = fields.Many(fields.Id(), required=True)


class Enrolled(Schema):
    enrolled = fields.Number()
    waiting = fields.Number()
    already = fields.Number()


class TakePlace(Schema):
    """One person for one place: refused when the group is full, unless the waiting list will do."""

    group_id = fields.Id(required=True)
    person_id = fields.Id(required=True)
    or_wait = fields.YesNo(load_default=False)


class PlaceTaken(Schema):
    state = fields.Choice(ENROLMENT)
    position = fields.Number(allow_none=True)


class Withdraw(Schema):
    group_id = fields.Id(required=True)
    person_id = fields.Id(required=True)


class Withdrawn(Schema):
    """`promoted_id`: who came from the waiting list into the place that became free."""

    promoted_id = fields.Id(allow_none=True)


class Member(Schema):
    person_id = fields.Id()
    state = fields.Choice(ENROLMENT)
    position = fields.Number(allow_none=True)
    training_day = fields.Choice(ATTENDANCE, allow_none=True)
    deepening = fields.Choice(ATTENDANCE, allow_none=True)
    completed = fields.YesNo()


class GroupSummary(Schema):
    id = fields.Id()
    programme_id = fields.Id()
    name = fields.Text()
    places = fields.Number()
    enrolled = fields.Number()
    waiting = fields.Number()
    trainer_ids = fields.Many(fields.Id())
    next_session_at = fields.Moment(allow_none=True)


class Group(GroupSummary):
    places_reason = fields.Text(allow_none=True)
    version = fields.Number()
    members = fields.Many(fields.Part(Member), max=5_000)
    sessions = fields.Many(fields.Part(SessionSummary))
    question_code = fields.Text()
    questions = fields.Many(fields.Part(Question), max=10_000)


class GroupsFilter(Schema):
    programme_id = fields.Id(load_default=None, allow_none=True)
    mine = fields.YesNo(load_default=False)
    q = fields.Text(load_default=None, allow_none=True)
    page = fields.Number(min=1, load_default=1)
    per_page = fields.Number(min=1, max=200, load_default=50)


class Candidates(Schema):
    """People who were present at an introduction of the programme and are in no group of it."""

    person_ids = fields.Many(fields.Id(), max=5_000)


class OneProgramme(Schema):
    programme_id = fields.Id(required=True)


class QuestionCode(Schema):
    code = fields.Text(max=20, required=True)


class QuestionBox(Schema):
    """What a participant sees before asking: enough to know it is the right group."""

    group_name = fields.Text()
    next_session_at = fields.Moment(allow_none=True)


class AskQuestion(Schema):
    code = fields.Text(max=20, required=True)
    text = fields.Text(max=1_000, required=True)


class AddQuestion(Schema):
    group_id = fields.Id(required=True)
    text = fields.Text(max=1_000, required=True)


class TreatQuestion(Schema):
    question_id = fields.Id(required=True)
    treated = fields.YesNo(required=True)


class DetailsWanted(Schema):
    session_ids = fields.Many(fields.Id(), load_default=list, max=1_000)
    group_ids = fields.Many(fields.Id(), load_default=list, max=1_000)


class SessionDetails(Schema):
    """What a mail says about a session. Place, link and title are free text, so no event carries them."""

    id = fields.Id()
    group_id = fields.Id(allow_none=True)
    kind = fields.Choice(SESSION_KINDS)
    title = fields.Text(allow_none=True)
    state = fields.Choice(SESSION_STATES)
    starts_at = fields.Moment()
    ends_at = fields.Moment()
    delivery = fields.Choice(_deliveries)
    place = fields.Text(allow_none=True)
    link = fields.Link(max=500, allow_none=True)
    revision = fields.Number()


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
open_session = trainings.command("open_session", OpenSession, who=[COORDINATOR, TRAINER])
record_session = trainings.command("record_session", RecordSession, Recorded, who=[COORDINATOR, TRAINER], deadline=15)
session = trainings.query("session", OneSession, Session, who=[COORDINATOR, TRAINER])
sessions = trainings.query("sessions", SessionsFilter, paged(SessionSummary, "Sessions"), who=[COORDINATOR, TRAINER])
session_details = trainings.query("session_details", DetailsWanted, Details, who=[SERVICE])

form_group = trainings.command("form_group", FormGroup, Created, who=[COORDINATOR])
change_group = trainings.command("change_group", ChangeGroup, who=[COORDINATOR])
set_trainers = trainings.command("set_trainers", SetTrainers, who=[COORDINATOR])
enrol = trainings.command("enrol", Enrol, Enrolled, who=[COORDINATOR])
take_place = trainings.command("take_place", TakePlace, PlaceTaken, who=[COORDINATOR])
withdraw = trainings.command("withdraw", Withdraw, Withdrawn, who=[COORDINATOR])
group = trainings.query("group", OneGroup, Group, who=[COORDINATOR, TRAINER])
groups = trainings.query("groups", GroupsFilter, paged(GroupSummary, "Groups"), who=[COORDINATOR, TRAINER])
candidates = trainings.query("candidates", OneProgramme, Candidates, who=[COORDINATOR])

question_box = trainings.query("question_box", QuestionCode, QuestionBox, who=[ANYONE], secret=True)
ask_question = trainings.command("ask_question", AskQuestion, who=[ANYONE], secret=True)
add_question = trainings.command("add_question", AddQuestion, Created, who=[COORDINATOR, TRAINER])
treat_question = trainings.command("treat_question", TreatQuestion, who=[COORDINATOR, TRAINER])


class Event(base.Event):
    owner = SERVICE_NAME


class SessionPlanned(Event):
    """Also announced when the plan changes: the whole plan as it is now, `revision` growing by one.

    The plan of a session that is open or recorded may be corrected too; that does not change its state.
    """

    aggregate = "session_id"
    session_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    group_id = fields.Id(required=True, allow_none=True)
    kind = fields.Choice(SESSION_KINDS, required=True)
    starts_at = fields.Moment(required=True)
    ends_at = fields.Moment(required=True)
    delivery = fields.Choice(_deliveries, required=True)
    revision = fields.Number(required=True)


class SessionCancelled(Event):
    aggregate = "session_id"
    session_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)


class PeopleInvited(Event):
    """To an introduction."""

    aggregate = "session_id"
    session_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    person_ids = fields.Many(fields.Id(), required=True)


class SessionRecorded(Event):
    """The whole attendance as it is now; a correction announces it again with a higher `record_version`."""

    aggregate = "session_id"
    session_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    group_id = fields.Id(required=True, allow_none=True)
    kind = fields.Choice(SESSION_KINDS, required=True)
    record_version = fields.Number(required=True)
    present_ids = fields.Many(fields.Id(), max=5_000)
    absent_ids = fields.Many(fields.Id(), max=5_000)
    excused_ids = fields.Many(fields.Id(), max=5_000)
    not_recorded_ids = fields.Many(fields.Id(), max=5_000)


class GroupFormed(Event):
    """Also announced when places or trainers change: the group as it is now."""

    aggregate = "group_id"
    group_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    places = fields.Number(required=True)
    trainer_ids = fields.Many(fields.Id())


class TrainerAssigned(Event):
    aggregate = "group_id"
    group_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    person_id = fields.Id(required=True)


class PersonEnrolled(Event):
    """`promoted`: came from the waiting list."""

    aggregate = "group_id"
    group_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    person_id = fields.Id(required=True)
    promoted = fields.YesNo(required=True)


class PersonWaitlisted(Event):
    aggregate = "group_id"
    group_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    person_id = fields.Id(required=True)


class PersonWithdrawn(Event):
    aggregate = "group_id"
    group_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    person_id = fields.Id(required=True)


class CourseCompleted(Event):
    """Present on the training day and on the deepening half-day."""

    aggregate = "group_id"
    group_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    person_id = fields.Id(required=True)


class CourseCompletionWithdrawn(Event):
    """A correction of the attendance showed that the course was not completed after all."""

    aggregate = "group_id"
    group_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    person_id = fields.Id(required=True)
