"""mediations: what a mediator and the parties to a conflict do, from the intake to the thank-yous.

All words are sealed before they are sent, with a key that the mediator alone can unwrap: see docs/mediations.md. What
is not sealed is a code, a number or a date.
"""

from shared.access import COORDINATOR, MEDIATOR
from shared.contracts import base, fields
from shared.contracts.base import Created, Nothing, Schema, contract, paged
from shared.taxonomies import codes

SERVICE_NAME = "mediations"
mediations = contract(SERVICE_NAME)

VERDICTS = ("suitable", "with_measures", "unsuitable")
ENTRY_KINDS = (
    *("party", "talk", "ground_rules", "session", "caucus", "approach", "agreement"),
    *("thank_you", "promise", "contact"),
)
# What is done on another day than it is written down: a thank-you is sent, a promise kept.
TO_BE_DONE = ("thank_you", "promise")
REQUEST_ANSWERS = ("no_conflict", "conflict", "not_now")
MOST_ENTRIES = 2_000
MOST_YEARS = 50


def stages() -> tuple[str, ...]:
    return codes("mediation_stages")


def outcomes() -> tuple[str, ...]:
    return codes("mediation_outcomes")


def sectors() -> tuple[str, ...]:
    return codes("sectors")


def techniques() -> tuple[str, ...]:
    return codes("techniques")


class OneMediation(Schema):
    mediation_id = fields.Id(required=True)


# the mediator's key


class MediatorKey(Schema):
    """The key of a mediator, wrapped twice: by the passphrase, and by the code that was printed. Null without one."""

    by_passphrase = fields.Sealed(allow_none=True)
    by_recovery = fields.Sealed(allow_none=True)
    version = fields.Number()


class SetMediatorKey(Schema):
    """`version`: of the one that is there, 0 while there is none. Wrapping it anew leaves the key itself as it is."""

    by_passphrase = fields.Sealed(required=True)
    by_recovery = fields.Sealed(required=True)
    version = fields.Number(required=True)


# intake


class OpenMediation(Schema):
    """`referred_from`: who referred the parties to us, null where they came by themselves; `consented`: the parties
    agreed to that, and to the minimal answer that goes back."""

    referred_from = fields.Choice(sectors, load_default=None, allow_none=True)
    consented = fields.YesNo(load_default=False)


class AskMediator(OneMediation):
    mediator_id = fields.Id(required=True)


class AnswerRequest(OneMediation):
    """Who has a conflict of interest does not become the mediator, and gives no reason."""

    answer = fields.Choice(REQUEST_ANSWERS, required=True)


class NoteAnswer(OneMediation):
    """That who referred the parties heard the minimum: taken up, or ended."""

    answered_on = fields.Date(required=True)


class Mediators(Schema):
    """Who can be asked; `declined`: who has said no to this one."""

    mediator_ids = fields.Many(fields.Id())
    declined_ids = fields.Many(fields.Id())


class MediationsFilter(Schema):
    """`over`: with an outcome, or without one; null for both."""

    over = fields.YesNo(load_default=None, allow_none=True)
    page = fields.Number(min=1, load_default=1)
    per_page = fields.Number(min=1, max=200, load_default=20)


class MediationSummary(Schema):
    """`mine`: the asking person is its mediator. `asked`: its mediator has not answered yet. `is_quiet`: open, and
    nothing happened in it for long."""

    id = fields.Id()
    number = fields.Number()
    stage = fields.Choice(stages)
    outcome = fields.Choice(outcomes, allow_none=True)
    opened_on = fields.Date()
    active_on = fields.Date()
    mediator_id = fields.Id(allow_none=True)
    asked = fields.YesNo()
    mine = fields.YesNo()
    is_quiet = fields.YesNo()
    destroyed_by = fields.Date()


# the mediation


class KeepKey(OneMediation):
    """The key of the mediation, wrapped by the mediator's; it stays once something was written with it."""

    wrapped = fields.Sealed(required=True)


class AgreeConfidentiality(OneMediation):
    agreed_on = fields.Date(required=True)


class JudgeSuitability(OneMediation):
    verdict = fields.Choice(VERDICTS, required=True)
    content = fields.Sealed(required=True)


class EntryFields(OneMediation):
    """`party_id`: the entry with the party that it is about. `content` is sealed for this mediation and kind."""

    kind = fields.Choice(ENTRY_KINDS, required=True)
    party_id = fields.Id(load_default=None, allow_none=True)
    happened_on = fields.Date(load_default=None, allow_none=True)
    due_on = fields.Date(load_default=None, allow_none=True)
    techniques = fields.Many(fields.Choice(techniques), load_default=list)
    content = fields.Sealed(required=True)


class OneEntry(OneMediation):
    entry_id = fields.Id(required=True)


class ChangeEntry(EntryFields):
    entry_id = fields.Id(required=True)
    version = fields.Number(required=True)


class FinishEntry(OneEntry):
    """`done_on`: null when it is to be done still."""

    done_on = fields.Date(required=True, allow_none=True)


class SetStage(OneMediation):
    """Forwards or back; going back from the follow-up takes the outcome away."""

    stage = fields.Choice(stages, required=True)


class CloseMediation(OneMediation):
    """`referred_to` and `consented`: for those that somebody else takes over, with the agreement of the parties."""

    outcome = fields.Choice(outcomes, required=True)
    referred_to = fields.Choice(sectors, load_default=None, allow_none=True)
    consented = fields.YesNo(load_default=False)


class NoteHeard(OneMediation):
    """That who took over let us know that they did."""

    heard_on = fields.Date(required=True)


class Entry(Schema):
    id = fields.Id()
    kind = fields.Choice(ENTRY_KINDS)
    party_id = fields.Id(allow_none=True)
    happened_on = fields.Date(allow_none=True)
    due_on = fields.Date(allow_none=True)
    done_on = fields.Date(allow_none=True)
    techniques = fields.Many(fields.Choice(techniques))
    content = fields.Sealed()
    version = fields.Number()


class Mediation(MediationSummary):
    """`suitability`, `wrapped_key` and `entries` are there for its mediator alone."""

    referred_from = fields.Choice(sectors, allow_none=True)
    answered_on = fields.Date(allow_none=True)
    referred_to = fields.Choice(sectors, allow_none=True)
    heard_on = fields.Date(allow_none=True)
    confidential_on = fields.Date(allow_none=True)
    verdict = fields.Choice(VERDICTS, allow_none=True)
    suitability = fields.Sealed(allow_none=True)
    closed_on = fields.Date(allow_none=True)
    ended_on = fields.Date(allow_none=True)
    wrapped_key = fields.Sealed(allow_none=True)
    entries = fields.Many(fields.Part(Entry), max=MOST_ENTRIES)


# figures


class Figure(Schema):
    """`number`: null where it is not shown, as it would be about too few."""

    code = fields.Text()
    number = fields.Number(allow_none=True)


class YearFigures(Schema):
    """`techniques`: in how many of its mediations each was used; empty until the year is over."""

    year = fields.Number()
    mediations = fields.Number(allow_none=True)
    outcomes = fields.Many(fields.Part(Figure))
    techniques = fields.Many(fields.Part(Figure))


class MediationFigures(Schema):
    fewest = fields.Number()
    years = fields.Many(fields.Part(YearFigures), max=MOST_YEARS)


class Event(base.Event):
    owner = SERVICE_NAME


class MediationChanged(Event):
    """It was opened, or its stage or outcome is another one. Nothing else of a mediation leaves the service
    together with its id."""

    aggregate = "mediation_id"
    mediation_id = fields.Id(required=True)
    stage = fields.Choice(stages, required=True)
    outcome = fields.Choice(outcomes, required=True, allow_none=True)


class MediationsWait(Event):
    """Something that they mediate has rested for long, or a promise in it is due. Neither which, nor what."""

    aggregate = "mediator_id"
    mediator_id = fields.Id(required=True)


BOTH = [MEDIATOR, COORDINATOR]
mediator_key = mediations.query("mediator_key", Nothing, MediatorKey, who=[MEDIATOR])
set_mediator_key = mediations.command("set_mediator_key", SetMediatorKey, who=[MEDIATOR], secret=True)
all_mediations = mediations.query("mediations", MediationsFilter, paged(MediationSummary, "Mediations"), who=BOTH)
mediation = mediations.query("mediation", OneMediation, Mediation, who=BOTH)
mediators = mediations.query("mediators", OneMediation, Mediators, who=[COORDINATOR])
open_mediation = mediations.command("open_mediation", OpenMediation, Created, who=[COORDINATOR])
ask_mediator = mediations.command("ask_mediator", AskMediator, who=[COORDINATOR])
answer_request = mediations.command("answer_request", AnswerRequest, who=[MEDIATOR])
note_answer = mediations.command("note_answer", NoteAnswer, who=[COORDINATOR])
keep_key = mediations.command("keep_key", KeepKey, who=[MEDIATOR], secret=True)
agree_confidentiality = mediations.command("agree_confidentiality", AgreeConfidentiality, who=[MEDIATOR])
judge_suitability = mediations.command("judge_suitability", JudgeSuitability, who=[MEDIATOR])
add_entry = mediations.command("add_entry", EntryFields, Created, who=[MEDIATOR])
change_entry = mediations.command("change_entry", ChangeEntry, who=[MEDIATOR])
finish_entry = mediations.command("finish_entry", FinishEntry, who=[MEDIATOR])
remove_entry = mediations.command("remove_entry", OneEntry, who=[MEDIATOR])
set_stage = mediations.command("set_stage", SetStage, who=[MEDIATOR])
close_mediation = mediations.command("close_mediation", CloseMediation, who=[MEDIATOR])
note_heard = mediations.command("note_heard", NoteHeard, who=[MEDIATOR])
end_follow_up = mediations.command("end_follow_up", OneMediation, who=[MEDIATOR])
mediation_figures = mediations.query("mediation_figures", Nothing, MediationFigures, who=[COORDINATOR])
