"""What is recorded of a session."""

from shared.access import COORDINATOR, TRAINER
from shared.contracts import fields
from shared.contracts.base import Schema
from shared.contracts.trainings.base import ATTENDANCE, techniques, trainings


class Attendance(Schema):
    person_id = fields.Id(required=True)
    state = fields.Choice(ATTENDANCE, required=True)


class FollowUp(Schema):
    text = fields.Text(max=500, required=True)
    due_on = fields.Date(load_default=None, allow_none=True)
    done = fields.YesNo(load_default=False)


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


class OpenSession(Schema):
    session_id = fields.Id(required=True)
    ground_rules = fields.Text(max=2_000, required=True)
    agreed = fields.YesNo(required=True)


class RecordSession(Schema):
    """`version`: that of the record that the writer had before them. Who is left out of `attendance` stays as is."""

    session_id = fields.Id(required=True)
    version = fields.Number(required=True)
    attendance = fields.Many(fields.Part(Attendance), load_default=list, max=5_000)
    techniques = fields.Many(fields.Choice(techniques), load_default=list)
    notes = fields.Text(max=10_000, load_default=None, allow_none=True)
    follow_ups = fields.Many(fields.Part(FollowUp), load_default=list, max=50)


class Recorded(Schema):
    """`completed`: how many of the group have completed the course by now."""

    version = fields.Number()
    present = fields.Number()
    completed = fields.Number()


open_session = trainings.command("open_session", OpenSession, who=[COORDINATOR, TRAINER])
record_session = trainings.command("record_session", RecordSession, Recorded, who=[COORDINATOR, TRAINER], deadline=15)
