"""What other cities share, as it arrives here: offers, of which an editor decides."""

from shared.access import EDITOR
from shared.contracts import fields
from shared.contracts.base import Created, Schema, paged
from shared.contracts.handbook.base import KINDS, REDACTION_CHECKS, Parts, handbook, themes
from shared.contracts.handbook.chapters import Hint, PartDifference
from shared.contracts.handbook.exchanged import DECISIONS, LONGEST_NAME, MOST_ANCESTORS, Ancestor, Code

# `renewed` and `withdrawn`: by the city that shared it, after it was taken over here.
OFFER_STATES = ("waiting", "renewed", "withdrawn", "taken", "adapted", "declined")


class OffersFilter(Schema):
    """`open`: only those that wait for an editor."""

    state = fields.Choice(OFFER_STATES, load_default=None, allow_none=True)
    open = fields.YesNo(load_default=False)
    city = Code(load_default=None, allow_none=True)
    page = fields.Number(min=1, load_default=1)
    per_page = fields.Number(min=1, max=200, load_default=20)


class OfferSummary(Schema):
    """`chapter_id`: of the chapter that was made of it here."""

    id = fields.Id()
    city = Code()
    city_name = fields.Text(max=LONGEST_NAME)
    kind = fields.Choice(KINDS)
    theme = Code()
    language = Code()
    title = fields.Text(max=160)
    number = fields.Number()
    state = fields.Choice(OFFER_STATES)
    chapter_id = fields.Id(allow_none=True)
    changed_at = fields.Moment()


class Offer(OfferSummary):
    """`version` counts what arrived of it, an edition or a corrected note. `origin_id`: the chapter in the city that
    shares it. `lineage`: what that was made from. `differences`: from the edition that was decided on to this one; none
    when that was this one. `decided_number`: of that edition.
    `withdrawn_for`: the reason that its city gave. `theme_is_known`: this city has that theme, too."""

    version = fields.Number()
    origin_id = fields.Id()
    source = Code(allow_none=True)
    summary = fields.Text(max=500, allow_none=True)
    parts = Parts()
    attribution = fields.Text(max=200)
    licence = Code()
    context_note = fields.Text(max=1_000)
    adaptation_note = fields.Text(max=1_000)
    lineage = fields.Many(fields.Part(Ancestor), max=MOST_ANCESTORS)
    address = fields.Link(max=300)
    received_at = fields.Moment()
    decision = fields.Choice(DECISIONS, allow_none=True)
    decided_number = fields.Number(allow_none=True)
    decided_at = fields.Moment(allow_none=True)
    reason = fields.Text(max=500, allow_none=True)
    hidden = fields.YesNo()
    withdrawn_for = fields.Text(max=500, allow_none=True)
    theme_is_known = fields.YesNo()
    hints = fields.Many(fields.Part(Hint), max=500)
    differences = fields.Many(fields.Part(PartDifference), max=20)


class OneOffer(Schema):
    offer_id = fields.Id(required=True)


class DecideOffer(OneOffer):
    """`version`: the one that was looked at. `theme`: one of ours, where the other city's is none of them."""

    version = fields.Number(min=1, required=True)
    theme = fields.Choice(themes, load_default=None, allow_none=True)


class TakeOffer(DecideOffer):
    confirmed = fields.Many(fields.Choice(REDACTION_CHECKS), load_default=list)


class DeclineOffer(OneOffer):
    """`reason`: told to the city that offered it, and readable by all. `hidden`: nor does it stand in the Global Manual
    as this city shows it."""

    version = fields.Number(min=1, required=True)
    reason = fields.Text(max=500, required=True)
    hidden = fields.YesNo(load_default=False)


offers = handbook.query("offers", OffersFilter, paged(OfferSummary, "Offers"), who=[EDITOR])
offer = handbook.query("offer", OneOffer, Offer, who=[EDITOR])
take_offer = handbook.command("take_offer", TakeOffer, Created, who=[EDITOR])
adapt_offer = handbook.command("adapt_offer", DecideOffer, Created, who=[EDITOR])
decline_offer = handbook.command("decline_offer", DeclineOffer, who=[EDITOR])
keep_own = handbook.command("keep_own", OneOffer, who=[EDITOR])
