"""What is new in the network for each member, for their digest: asked when it is told, so that it is kept once."""

from shared.access import SERVICE
from shared.contracts import fields
from shared.contracts.base import Schema
from shared.contracts.networks.base import hiding_reasons, networks

MOST_MEMBERS = 10_000
# In the order in which a digest tells them.
NEWS_KINDS = (
    "advice_asked",
    "answered",
    "accepted",
    "used",
    "followed",
    "on_theme",
    "new_posts",
)


class NewsReader(Schema):
    """`since`: up to when they have been told."""

    person_id = fields.Id(required=True)
    since = fields.Moment(required=True)


class NewsAsked(Schema):
    readers = fields.Many(fields.Part(NewsReader), required=True, max=MOST_MEMBERS)


class NewsItem(Schema):
    """`about_id`: the post, or null for what is about several; `number`: how many."""

    person_id = fields.Id()
    kind = fields.Choice(NEWS_KINDS)
    about_id = fields.Id(allow_none=True)
    number = fields.Number()


class MemberNews(Schema):
    """Of those among the readers who are members now."""

    items = fields.Many(fields.Part(NewsItem), max=1_000_000)


class TitlesWanted(Schema):
    ids = fields.Many(fields.Id(), required=True, max=10_000)


class Title(Schema):
    """`id`: a post or an answer; `title`: of the post. `hidden_for`: why it is hidden now."""

    id = fields.Id()
    post_id = fields.Id()
    title = fields.Text()
    hidden_for = fields.Choice(hiding_reasons, allow_none=True)


class Titles(Schema):
    """What was deleted since does not come back."""

    titles = fields.Many(fields.Part(Title), max=10_000)


member_news = networks.query("member_news", NewsAsked, MemberNews, who=[SERVICE], deadline=30)
news_titles = networks.query("news_titles", TitlesWanted, Titles, who=[SERVICE])
