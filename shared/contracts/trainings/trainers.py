"""The path of a trainer from participant to mentor, who can stand in, and who trained whom."""

from shared.access import COORDINATOR, SIGNED_IN, TRAINER
from shared.contracts import fields
from shared.contracts.base import Schema
from shared.contracts.trainings.arrangements import SESSION_ROLES, SessionInBrief, session_languages
from shared.contracts.trainings.base import OneSession, trainings
from shared.taxonomies import codes, entries

MOST_TRAINERS = 2_000


def path_states() -> tuple[str, ...]:
    return codes("trainer_path")


def noted_requirements() -> tuple[str, ...]:
    """Those that somebody notes; the others are counted from what was recorded."""
    return tuple(code for code, entry in entries("trainer_requirements").items() if "counts" not in entry)


class OneTrainer(Schema):
    person_id = fields.Id(required=True)


class Missing(Schema):
    """What is needed for a step. `done` may be more than `needed`."""

    requirement = fields.Cell()
    needed = fields.Number()
    done = fields.Number()


class Fact(Schema):
    """What speaks for a person: a session they had a part in, an observation by `by_id`, or what `by_id` noted."""

    requirement = fields.Cell()
    on = fields.Date()
    session_id = fields.Id(allow_none=True)
    by_id = fields.Id(allow_none=True)
    note_id = fields.Id(allow_none=True)


class Decision(Schema):
    """`reason`: why although something was missing. `decided_by` is null once that person was removed."""

    state = fields.Cell()
    decided_on = fields.Date()
    decided_by = fields.Id(allow_none=True)
    expires_on = fields.Date(allow_none=True)
    reason = fields.Text(allow_none=True)


class Proposal(Schema):
    state = fields.Cell()
    proposed_by = fields.Id(allow_none=True)
    proposed_on = fields.Date()


class TrainerSummary(Schema):
    """Where somebody stands. `next_state` is null at the end of the path; `given`: sessions given so far.

    `expiry`: a certificate is valid, expires within three months or has expired; null where nothing expires.
    """

    person_id = fields.Id()
    state = fields.Cell()
    since = fields.Date(allow_none=True)
    expires_on = fields.Date(allow_none=True)
    expiry = fields.Choice(("valid", "soon", "expired"), allow_none=True)
    languages = fields.Many(fields.Cell())
    next_state = fields.Cell(allow_none=True)
    missing = fields.Many(fields.Part(Missing))
    given = fields.Number()
    proposed = fields.YesNo()


class Training(Schema):
    """Who was trained by whom, in which group, and when they completed the course."""

    person_id = fields.Id()
    group_id = fields.Id()
    on = fields.Date(allow_none=True)


class Path(TrainerSummary):
    """`needs`: what the next step takes, fulfilled or not; `renewal`: what renewing takes, since the last decision.

    `may_decide`, `may_propose`: what who asks may do here.
    """

    version = fields.Number()
    needs = fields.Many(fields.Part(Missing))
    renewal = fields.Many(fields.Part(Missing), allow_none=True)
    facts = fields.Many(fields.Part(Fact), max=10_000)
    decisions = fields.Many(fields.Part(Decision))
    proposal = fields.Part(Proposal, allow_none=True)
    trained = fields.Many(fields.Part(Training), max=10_000)
    trained_by = fields.Many(fields.Part(Training), max=1_000)
    may_decide = fields.YesNo()
    may_propose = fields.YesNo()


class TrainersFilter(Schema):
    state = fields.Choice(path_states, load_default=None, allow_none=True)


class Trainers(Schema):
    trainers = fields.Many(fields.Part(TrainerSummary), max=MOST_TRAINERS)


class DecideStep(Schema):
    """To go on, to go back, or to renew what somebody has. A reason is needed where something is missing."""

    person_id = fields.Id(required=True)
    version = fields.Number(required=True)
    state = fields.Choice(path_states, required=True)
    decided_on = fields.Date(required=True)
    reason = fields.Text(max=500, load_default=None, allow_none=True)


class ProposeStep(Schema):
    person_id = fields.Id(required=True)
    state = fields.Choice(path_states, required=True)


class NoteRequirement(Schema):
    person_ids = fields.Many(fields.Id(), required=True)
    requirement = fields.Choice(noted_requirements, required=True)
    on = fields.Date(required=True)


class Noted(Schema):
    noted = fields.Number()
    already = fields.Number()


class OneNote(Schema):
    note_id = fields.Id(required=True)


class SetLanguages(Schema):
    person_id = fields.Id(required=True)
    languages = fields.Many(fields.Choice(session_languages), load_default=list)


class StandIn(Schema):
    """Somebody who is free. `gave`: sessions in the last half year and those to come."""

    person_id = fields.Id()
    state = fields.Cell()
    role = fields.Choice(SESSION_ROLES)
    languages = fields.Many(fields.Cell())
    speaks_it = fields.YesNo(allow_none=True)
    gave = fields.Number()


class FreeTrainers(Schema):
    """The most suitable first. `taken`: how many others are elsewhere at that time."""

    language = fields.Cell(allow_none=True)
    people = fields.Many(fields.Part(StandIn), max=MOST_TRAINERS)
    taken = fields.Number()


class StandIns(FreeTrainers, SessionInBrief):
    """`language`: that of the session."""


class AssignStandIn(Schema):
    """`instead_of` does not give this session then."""

    session_id = fields.Id(required=True)
    person_id = fields.Id(required=True)
    instead_of = fields.Id(load_default=None, allow_none=True)


class FreeTrainersFilter(Schema):
    """Local to the city, as a plan is."""

    date = fields.Date(required=True)
    start_time = fields.Time(required=True)
    minutes = fields.Number(min=15, max=720, load_default=420)
    language = fields.Choice(session_languages, load_default=None, allow_none=True)


class Trained(Schema):
    """`trained`: whom a person trained; `trained_by`: who trained them. From sessions and completed courses."""

    trained = fields.Many(fields.Part(Training), max=10_000)
    trained_by = fields.Many(fields.Part(Training), max=1_000)


decide_step = trainings.command("decide_step", DecideStep, who=[COORDINATOR])
propose_step = trainings.command("propose_step", ProposeStep, who=[TRAINER])
note_requirement = trainings.command("note_requirement", NoteRequirement, Noted, who=[COORDINATOR])
withdraw_note = trainings.command("withdraw_note", OneNote, who=[COORDINATOR])
set_languages = trainings.command("set_languages", SetLanguages, who=[SIGNED_IN])
assign_stand_in = trainings.command("assign_stand_in", AssignStandIn, who=[COORDINATOR])
trainers = trainings.query("trainers", TrainersFilter, Trainers, who=[COORDINATOR, TRAINER])
path = trainings.query("path", OneTrainer, Path, who=[SIGNED_IN])
trained = trainings.query("trained", OneTrainer, Trained, who=[SIGNED_IN])
stand_ins = trainings.query("stand_ins", OneSession, StandIns, who=[COORDINATOR])
free_trainers = trainings.query("free_trainers", FreeTrainersFilter, FreeTrainers, who=[COORDINATOR])
