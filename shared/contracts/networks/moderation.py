"""What members find should not stand on the board, and what is decided about it: hidden with a reason, or kept.

Who reported something is told to nobody. Its author corrects what was hidden, and it is shown again; or asks for the
eyes of somebody else. `subject_id` is a post or an answer.
"""

from shared.access import COORDINATOR, SIGNED_IN, SUPPORT
from shared.contracts import fields
from shared.contracts.base import Nothing, Schema
from shared.contracts.networks.base import hiding_reasons, networks, post_kinds

DECISIONS = ("hidden", "kept")
SECOND_LOOKS = ("shown", "upheld")
HIDING_OUTCOMES = ("corrected", "shown", "upheld", "gone")


class Report(Schema):
    """Said again by the same member, the reason is another one."""

    subject_id = fields.Id(required=True)
    reason = fields.Choice(hiding_reasons, required=True)


class OneSubject(Schema):
    subject_id = fields.Id(required=True)


class Reasons(Schema):
    reason = fields.Choice(hiding_reasons)
    number = fields.Number()


class Reported(Schema):
    """`title`: of the post; `is_answer`: what was reported stands under it. `reasons` of those who reported it."""

    subject_id = fields.Id()
    post_id = fields.Id()
    title = fields.Text()
    is_answer = fields.YesNo()
    since = fields.Moment()
    reasons = fields.Many(fields.Part(Reasons))


class Hidden(Schema):
    """`title` is null when its author deleted it. `second_look_at`: when the author asked for one."""

    subject_id = fields.Id()
    post_id = fields.Id()
    title = fields.Text(allow_none=True)
    reason = fields.Choice(hiding_reasons)
    hidden_at = fields.Moment()
    hidden_by = fields.Id(allow_none=True)
    second_look_at = fields.Moment(allow_none=True)
    looked_by = fields.Id(allow_none=True)
    outcome = fields.Choice(HIDING_OUTCOMES, allow_none=True)


class Reports(Schema):
    """What waits for a decision, what waits for a second look, and what was decided before."""

    reported = fields.Many(fields.Part(Reported))
    second_looks = fields.Many(fields.Part(Hidden))
    earlier = fields.Many(fields.Part(Hidden))


class Subject(Schema):
    """What a decision is about, as its author wrote it. `may_decide`: not about one's own; `second_look`: it waits for
    one, which `may_decide` says whether the reader can take."""

    subject_id = fields.Id()
    post_id = fields.Id()
    kind = fields.Choice(post_kinds)
    title = fields.Text()
    text = fields.Text(max=5_000)
    is_answer = fields.YesNo()
    author_id = fields.Id(allow_none=True)
    written_at = fields.Moment()
    reasons = fields.Many(fields.Part(Reasons))
    hidden_for = fields.Choice(hiding_reasons, allow_none=True)
    second_look = fields.YesNo()
    may_decide = fields.YesNo()


class Decide(Schema):
    """`reason`: for hiding it."""

    subject_id = fields.Id(required=True)
    decision = fields.Choice(DECISIONS, required=True)
    reason = fields.Choice(hiding_reasons, load_default=None, allow_none=True)


class LookAgain(Schema):
    subject_id = fields.Id(required=True)
    decision = fields.Choice(SECOND_LOOKS, required=True)


MODERATORS = (COORDINATOR, SUPPORT)

report = networks.command("report", Report, who=[SIGNED_IN])
ask_second_look = networks.command("ask_second_look", OneSubject, who=[SIGNED_IN])
reports = networks.query("reports", Nothing, Reports, who=MODERATORS)
reported = networks.query("reported", OneSubject, Subject, who=MODERATORS)
decide = networks.command("decide", Decide, who=MODERATORS)
look_again = networks.command("look_again", LookAgain, who=MODERATORS)
