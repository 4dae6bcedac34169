"""Who takes part in a programme, and what its figures still lack."""

from shared.access import COORDINATOR
from shared.contracts import fields
from shared.contracts.base import Nothing, Schema
from shared.contracts.trainings.base import SESSION_KINDS, OneProgramme, trainings

GAPS = ("session_without_record", "attendance_not_recorded", "group_without_trainer", "group_without_people")
MOST_GAPS = 500


class ParticipantsFilter(Schema):
    """Of one programme: who is invited to an introduction of it, or is or was in a group of it.

    `completed`: who has completed its course, or has not. `grouped`: who has a place or waits for one, or is in no
    group yet.
    """

    programme_id = fields.Id(required=True)
    group_id = fields.Id(load_default=None, allow_none=True)
    completed = fields.YesNo(load_default=None, allow_none=True)
    grouped = fields.YesNo(load_default=None, allow_none=True)


class Participants(Schema):
    person_ids = fields.Many(fields.Id(), max=5_000)


class Gap(Schema):
    """One record that makes a figure incomplete: a session or a group. `people`: whose attendance is missing."""

    kind = fields.Choice(GAPS)
    session_id = fields.Id(allow_none=True)
    session_kind = fields.Choice(SESSION_KINDS, allow_none=True)
    session_title = fields.Text(allow_none=True)
    starts_at = fields.Moment(allow_none=True)
    group_id = fields.Id(allow_none=True)
    group_name = fields.Text(allow_none=True)
    people = fields.Number()


class Gaps(Schema):
    """`over`: sessions that were held by the plan and not cancelled; `recorded`: those of them with a record."""

    gaps = fields.Many(fields.Part(Gap), max=MOST_GAPS)
    over = fields.Number()
    recorded = fields.Number()


class ProgrammeGaps(Schema):
    programme_id = fields.Id()
    gaps = fields.Counts()


class AllGaps(Schema):
    programmes = fields.Many(fields.Part(ProgrammeGaps), max=1_000)


class AddTrainer(Schema):
    group_ids = fields.Many(fields.Id(), required=True, max=200)
    trainer_id = fields.Id(required=True)


class TrainerAdded(Schema):
    """The others of the groups had this trainer already."""

    changed = fields.Number()


add_trainer = trainings.command("add_trainer", AddTrainer, TrainerAdded, who=[COORDINATOR])
participants = trainings.query("participants", ParticipantsFilter, Participants, who=[COORDINATOR])
gaps = trainings.query("gaps", OneProgramme, Gaps, who=[COORDINATOR])
all_gaps = trainings.query("all_gaps", Nothing, AllGaps, who=[COORDINATOR])
