"""The backlog of a programme: what people still need, from surveys and from conversations, and what became of it."""

from shared.access import COORDINATOR
from shared.contracts import fields
from shared.contracts.base import Created, Schema, paged
from shared.contracts.feedback.base import WAVES, Event, feedback, need_choices, need_kinds, need_themes
from shared.contracts.feedback.planned_activities import ActivitySummary

NEED_STATES = ("open", "planned", "done", "declined")
NEED_ORIGINS = ("survey", "conversation")
NEED_DECISIONS = ("open", "done", "declined")


class OfProgramme(Schema):
    programme_id = fields.Id(required=True)


class NeedFields(Schema):
    """One sentence on what is needed, never on who needs it."""

    kind = fields.Choice(need_kinds, required=True)
    theme = fields.Choice(need_themes, load_default=None, allow_none=True)
    text = fields.Text(max=300, required=True)


class NoteNeed(NeedFields):
    """`wave`: whose results told of it, `choice` what people chose there within the kind. Without one it comes from a
    conversation.
    """

    programme_id = fields.Id(required=True)
    wave = fields.Choice(WAVES, load_default=None, allow_none=True)
    choice = fields.Choice(need_choices, load_default=None, allow_none=True)


class ChangeNeed(NeedFields):
    need_id = fields.Id(required=True)
    version = fields.Number(required=True)


class DecideNeed(Schema):
    """`declined` takes a reason. `open` takes back what was decided: the need is as far again as what is planned."""

    need_id = fields.Id(required=True)
    decision = fields.Choice(NEED_DECISIONS, required=True)
    reason = fields.Text(max=300, load_default=None, allow_none=True)


class OneNeed(Schema):
    need_id = fields.Id(required=True)


class NeedsFilter(Schema):
    programme_id = fields.Id(required=True)
    state = fields.Choice(NEED_STATES, load_default=None, allow_none=True)
    kind = fields.Choice(need_kinds, load_default=None, allow_none=True)
    theme = fields.Choice(need_themes, load_default=None, allow_none=True)
    page = fields.Number(min=1, load_default=1)
    per_page = fields.Number(min=1, max=200, load_default=25)


class NeedSummary(NeedFields):
    """`activities`: how many are planned for it, or were held. `wave`: when the survey asked that told of it."""

    id = fields.Id()
    programme_id = fields.Id()
    state = fields.Choice(NEED_STATES)
    reason = fields.Text(max=300, allow_none=True)
    origin = fields.Choice(NEED_ORIGINS)
    wave = fields.Choice(WAVES, allow_none=True)
    choice = fields.Choice(need_choices, allow_none=True)
    noted_on = fields.Date()
    activities = fields.Number()


class Need(NeedSummary):
    """`decided`: its state was decided by a person; otherwise it follows from `planned`."""

    decided = fields.YesNo()
    version = fields.Number()
    planned = fields.Many(fields.Part(ActivitySummary), max=1_000)
    told_on = fields.Many(fields.Moment(), max=1_000)


class ToldNeed(Schema):
    """What so many `people` `of` those who were counted answered in the surveys of one wave, as far as it may be shown.
    `choice` is null where only the kind was asked. `noted`: how many needs have been noted from it."""

    wave = fields.Choice(WAVES)
    kind = fields.Choice(need_kinds)
    choice = fields.Choice(need_choices, allow_none=True)
    people = fields.Number()
    of = fields.Number()
    noted = fields.Number()


class ToldNeeds(Schema):
    """What was asked last comes first."""

    told = fields.Many(fields.Part(ToldNeed), max=10_000)


class NeedsInShort(Schema):
    """`counts`: state -> needs. `told`: what was told last of what has been changed, and when."""

    counts = fields.Counts()
    told = fields.Text(max=3_000, allow_none=True)
    told_at = fields.Moment(allow_none=True)


class NeedChanged(Event):
    """Noted, worded anew, or come to another state."""

    aggregate = "need_id"
    need_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    kind = fields.Choice(need_kinds, required=True)
    theme = fields.Choice(need_themes, required=True, allow_none=True)
    state = fields.Choice(NEED_STATES, required=True)


needs = feedback.query("needs", NeedsFilter, paged(NeedSummary, "Needs"), who=[COORDINATOR])
needs_in_short = feedback.query("needs_in_short", OfProgramme, NeedsInShort, who=[COORDINATOR])
told_needs = feedback.query("told_needs", OfProgramme, ToldNeeds, who=[COORDINATOR])
need = feedback.query("need", OneNeed, Need, who=[COORDINATOR])
note_need = feedback.command("note_need", NoteNeed, Created, who=[COORDINATOR])
change_need = feedback.command("change_need", ChangeNeed, who=[COORDINATOR])
decide_need = feedback.command("decide_need", DecideNeed, who=[COORDINATOR])
