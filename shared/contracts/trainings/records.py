"""What is recorded of a session."""

from shared.access import COORDINATOR, TRAINER
from shared.contracts import fields
from shared.contracts.base import Schema
from shared.contracts.trainings.base import ATTENDANCE, OneSession, techniques, trainings

MOST_LINES = 40
MOST_VERSIONS = 50


class Attendance(Schema):
    person_id = fields.Id(required=True)
    state = fields.Choice(ATTENDANCE, required=True)


class FollowUp(Schema):
    """`owner_id`: who sees to it; somebody of the group or one of its trainers."""

    text = fields.Text(max=500, required=True)
    owner_id = fields.Id(load_default=None, allow_none=True)
    due_on = fields.Date(load_default=None, allow_none=True)
    done = fields.YesNo(load_default=False)


class Record(Schema):
    """What was recorded of a session. `version` grows with every save and is 0 before the first.

    `covered`: the lines of the agenda that were got to.
    """

    version = fields.Number()
    recorded_at = fields.Moment(allow_none=True)
    recorded_by = fields.Id(allow_none=True)
    ground_rules = fields.Text(max=2_000, allow_none=True)
    ground_rules_agreed_at = fields.Moment(allow_none=True)
    attendance = fields.Many(fields.Part(Attendance), max=5_000)
    techniques = fields.Many(fields.Cell())  # a code that the city has dropped since is still told
    covered = fields.Many(fields.Text())
    notes = fields.Text(max=10_000, allow_none=True)
    insights = fields.Text(max=5_000, allow_none=True)
    agreements = fields.Text(max=5_000, allow_none=True)
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
    covered = fields.Many(fields.Text(), load_default=list, max=MOST_LINES)
    notes = fields.Text(max=10_000, load_default=None, allow_none=True)
    insights = fields.Text(max=5_000, load_default=None, allow_none=True)
    agreements = fields.Text(max=5_000, load_default=None, allow_none=True)
    follow_ups = fields.Many(fields.Part(FollowUp), load_default=list, max=50)


class AttendanceChange(Schema):
    person_id = fields.Id()
    before = fields.Choice(ATTENDANCE)
    after = fields.Choice(ATTENDANCE)


class RecordVersion(Schema):
    """The record as it was saved once, and whose attendance that save changed."""

    version = fields.Number()
    recorded_at = fields.Moment(allow_none=True)
    recorded_by = fields.Id(allow_none=True)
    techniques = fields.Many(fields.Cell())
    covered = fields.Many(fields.Text())
    notes = fields.Text(max=10_000, allow_none=True)
    insights = fields.Text(max=5_000, allow_none=True)
    agreements = fields.Text(max=5_000, allow_none=True)
    follow_ups = fields.Many(fields.Part(FollowUp), max=50)
    attendance = fields.Many(fields.Part(AttendanceChange), max=5_000)


class RecordHistory(Schema):
    """The latest first."""

    versions = fields.Many(fields.Part(RecordVersion), max=MOST_VERSIONS)


class Recorded(Schema):
    """`completed`: how many of the group have completed the course by now."""

    version = fields.Number()
    present = fields.Number()
    completed = fields.Number()


open_session = trainings.command("open_session", OpenSession, who=[COORDINATOR, TRAINER])
record_session = trainings.command("record_session", RecordSession, Recorded, who=[COORDINATOR, TRAINER], deadline=15)
record_history = trainings.query("record_history", OneSession, RecordHistory, who=[COORDINATOR, TRAINER])
