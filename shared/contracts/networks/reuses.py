"""That a member used what another one wrote."""

from shared.access import SIGNED_IN
from shared.contracts import fields
from shared.contracts.base import Schema
from shared.contracts.networks.base import networks


class Reuse(Schema):
    """`person_id` is null when the person was removed."""

    person_id = fields.Id(allow_none=True)
    how = fields.Text(max=300)
    used_at = fields.Moment()


class UsePost(Schema):
    """Said again, it replaces what was said before."""

    post_id = fields.Id(required=True)
    how = fields.Text(max=300, required=True)


class UsedPost(Schema):
    post_id = fields.Id(required=True)


use_post = networks.command("use_post", UsePost, who=[SIGNED_IN])
withdraw_use = networks.command("withdraw_use", UsedPost, who=[SIGNED_IN])
