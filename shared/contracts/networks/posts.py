"""The board: posts by kind, found by words and filters."""

from shared.access import SIGNED_IN
from shared.contracts import fields
from shared.contracts.base import Created, Schema, paged
from shared.contracts.networks.answers import Answer
from shared.contracts.networks.base import expertise, hiding_reasons, languages, networks, post_kinds, themes
from shared.contracts.networks.reuses import Reuse

POST_STATES = ("unanswered", "accepted", "mine", "followed", "asked")


class PostFields(Schema):
    """About situations, never about named people. The more is said of what it is about, the better it is found, and
    the better those are found who are asked for advice. `language`: of the text; else the city's own."""

    title = fields.Text(max=120, required=True)
    text = fields.Text(max=5_000, required=True)
    theme = fields.Choice(themes, load_default=None, allow_none=True)
    area_id = fields.Id(load_default=None, allow_none=True)
    expertise = fields.Choice(expertise, load_default=None, allow_none=True)
    language = fields.Choice(languages, load_default=None, allow_none=True)


class WritePost(PostFields):
    kind = fields.Choice(post_kinds, required=True)


class ChangePost(PostFields):
    """What was hidden is shown again once its author has changed it."""

    post_id = fields.Id(required=True)


class OnePost(Schema):
    post_id = fields.Id(required=True)


class PostSummary(Schema):
    """`author_id` is null when the author was removed. `waits`: for an answer. `hidden_for`: why only the author sees
    it."""

    id = fields.Id()
    kind = fields.Choice(post_kinds)
    title = fields.Text()
    theme = fields.Choice(themes, allow_none=True)
    area_id = fields.Id(allow_none=True)
    author_id = fields.Id(allow_none=True)
    written_at = fields.Moment()
    edited_at = fields.Moment(allow_none=True)
    answers = fields.Number()
    reuses = fields.Number()
    accepted = fields.YesNo()
    waits = fields.YesNo()
    hidden_for = fields.Choice(hiding_reasons, allow_none=True)


class Related(Schema):
    id = fields.Id()
    kind = fields.Choice(post_kinds)
    title = fields.Text()


class Post(PostSummary):
    """`asked`: how many members have it before them as a request for advice; `asked_me`: the reader is one of them.
    `may_accept`: the reader says which answer helped. `second_look`: of what is hidden."""

    text = fields.Text(max=5_000)
    language = fields.Choice(languages)
    expertise = fields.Choice(expertise, allow_none=True)
    accepted_id = fields.Id(allow_none=True)
    given_answers = fields.Many(fields.Part(Answer), max=10_000)
    uses = fields.Many(fields.Part(Reuse), max=10_000)
    related = fields.Many(fields.Part(Related))
    following = fields.YesNo()
    follows_theme = fields.YesNo()
    asked = fields.Number()
    asked_me = fields.YesNo()
    may_accept = fields.YesNo()
    second_look = fields.Choice(("possible", "asked", "done"), allow_none=True)


class PostsFilter(Schema):
    """`q`: words in the post or in what was answered, in any form that their language gives them."""

    q = fields.Text(load_default=None, allow_none=True)
    kind = fields.Choice(post_kinds, load_default=None, allow_none=True)
    theme = fields.Choice(themes, load_default=None, allow_none=True)
    area_id = fields.Id(load_default=None, allow_none=True)
    state = fields.Choice(POST_STATES, load_default=None, allow_none=True)
    page = fields.Number(min=1, load_default=1)
    per_page = fields.Number(min=1, max=200, load_default=20)


class Posts(paged(PostSummary, "PageOfPosts")):  # type: ignore[misc]
    """`waiting`: how many requests for advice are before the reader, whatever is filtered."""

    waiting = fields.Number()


write_post = networks.command("write_post", WritePost, Created, who=[SIGNED_IN])
change_post = networks.command("change_post", ChangePost, who=[SIGNED_IN])
delete_post = networks.command("delete_post", OnePost, who=[SIGNED_IN])
post = networks.query("post", OnePost, Post, who=[SIGNED_IN])
posts = networks.query("posts", PostsFilter, Posts, who=[SIGNED_IN])
