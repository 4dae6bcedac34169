"""What partners contribute by a link, without an account, what colleagues contribute from their practice, and what
editors make of it."""

from shared.access import ANYONE, COORDINATOR, EDITOR, EXPERT, MEDIATOR, SUPPORT, TRAINER
from shared.contracts import fields
from shared.contracts.base import Created, Schema, paged
from shared.contracts.handbook.base import Parts, Written, handbook, languages, licences, sources, themes

CONTRIBUTION_STATES = ("waiting", "accepted", "declined")
LONGEST_LINK_DAYS = 365
# Who has sessions, initiatives, intervisions or mediations to learn from.
PRACTITIONERS = (COORDINATOR, TRAINER, EXPERT, SUPPORT, MEDIATOR)


class MakePartnerLink(Schema):
    """`partner`: the organisation that it is for."""

    partner = fields.Text(max=120, required=True)
    theme = fields.Choice(themes, required=True)
    language = fields.Choice(languages, required=True)
    days = fields.Number(min=1, max=LONGEST_LINK_DAYS, load_default=60)


class NewPartnerLink(Schema):
    """`token` is told this once: only its hash is kept."""

    id = fields.Id()
    token = fields.Secret()
    expires_at = fields.Moment()


class OnePartnerLink(Schema):
    link_id = fields.Id(required=True)


class PartnerLink(Schema):
    """`open`: it has neither expired nor been revoked."""

    id = fields.Id()
    partner = fields.Text(max=120)
    theme = fields.Choice(themes)
    language = fields.Choice(languages)
    made_at = fields.Moment()
    expires_at = fields.Moment()
    revoked_at = fields.Moment(allow_none=True)
    open = fields.YesNo()
    contributions = fields.Number()


class PartnerLinks(Schema):
    links = fields.Many(fields.Part(PartnerLink), max=1_000)


class Token(Schema):
    token = fields.Secret(required=True)


class SentBefore(Schema):
    """What became of a contribution. `readable`: it is published, as a lesson of this `chapter_id`."""

    title = fields.Text(max=160)
    state = fields.Choice(CONTRIBUTION_STATES)
    reason = fields.Text(max=500, allow_none=True)
    sent_at = fields.Moment()
    chapter_id = fields.Id(allow_none=True)
    language = fields.Choice(languages)
    readable = fields.YesNo()


class Invitation(Schema):
    """`open`: it has not expired. When it has, it tells what became of what was sent, and takes nothing more."""

    partner = fields.Text(max=120)
    theme = fields.Choice(themes)
    language = fields.Choice(languages)
    expires_at = fields.Moment()
    open = fields.YesNo()
    sent = fields.Many(fields.Part(SentBefore), max=100)


class Contribute(Written):
    """The parts of a lesson. `agreed`: everybody may use it under this licence."""

    token = fields.Secret(required=True)
    language = fields.Choice(languages, required=True)
    agreed = fields.YesNo(required=True)


class ContributeLesson(Written):
    """From somebody who is signed in. `source`: what they learnt it from, without saying from which of them. Who it is
    that sends it is not kept."""

    theme = fields.Choice(themes, required=True)
    source = fields.Choice(sources, required=True)
    language = fields.Choice(languages, required=True)
    agreed = fields.YesNo(required=True)


class OneContribution(Schema):
    contribution_id = fields.Id(required=True)


class DeclineContribution(OneContribution):
    """`reason`: shown to whoever sent it."""

    reason = fields.Text(max=500, required=True)


class ContributionsFilter(Schema):
    state = fields.Choice(CONTRIBUTION_STATES, load_default=None, allow_none=True)
    page = fields.Number(min=1, load_default=1)
    per_page = fields.Number(min=1, max=200, load_default=20)


class ContributionSummary(Schema):
    """`partner`: null for what a colleague sent."""

    id = fields.Id()
    partner = fields.Text(max=120, allow_none=True)
    theme = fields.Choice(themes)
    source = fields.Choice(sources)
    language = fields.Choice(languages)
    title = fields.Text(max=160)
    state = fields.Choice(CONTRIBUTION_STATES)
    sent_at = fields.Moment()


class Contribution(ContributionSummary):
    """`chapter_id`: the lesson that was made of it."""

    summary = fields.Text(max=500, allow_none=True)
    parts = Parts()
    attribution = fields.Text(max=200, allow_none=True)
    licence = fields.Choice(licences)
    reason = fields.Text(max=500, allow_none=True)
    chapter_id = fields.Id(allow_none=True)


make_partner_link = handbook.command("make_partner_link", MakePartnerLink, NewPartnerLink, who=[EDITOR], secret=True)
partner_links = handbook.query("partner_links", answer=PartnerLinks, who=[EDITOR])
revoke_partner_link = handbook.command("revoke_partner_link", OnePartnerLink, who=[EDITOR])
invitation_to_contribute = handbook.query("invitation_to_contribute", Token, Invitation, who=[ANYONE], secret=True)
contribute = handbook.command("contribute", Contribute, who=[ANYONE], secret=True)
contribute_lesson = handbook.command("contribute_lesson", ContributeLesson, Created, who=[*PRACTITIONERS])
contribution_outcome = handbook.query("contribution_outcome", OneContribution, SentBefore, who=[*PRACTITIONERS, EDITOR])
contributions = handbook.query(
    "contributions", ContributionsFilter, paged(ContributionSummary, "Contributions"), who=[EDITOR]
)
contribution = handbook.query("contribution", OneContribution, Contribution, who=[EDITOR])
accept_contribution = handbook.command("accept_contribution", OneContribution, Created, who=[EDITOR])
decline_contribution = handbook.command("decline_contribution", DeclineContribution, who=[EDITOR])
