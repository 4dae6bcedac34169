"""What a city lets others have: an editor proposes an edition, a coordinator approves, it leaves for the exchange."""

from shared.access import COORDINATOR, EDITOR, OPERATOR
from shared.contracts import fields
from shared.contracts.base import Schema, paged
from shared.contracts.handbook.base import KINDS, SHARE_STATES, Parts, handbook, languages, licences, themes
from shared.contracts.handbook.chapters import Hint, OneText
from shared.contracts.handbook.exchanged import DECISIONS, LONGEST_NAME, Code

LONGEST_NOTE = 1_000


class ProposeShare(OneText):
    """The latest edition. `context_note`: what a reader elsewhere must know of where it comes from; `adaptation_note`:
    what to change before it is used elsewhere."""

    context_note = fields.Text(max=LONGEST_NOTE, required=True)
    adaptation_note = fields.Text(max=LONGEST_NOTE, required=True)


class ApproveShare(OneText):
    """`number`: of the edition that was looked at."""

    number = fields.Number(min=1, required=True)


class ReturnShare(OneText):
    """To the editor, with a `reason`."""

    reason = fields.Text(max=500, required=True)


class WithdrawShare(OneText):
    """`reason`: for the cities that took it; all of them can read it."""

    reason = fields.Text(max=500, load_default=None, allow_none=True)


class Outcome(Schema):
    """What another city made of it, in the edition of this `number`."""

    city = Code()
    city_name = fields.Text(max=LONGEST_NAME)
    number = fields.Number()
    decision = fields.Choice(DECISIONS)
    reason = fields.Text(max=500, allow_none=True)
    decided_at = fields.Moment()


class ShareSummary(Schema):
    """`number`: of the edition that is proposed, or shared; `shared_number`: of the one that the cities have, null when
    they have none. `latest`: of the edition that everybody reads here."""

    chapter_id = fields.Id()
    language = fields.Choice(languages)
    kind = fields.Choice(KINDS)
    theme = fields.Choice(themes)
    title = fields.Text(max=160)
    state = fields.Choice(SHARE_STATES)
    number = fields.Number()
    shared_number = fields.Number(allow_none=True)
    latest = fields.Number()
    changed_at = fields.Moment()
    taken = fields.Number()
    declined = fields.Number()


class Share(Schema):
    """`state`: null while it was never proposed. The text is that of the edition that is proposed or shared, or else of
    the latest. `published`: everybody reads the latest here; else it was withdrawn. `refused`: what in it may not leave
    the city, by part, in codes."""

    chapter_id = fields.Id()
    language = fields.Choice(languages)
    kind = fields.Choice(KINDS)
    theme = fields.Choice(themes)
    title = fields.Text(max=160)
    summary = fields.Text(max=500, allow_none=True)
    parts = Parts()
    attribution = fields.Text(max=200, allow_none=True)
    licence = fields.Choice(licences)
    state = fields.Choice(SHARE_STATES, allow_none=True)
    number = fields.Number()
    shared_number = fields.Number(allow_none=True)
    latest = fields.Number()
    published = fields.YesNo()
    context_note = fields.Text(max=LONGEST_NOTE, allow_none=True)
    adaptation_note = fields.Text(max=LONGEST_NOTE, allow_none=True)
    reason = fields.Text(max=500, allow_none=True)
    changed_at = fields.Moment(allow_none=True)
    refused = fields.Codes()
    hints = fields.Many(fields.Part(Hint), max=500)
    outcomes = fields.Many(fields.Part(Outcome), max=1_000)


class SharesFilter(Schema):
    state = fields.Choice(SHARE_STATES, load_default=None, allow_none=True)
    page = fields.Number(min=1, load_default=1)
    per_page = fields.Number(min=1, max=200, load_default=20)


class Neighbour(Schema):
    """Another city of the exchange. `offers`: how many of its editions stand here. `refused`: how many of its messages
    were not taken over, the last one for `refused_for`, a code."""

    city = Code()
    city_name = fields.Text(max=LONGEST_NAME)
    first_heard_at = fields.Moment()
    heard_at = fields.Moment()
    offers = fields.Number()
    refused = fields.Number()
    refused_for = fields.Text(max=60, allow_none=True)
    refused_at = fields.Moment(allow_none=True)


class Neighbours(Schema):
    """`takes_part`: this city has the address of an exchange. `in_touch_at`: when it could be reached last. `waiting`:
    messages that wait to leave."""

    takes_part = fields.YesNo()
    in_touch_at = fields.Moment(allow_none=True)
    waiting = fields.Number(max=10**9)
    cities = fields.Many(fields.Part(Neighbour), max=1_000)


propose_share = handbook.command("propose_share", ProposeShare, who=[EDITOR])
approve_share = handbook.command("approve_share", ApproveShare, who=[COORDINATOR])
return_share = handbook.command("return_share", ReturnShare, who=[COORDINATOR])
withdraw_share = handbook.command("withdraw_share", WithdrawShare, who=[EDITOR, COORDINATOR])
share = handbook.query("share", OneText, Share, who=[EDITOR, COORDINATOR])
shares = handbook.query("shares", SharesFilter, paged(ShareSummary, "Shares"), who=[EDITOR, COORDINATOR])
neighbours = handbook.query("neighbours", answer=Neighbours, who=[EDITOR, COORDINATOR, OPERATOR])
