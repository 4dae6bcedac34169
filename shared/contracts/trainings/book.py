"""The session book besides the record: what is planned for a session, who can't come, who is there."""

from shared.access import ANYONE, COORDINATOR, PARTICIPANT, TRAINER
from shared.contracts import fields
from shared.contracts.base import Schema
from shared.contracts.trainings.base import SESSION_KINDS, OneSession, techniques, trainings
from shared.contracts.trainings.records import MOST_LINES, FollowUp

DOOR_STATES = ("early", "open", "over")


class Agenda(Schema):
    """What is planned for a session. `version` grows with every save and is 0 before the first."""

    version = fields.Number()
    lines = fields.Many(fields.Text())
    techniques = fields.Many(fields.Cell())


class SetAgenda(Schema):
    """`version`: that of the agenda that the writer had before them."""

    session_id = fields.Id(required=True)
    version = fields.Number(required=True)
    lines = fields.Many(fields.Text(), load_default=list, max=MOST_LINES)
    techniques = fields.Many(fields.Choice(techniques), load_default=list)


class AgendaSet(Schema):
    version = fields.Number()


class Presence(Schema):
    """Somebody who is there, or who said that they can't come. The record has the last word."""

    person_id = fields.Id()
    checked_in_at = fields.Moment(allow_none=True)
    apologised = fields.YesNo()


class TrainingDay(Schema):
    """What the deepening half-day goes on from."""

    session_id = fields.Id()
    starts_at = fields.Moment()
    agreements = fields.Text(max=5_000, allow_none=True)
    follow_ups = fields.Many(fields.Part(FollowUp), max=50)


class Book(Schema):
    """`owner_ids`: who may see to a follow-up. `check_in_code`: null before the check-in was opened."""

    agenda = fields.Part(Agenda)
    presence = fields.Many(fields.Part(Presence), max=5_000)
    owner_ids = fields.Many(fields.Id(), max=5_000)
    check_in_code = fields.Text(allow_none=True)
    training_day = fields.Part(TrainingDay, allow_none=True)


class SetApology(Schema):
    """`apologised`: they can't come; false takes that back."""

    session_id = fields.Id(required=True)
    person_id = fields.Id(required=True)
    apologised = fields.YesNo(required=True)


class CheckIn(Schema):
    """`here`: they are there; false takes that back."""

    session_id = fields.Id(required=True)
    person_id = fields.Id(required=True)
    here = fields.YesNo(required=True)


class DoorCode(Schema):
    code = fields.Text(max=20, required=True)


class CheckInDoor(Schema):
    """What a passer-by with the code sees: no place, no group, nobody's name. `desk_id`: null outside of its hours."""

    kind = fields.Choice(SESSION_KINDS)
    opens_at = fields.Moment()
    closes_at = fields.Moment()
    state = fields.Choice(DOOR_STATES)
    desk_id = fields.Id(allow_none=True)


set_agenda = trainings.command("set_agenda", SetAgenda, AgendaSet, who=[COORDINATOR, TRAINER])
set_apology = trainings.command("set_apology", SetApology, who=[COORDINATOR, TRAINER, PARTICIPANT])
open_check_in = trainings.command("open_check_in", OneSession, who=[COORDINATOR, TRAINER])
check_in = trainings.command("check_in", CheckIn, who=[COORDINATOR, TRAINER, PARTICIPANT])
check_in_door = trainings.query("check_in_door", DoorCode, CheckInDoor, who=[ANYONE], secret=True)
