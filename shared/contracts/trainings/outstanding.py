"""What waits for coordinators and trainers at the beginning of a day: what reminders and digests are made of."""

from shared.access import SERVICE
from shared.contracts import fields
from shared.contracts.base import Schema
from shared.contracts.trainings.base import trainings

MOST_OUTSTANDING = 5_000


class DayAsked(Schema):
    """Days in the city, `since` itself left out: everything that became due from then `until` and with that day.

    `nudge_days`: how many days after a session without a record somebody is to be reminded of it.
    """

    since = fields.Date(required=True)
    until = fields.Date(required=True)
    nudge_days = fields.Many(fields.Number(min=1), required=True)


class Unrecorded(Schema):
    """`days`: which of the `nudge_days` has come."""

    session_id = fields.Id()
    group_id = fields.Id(allow_none=True)
    programme_id = fields.Id()
    days = fields.Number()


class DueOfSession(Schema):
    """So many of a session: follow-ups by their date, or people who have not been thanked since it was recorded."""

    session_id = fields.Id()
    group_id = fields.Id(allow_none=True)
    programme_id = fields.Id()
    number = fields.Number()


class OpenQuestions(Schema):
    group_id = fields.Id()
    programme_id = fields.Id()
    number = fields.Number()


class CoordinatorsOfProgramme(Schema):
    programme_id = fields.Id()
    person_ids = fields.Many(fields.Id())


class TrainersOfGroup(Schema):
    group_id = fields.Id()
    person_ids = fields.Many(fields.Id())


class Outstanding(Schema):
    """Also who runs the programmes and who gives the groups: whom all of it, and news of them, concerns."""

    unrecorded = fields.Many(fields.Part(Unrecorded), max=MOST_OUTSTANDING)
    follow_ups = fields.Many(fields.Part(DueOfSession), max=MOST_OUTSTANDING)
    thanks = fields.Many(fields.Part(DueOfSession), max=MOST_OUTSTANDING)
    questions = fields.Many(fields.Part(OpenQuestions), max=MOST_OUTSTANDING)
    coordinators = fields.Many(fields.Part(CoordinatorsOfProgramme), max=MOST_OUTSTANDING)
    trainers = fields.Many(fields.Part(TrainersOfGroup), max=MOST_OUTSTANDING)


outstanding = trainings.query("outstanding", DayAsked, Outstanding, who=[SERVICE], deadline=15)
