"""Groups of a course, who gives it and who has a place in it."""

from shared.access import COORDINATOR, TRAINER
from shared.contracts import fields
from shared.contracts.base import Created, Schema, paged
from shared.contracts.trainings.base import ATTENDANCE, OneGroup, OneProgramme, trainings
from shared.contracts.trainings.questions import Question
from shared.contracts.trainings.sessions import SessionSummary

PLACES = 16  # ideal size of a group; more needs a reason
MOST_PLACES = 40
ENROLMENT = ("enrolled", "waiting")
GROUP_STATES = ("forming", "planned", "running", "completed")


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
    """`promoted_ids`: who came from the waiting list into the places that are free; `promoted_id` the first of them."""

    promoted_id = fields.Id(allow_none=True)
    promoted_ids = fields.Many(fields.Id())


class Member(Schema):
    """`pair_id`: shared with the other person of a nominated pair."""

    person_id = fields.Id()
    state = fields.Choice(ENROLMENT)
    position = fields.Number(allow_none=True)
    pair_id = fields.Id(allow_none=True)
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
    state = fields.Choice(GROUP_STATES)


class Group(GroupSummary):
    """`held`: places that wait for the confirmation of who registered."""

    places_reason = fields.Text(allow_none=True)
    held = fields.Number()
    version = fields.Number()
    members = fields.Many(fields.Part(Member), max=5_000)
    sessions = fields.Many(fields.Part(SessionSummary))
    question_code = fields.Text()
    questions = fields.Many(fields.Part(Question), max=10_000)


class GroupsFilter(Schema):
    programme_id = fields.Id(load_default=None, allow_none=True)
    mine = fields.YesNo(load_default=False)
    q = fields.Text(load_default=None, allow_none=True)
    state = fields.Choice(GROUP_STATES, load_default=None, allow_none=True)
    trainer_id = fields.Id(load_default=None, allow_none=True)
    not_full = fields.YesNo(load_default=False)
    page = fields.Number(min=1, load_default=1)
    per_page = fields.Number(min=1, max=200, load_default=50)


class Candidates(Schema):
    """People who were present at an introduction of the programme and are in no group of it."""

    person_ids = fields.Many(fields.Id(), max=5_000)


form_group = trainings.command("form_group", FormGroup, Created, who=[COORDINATOR])
change_group = trainings.command("change_group", ChangeGroup, who=[COORDINATOR])
set_trainers = trainings.command("set_trainers", SetTrainers, who=[COORDINATOR])
enrol = trainings.command("enrol", Enrol, Enrolled, who=[COORDINATOR])
take_place = trainings.command("take_place", TakePlace, PlaceTaken, who=[COORDINATOR])
withdraw = trainings.command("withdraw", Withdraw, Withdrawn, who=[COORDINATOR])
group = trainings.query("group", OneGroup, Group, who=[COORDINATOR, TRAINER])
groups = trainings.query("groups", GroupsFilter, paged(GroupSummary, "Groups"), who=[COORDINATOR, TRAINER])
candidates = trainings.query("candidates", OneProgramme, Candidates, who=[COORDINATOR])
