"""Requests for advice are put to members who fit, a few at a time; each of them may say no without a reason."""

from shared.access import SIGNED_IN
from shared.contracts import fields
from shared.contracts.base import Nothing, Schema
from shared.contracts.networks.base import networks, themes


class Request(Schema):
    """`until`: from then on others are asked."""

    post_id = fields.Id()
    title = fields.Text()
    theme = fields.Choice(themes, allow_none=True)
    author_id = fields.Id(allow_none=True)
    asked_at = fields.Moment()
    until = fields.Moment()


class AskedOfMe(Schema):
    """What waits for the reader, the longest first. `resting`: they asked not to be asked for now."""

    requests = fields.Many(fields.Part(Request))
    resting = fields.YesNo()


class NotNow(Schema):
    post_id = fields.Id(required=True)


class Rest(Schema):
    """Nothing new is put to who rests; what waits for them stays."""

    resting = fields.YesNo(required=True)


asked_of_me = networks.query("asked_of_me", Nothing, AskedOfMe, who=[SIGNED_IN])
not_now = networks.command("not_now", NotNow, who=[SIGNED_IN])
rest = networks.command("rest", Rest, who=[SIGNED_IN])
