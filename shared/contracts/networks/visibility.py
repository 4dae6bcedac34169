"""What a member lets others see, part by part."""

from shared.access import SIGNED_IN
from shared.contracts import fields
from shared.contracts.base import Nothing, Schema
from shared.contracts.networks.base import networks
from shared.contracts.networks.membership import Member

AUDIENCES = ("nobody", "members", "members_and_coordinators")
# `interest`: what one brings and looks for. `tree`: one's name in the tree of who trained whom.
PARTS = ("expertise", "areas", "languages", "interest", "tree")


class Audiences(Schema):
    """Who may see what. A part that is not said stays as it is."""

    expertise = fields.Choice(AUDIENCES)
    areas = fields.Choice(AUDIENCES)
    languages = fields.Choice(AUDIENCES)
    interest = fields.Choice(AUDIENCES)
    tree = fields.Choice(AUDIENCES)


class SeenBy(Schema):
    """The asking person's own profile, as it is shown to another member and to a coordinator."""

    audiences = fields.Part(Audiences)
    as_member = fields.Part(Member)
    as_coordinator = fields.Part(Member)


who_can_see_me = networks.query("who_can_see_me", Nothing, SeenBy, who=[SIGNED_IN])
let_see = networks.command("let_see", Audiences, who=[SIGNED_IN])
