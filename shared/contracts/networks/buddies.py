"""Buddies: somebody who has just joined, and a member who knows the way. Known to the two alone."""

from shared.access import SIGNED_IN
from shared.contracts import fields
from shared.contracts.base import Nothing, Schema
from shared.contracts.networks.base import networks

BUDDY_ROLES = ("newcomer", "guide")
PAIR_STATES = ("proposed", "paired")


class BuddyPair(Schema):
    """`role`: that of the asking person. `agreed`: whether they have said yes; what the other said is not told."""

    id = fields.Id()
    role = fields.Choice(BUDDY_ROLES)
    other_id = fields.Id()
    state = fields.Choice(PAIR_STATES)
    agreed = fields.YesNo()
    since = fields.Moment()


class Buddies(Schema):
    """`searching`: for a buddy (newcomer), or as one (guide). `may_ask`: is new, and has no buddy yet."""

    searching = fields.Choice(BUDDY_ROLES, allow_none=True)
    may_ask = fields.YesNo()
    pairs = fields.Many(fields.Part(BuddyPair))


class SearchBuddy(Schema):
    role = fields.Choice(BUDDY_ROLES, required=True)


class OnePair(Schema):
    pair_id = fields.Id(required=True)


class AnswerBuddy(OnePair):
    agrees = fields.YesNo(required=True)


buddies = networks.query("buddies", Nothing, Buddies, who=[SIGNED_IN])
search_buddy = networks.command("search_buddy", SearchBuddy, who=[SIGNED_IN])
stop_search = networks.command("stop_search", Nothing, who=[SIGNED_IN])
answer_buddy = networks.command("answer_buddy", AnswerBuddy, who=[SIGNED_IN])
end_buddy = networks.command("end_buddy", OnePair, who=[SIGNED_IN])
