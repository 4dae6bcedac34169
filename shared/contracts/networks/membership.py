"""Being in the network: the invitation, joining and leaving, for how long, what members know of each other.

Membership is this service's own knowledge: who is not a member is refused by it, whatever their roles.
"""

from shared.access import COORDINATOR, SIGNED_IN
from shared.contracts import fields
from shared.contracts.base import Nothing, Schema, paged
from shared.contracts.networks.base import brings, expertise, languages, networks, seeks

INVITATION_STATES = ("none", "open", "accepted", "declined")
# A member whose time has run out without being renewed rests: no less a member, and awake again at a word.
STANDINGS = ("active", "dormant")
USUAL_MONTHS = 12


class Invitation(Schema):
    """The asking person's own; `member` says whether they are in the network now."""

    state = fields.Choice(INVITATION_STATES)
    member = fields.YesNo()


class ProfileFields(Schema):
    """`brings`, `seeks` and `interest`, a sentence of their own, say what somebody is in the network for."""

    expertise = fields.Many(fields.Choice(expertise), required=True)
    area_ids = fields.Many(fields.Id(), load_default=list)
    languages = fields.Many(fields.Choice(languages), load_default=list)
    brings = fields.Many(fields.Choice(brings), load_default=list)
    seeks = fields.Many(fields.Choice(seeks), load_default=list)
    interest = fields.Text(max=300, load_default=None, allow_none=True)


class Join(ProfileFields):
    """Opt-in: `agreed` must be true. `months`: for how long, before it is asked whether one wants to stay."""

    months = fields.Number(min=3, max=36, load_default=USUAL_MONTHS)
    agreed = fields.YesNo(required=True)


class Member(Schema):
    """As the asking person sees them: what a member keeps from them is null."""

    person_id = fields.Id()
    expertise = fields.Many(fields.Choice(expertise), allow_none=True)
    area_ids = fields.Many(fields.Id(), allow_none=True)
    languages = fields.Many(fields.Choice(languages), allow_none=True)
    brings = fields.Many(fields.Choice(brings), allow_none=True)
    seeks = fields.Many(fields.Choice(seeks), allow_none=True)
    interest = fields.Text(max=300, allow_none=True)
    joined_at = fields.Moment()
    standing = fields.Choice(STANDINGS)


class MembersFilter(Schema):
    """Who keeps something from the asking person is not found by it."""

    expertise = fields.Choice(expertise, load_default=None, allow_none=True)
    area_id = fields.Id(load_default=None, allow_none=True)
    language = fields.Choice(languages, load_default=None, allow_none=True)
    standing = fields.Choice(STANDINGS, load_default=None, allow_none=True)
    page = fields.Number(min=1, load_default=1)
    per_page = fields.Number(min=1, max=200, load_default=50)


class OneMember(Schema):
    person_id = fields.Id(required=True)


class Membership(Schema):
    """The asking person's own. `ending`: it is time to say whether one wants to stay."""

    standing = fields.Choice(STANDINGS, allow_none=True)
    until = fields.Date(allow_none=True)
    months = fields.Number(allow_none=True)
    ending = fields.YesNo()


class Renew(Schema):
    """From today. Without `months` for as long as the last time."""

    months = fields.Number(min=3, max=36, load_default=None, allow_none=True)


invitation = networks.query("invitation", Nothing, Invitation, who=[SIGNED_IN])
join = networks.command("join", Join, who=[SIGNED_IN])
decline = networks.command("decline", Nothing, who=[SIGNED_IN])
leave = networks.command("leave", Nothing, who=[SIGNED_IN])
change_profile = networks.command("change_profile", ProfileFields, who=[SIGNED_IN])
member = networks.query("member", OneMember, Member, who=[SIGNED_IN])
members = networks.query("members", MembersFilter, paged(Member, "Members"), who=[SIGNED_IN, COORDINATOR])
membership = networks.query("membership", Nothing, Membership, who=[SIGNED_IN])
renew = networks.command("renew", Renew, who=[SIGNED_IN])
