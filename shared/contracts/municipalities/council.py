"""The page for the council: what a programme did and what changed, composed by its coordinators and safe to publish.

What is published is a snapshot that opens without signing in. It holds no person, and no count of people under five.
"""

from shared.access import ANYONE, COORDINATOR
from shared.contracts import fields
from shared.contracts.base import Schema
from shared.contracts.municipalities.base import OneProgramme, municipalities
from shared.contracts.municipalities.strategy import LONGEST_SECTION, FrozenSection

FEWEST_PEOPLE = 5
LONGEST_COUNCIL_TEXT = 6_000


class CouncilFigures(Schema):
    """People are counted once each; null: there are some, but fewer than five."""

    introductions_held = fields.Number()
    sessions_held = fields.Number()
    introduced = fields.Number(allow_none=True)
    completed = fields.Number(allow_none=True)
    experts = fields.Number(allow_none=True)


class CouncilMean(Schema):
    """As the results of the feedback show it. `n` is the least that it may be unless `n_is_exact`."""

    mean = fields.Decimal(required=True)
    mean_is = fields.Choice(("exact", "about", "at_least", "at_most"), required=True)
    n = fields.Number(required=True)
    n_is_exact = fields.YesNo(required=True)


MOST_COUNCIL_PAGES = 1_000
COMPARED = ("before_after", "looking_back")


class CouncilOutcome(Schema):
    """One question about oneself, before the course and after it: asked at both times, or afterwards of both.
    `label`: language -> question."""

    compared = fields.Choice(COMPARED, required=True)
    label = fields.Known(required=True)
    before = fields.Part(CouncilMean, required=True)
    after = fields.Part(CouncilMean, required=True)


class SaveCouncilPage(OneProgramme):
    """`sections`: those of the adopted strategy that anybody may read. `version` is 0 before anything was saved."""

    changed_practice = fields.Text(max=LONGEST_COUNCIL_TEXT, load_default=None, allow_none=True)
    lessons = fields.Text(max=LONGEST_COUNCIL_TEXT, load_default=None, allow_none=True)
    sections = fields.Many(fields.Cell(), load_default=list)
    version = fields.Number(required=True)


class PublishCouncilPage(OneProgramme):
    """The draft as it was read: `version` says which, `adopted_number` which adopted strategy its sections are from
    (0: none was adopted yet). `outcomes`: what the feedback shows of the programme now."""

    version = fields.Number(required=True)
    adopted_number = fields.Number(required=True)
    outcomes = fields.Many(fields.Part(CouncilOutcome), load_default=list)


class PublishedAt(Schema):
    address = fields.Text()


class CouncilPage(Schema):
    """As it would be published now, outcomes aside. `offered`: the sections of the strategy that was adopted last,
    `adopted_number`: 0 before that.

    `address`: where it is to be read, null before it was published; `published_at`: null while it is not. `person_ids`:
    the people of the programme, whose names are to be looked for in the texts. `looks_like_names`: parts of the texts
    that would be published which somebody should see again.
    """

    programme_id = fields.Id()
    programme_name = fields.Text()
    changed_practice = fields.Text(max=LONGEST_COUNCIL_TEXT, allow_none=True)
    lessons = fields.Text(max=LONGEST_COUNCIL_TEXT, allow_none=True)
    sections = fields.Many(fields.Cell())
    offered = fields.Many(fields.Part(FrozenSection))
    adopted_at = fields.Moment(allow_none=True)
    adopted_number = fields.Number()
    figures = fields.Part(CouncilFigures)
    review_on = fields.Date(allow_none=True)
    address = fields.Text(allow_none=True)
    published_at = fields.Moment(allow_none=True)
    person_ids = fields.Many(fields.Id(), max=2_000)
    looks_like_names = fields.Many(fields.Text())
    version = fields.Number()


class CouncilAddress(Schema):
    address = fields.Text(required=True)


class CouncilPageEntry(Schema):
    programme_name = fields.Text()
    address = fields.Text()
    published_at = fields.Moment()


class CouncilPages(Schema):
    pages = fields.Many(fields.Part(CouncilPageEntry), max=MOST_COUNCIL_PAGES)


class PublicSection(Schema):
    headings = fields.Known()
    text = fields.Text(max=LONGEST_SECTION)


class PublishedCouncilPage(Schema):
    programme_name = fields.Text()
    published_at = fields.Moment()
    figures = fields.Part(CouncilFigures)
    outcomes = fields.Many(fields.Part(CouncilOutcome))
    changed_practice = fields.Text(max=LONGEST_COUNCIL_TEXT, allow_none=True)
    lessons = fields.Text(max=LONGEST_COUNCIL_TEXT, allow_none=True)
    sections = fields.Many(fields.Part(PublicSection))
    review_on = fields.Date(allow_none=True)


council_page = municipalities.query("council_page", OneProgramme, CouncilPage, who=[COORDINATOR])
save_council_page = municipalities.command("save_council_page", SaveCouncilPage, who=[COORDINATOR])
publish_council_page = municipalities.command(
    "publish_council_page", PublishCouncilPage, PublishedAt, who=[COORDINATOR]
)
withdraw_council_page = municipalities.command("withdraw_council_page", OneProgramme, who=[COORDINATOR])
council_pages = municipalities.query("council_pages", answer=CouncilPages, who=[ANYONE])
published_council_page = municipalities.query(
    "published_council_page", CouncilAddress, PublishedCouncilPage, who=[ANYONE]
)
