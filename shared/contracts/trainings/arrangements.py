"""What belongs to one session besides its plan: language, arrangements, who does what in it, what it clashes with."""

from shared.access import COORDINATOR, TRAINER
from shared.contracts import fields
from shared.contracts.base import Schema
from shared.contracts.trainings.base import SESSION_KINDS, SESSION_STATES, OneSession, deliveries, trainings
from shared.taxonomies import codes

INTERPRETERS = ("none", "needed", "booked")
SESSION_ROLES = ("trainer", "co_trainer", "shadow", "observer")
MOST_READING = 10  # chapters
# What is deleted when the session is over.
ARRANGEMENTS = ("rooms", "catering", "access_needs")


def session_languages() -> tuple[str, ...]:
    return codes("languages")


class ArrangementsFields(Schema):
    """`time_zone`: that of the people online, when it is not the city's. `reading`: chapters of the handbook to be
    read beforehand. The three texts name nobody."""

    language = fields.Choice(session_languages, load_default=None, allow_none=True)
    interpreter = fields.Choice(INTERPRETERS, load_default="none")
    interpreter_language = fields.Choice(session_languages, load_default=None, allow_none=True)
    time_zone = fields.TimeZone(load_default=None, allow_none=True)
    reading = fields.Many(fields.Id(), load_default=list, max=MOST_READING)
    rooms = fields.Text(max=1_000, load_default=None, allow_none=True)
    catering = fields.Text(max=1_000, load_default=None, allow_none=True)
    access_needs = fields.Text(max=1_000, load_default=None, allow_none=True)


class SaveArrangements(ArrangementsFields):
    """`version`: that of the arrangements that the writer had before them."""

    session_id = fields.Id(required=True)
    version = fields.Number(required=True)


class SessionRole(Schema):
    """`observed_id`: whom an observer observes."""

    person_id = fields.Id(required=True)
    role = fields.Choice(SESSION_ROLES, required=True)
    observed_id = fields.Id(load_default=None, allow_none=True)


class SetSessionRoles(Schema):
    """All roles of the session as they should be. `version` as in SaveArrangements."""

    session_id = fields.Id(required=True)
    version = fields.Number(required=True)
    roles = fields.Many(fields.Part(SessionRole), load_default=list, max=50)


class Clash(Schema):
    """Another session at the same time, in the same room or with the same people to give it.

    `visible`: whether who asks may open it.
    """

    session_id = fields.Id()
    kind = fields.Choice(SESSION_KINDS)
    title = fields.Text(allow_none=True)
    group_name = fields.Text(allow_none=True)
    starts_at = fields.Moment()
    ends_at = fields.Moment()
    place = fields.Text(allow_none=True)
    same_room = fields.YesNo()
    trainer_ids = fields.Many(fields.Id())
    visible = fields.YesNo()


class SessionInBrief(Schema):
    """Enough to say which session it is."""

    session_id = fields.Id()
    group_id = fields.Id(allow_none=True)
    kind = fields.Choice(SESSION_KINDS)
    title = fields.Text(allow_none=True)
    group_name = fields.Text(allow_none=True)
    state = fields.Choice(SESSION_STATES)
    starts_at = fields.Moment()
    ends_at = fields.Moment()


class Arrangements(ArrangementsFields, SessionInBrief):
    """`version` is 0 before anything was saved. `deleted_at`: when the arrangements were deleted.

    `roles`: as recorded; where there are none yet, the trainers of the group give the session.
    """

    interpreter = fields.Choice(INTERPRETERS)
    version = fields.Number()
    deleted_at = fields.Moment(allow_none=True)
    roles = fields.Many(fields.Part(SessionRole))
    clashes = fields.Many(fields.Part(Clash))


# What of the arrangements a conflict shows.
ARRANGEMENTS_KEPT = (*ArrangementsFields().fields, "version", "deleted_at", "roles")


class Clashes(Schema):
    clashes = fields.Many(fields.Part(Clash))


class ManySessions(Schema):
    session_ids = fields.Many(fields.Id(), load_default=list, max=200)


class ClashesOfSession(Clashes):
    session_id = fields.Id()


class ClashesOfSessions(Schema):
    """Of those of the sessions that clash, and that who asks may see."""

    sessions = fields.Many(fields.Part(ClashesOfSession))


class PlanInMind(Schema):
    """A session that is being planned for a programme or a group, or `session_id` being changed."""

    programme_id = fields.Id(load_default=None, allow_none=True)
    group_id = fields.Id(load_default=None, allow_none=True)
    session_id = fields.Id(load_default=None, allow_none=True)
    kind = fields.Choice(SESSION_KINDS, load_default="introduction")
    date = fields.Date(required=True)
    start_time = fields.Time(required=True)
    minutes = fields.Number(min=15, max=720, load_default=None, allow_none=True)
    delivery = fields.Choice(deliveries, load_default="on_site")
    place = fields.Text(max=200, load_default=None, allow_none=True)


class TrainersInMind(Schema):
    """Trainers who might give the sessions of a group."""

    group_id = fields.Id(required=True)
    trainer_ids = fields.Many(fields.Id(), load_default=list)


class Locations(Schema):
    """Where sessions were lately, the latest first."""

    locations = fields.Many(fields.Text(max=200))


save_arrangements = trainings.command("save_arrangements", SaveArrangements, who=[COORDINATOR, TRAINER])
set_session_roles = trainings.command("set_session_roles", SetSessionRoles, who=[COORDINATOR])
arrangements = trainings.query("arrangements", OneSession, Arrangements, who=[COORDINATOR, TRAINER])
clashes = trainings.query("clashes", ManySessions, ClashesOfSessions, who=[COORDINATOR, TRAINER])
clashes_of_plan = trainings.query("clashes_of_plan", PlanInMind, Clashes, who=[COORDINATOR, TRAINER])
clashes_of_trainers = trainings.query("clashes_of_trainers", TrainersInMind, Clashes, who=[COORDINATOR])
locations = trainings.query("locations", answer=Locations, who=[COORDINATOR, TRAINER])
