"""What the parts of the contract share."""

from shared.contracts import base, fields
from shared.contracts.base import Schema, contract
from shared.taxonomies import codes

SERVICE_NAME = "trainings"
trainings = contract(SERVICE_NAME)

SESSION_KINDS = ("introduction", "training_day", "deepening")
COURSE_KINDS = ("training_day", "deepening")
SESSION_STATES = ("planned", "open", "recorded", "cancelled")
ATTENDANCE = ("not_recorded", "present", "absent", "excused")
MINUTES = {"introduction": 120, "training_day": 420, "deepening": 210}


def deliveries() -> tuple[str, ...]:
    return codes("deliveries")


def techniques() -> tuple[str, ...]:
    return codes("techniques")


class OneSession(Schema):
    session_id = fields.Id(required=True)


class OneGroup(Schema):
    group_id = fields.Id(required=True)


class OneProgramme(Schema):
    programme_id = fields.Id(required=True)


class Event(base.Event):
    owner = SERVICE_NAME
