"""Whose news a member reads in their digest: of posts and of themes that they follow."""

from shared.access import SIGNED_IN
from shared.contracts import fields
from shared.contracts.base import Nothing, Schema
from shared.contracts.networks.base import networks, post_kinds, themes


class FollowPost(Schema):
    post_id = fields.Id(required=True)
    following = fields.YesNo(required=True)


class FollowTheme(Schema):
    theme = fields.Choice(themes, required=True)
    following = fields.YesNo(required=True)


class FollowedPost(Schema):
    id = fields.Id()
    kind = fields.Choice(post_kinds)
    title = fields.Text()
    answers = fields.Number()
    since = fields.Moment()


class Following(Schema):
    """The reader's own; posts with the newest first."""

    themes = fields.Many(fields.Choice(themes))
    posts = fields.Many(fields.Part(FollowedPost), max=1_000)


follow_post = networks.command("follow_post", FollowPost, who=[SIGNED_IN])
follow_theme = networks.command("follow_theme", FollowTheme, who=[SIGNED_IN])
following = networks.query("following", Nothing, Following, who=[SIGNED_IN])
