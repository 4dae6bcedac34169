"""What is done with many people at once."""

from shared.access import COORDINATOR, OPERATOR, ROLES, SIGNED_IN
from shared.contracts import fields
from shared.contracts.base import Schema
from shared.contracts.identity.base import identity

CHANGED_AT_ONCE = ("organisation", "sector", "level")
EXPORTS = (
    *("people", "duplicates", "members", "attendance", "quality"),
    *("network", "tree", "initiatives", "meeting_people", "hidden_posts"),
    *("trainers", "certificates", "partners"),
    *("programme_people", "wishes", "ways_in", "thank_yous"),
)


class ChangePeople(Schema):
    """One field of many people gets the same value; null empties it."""

    person_ids = fields.Many(fields.Id(), required=True, max=5_000)
    field = fields.Choice(CHANGED_AT_ONCE, required=True)
    value = fields.Text(max=120, load_default=None, allow_none=True)


class GiveRoleToPeople(Schema):
    person_ids = fields.Many(fields.Id(), required=True, max=500)
    role = fields.Choice(ROLES, required=True)


class ChangedPeople(Schema):
    """Who was not `changed` had it already, or is not there any more."""

    changed = fields.Number()


class Exported(Schema):
    """Which table with people in it was taken out, and how many of them."""

    table = fields.Choice(EXPORTS, required=True)
    people = fields.Number(required=True)


change_people = identity.command("change_people", ChangePeople, ChangedPeople, who=[COORDINATOR, OPERATOR], deadline=15)
give_role_to_people = identity.command(
    "give_role_to_people", GiveRoleToPeople, ChangedPeople, who=[COORDINATOR, OPERATOR], deadline=15
)
note_export = identity.command("note_export", Exported, who=[SIGNED_IN])
