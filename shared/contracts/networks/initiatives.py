"""Initiatives: any member starts one, whoever takes part changes it, and nobody approves anything.

Members read all of them, and so does who supports the network: that role answers needs, and changes nothing else.
"""

from shared.access import SIGNED_IN
from shared.contracts import fields
from shared.contracts.base import Created, Schema, paged
from shared.contracts.networks.base import initiative_needs, networks, themes
from shared.contracts.networks.events import Event

INITIATIVE_STATES = ("idea", "running", "resting", "done", "stopped")
MOST_PARTS = 2_000  # people, steps, needs, notes of one initiative


class StartInitiative(Schema):
    title = fields.Text(max=120, required=True)
    purpose = fields.Text(max=2_000, required=True)
    theme = fields.Choice(themes, load_default=None, allow_none=True)
    area_ids = fields.Many(fields.Id(), load_default=list)


class OneInitiative(Schema):
    initiative_id = fields.Id(required=True)


class ChangeInitiative(StartInitiative):
    initiative_id = fields.Id(required=True)
    version = fields.Number(required=True)


class SetInitiativeState(OneInitiative):
    state = fields.Choice(INITIATIVE_STATES, required=True)


class StepFields(OneInitiative):
    """`owner_id`: somebody who takes part, or nobody yet."""

    text = fields.Text(max=300, required=True)
    owner_id = fields.Id(load_default=None, allow_none=True)
    due_on = fields.Date(load_default=None, allow_none=True)


class OneStep(OneInitiative):
    step_id = fields.Id(required=True)


class ChangeStep(StepFields):
    step_id = fields.Id(required=True)


class FinishStep(OneStep):
    done = fields.YesNo(load_default=True)


class AddNeed(OneInitiative):
    kind = fields.Choice(initiative_needs, required=True)
    text = fields.Text(max=300, required=True)


class OneNeed(OneInitiative):
    need_id = fields.Id(required=True)


class SettleNeed(OneNeed):
    met = fields.YesNo(load_default=True)


class OfferHelp(OneNeed):
    text = fields.Text(max=500, required=True)


class OneOffer(OneNeed):
    offer_id = fields.Id(required=True)


class WriteNote(OneInitiative):
    """What happened. About situations, never about named people."""

    text = fields.Text(max=2_000, required=True)


class OneNote(OneInitiative):
    note_id = fields.Id(required=True)


class InitiativesFilter(Schema):
    """`mine`: those that the asking person takes part in. `needing`: those with a need that nobody has met."""

    state = fields.Choice(INITIATIVE_STATES, load_default=None, allow_none=True)
    theme = fields.Choice(themes, load_default=None, allow_none=True)
    area_id = fields.Id(load_default=None, allow_none=True)
    mine = fields.YesNo(load_default=False)
    needing = fields.YesNo(load_default=False)
    page = fields.Number(min=1, load_default=1)
    per_page = fields.Number(min=1, max=200, load_default=20)


class InitiativeSummary(Schema):
    """`author_id`: who started it, null when they were removed. `active_at`: when something in it changed last."""

    id = fields.Id()
    title = fields.Text()
    state = fields.Choice(INITIATIVE_STATES)
    theme = fields.Choice(themes, allow_none=True)
    area_ids = fields.Many(fields.Id())
    author_id = fields.Id(allow_none=True)
    started_at = fields.Moment()
    active_at = fields.Moment()
    people = fields.Number()
    steps = fields.Number()
    steps_done = fields.Number()
    open_needs = fields.Number()
    mine = fields.YesNo()


class InitiativeStep(Schema):
    id = fields.Id()
    text = fields.Text(max=300)
    owner_id = fields.Id(allow_none=True)
    due_on = fields.Date(allow_none=True)
    done = fields.YesNo()


class Offer(Schema):
    id = fields.Id()
    text = fields.Text(max=500)
    author_id = fields.Id(allow_none=True)
    offered_at = fields.Moment()


class InitiativeNeed(Schema):
    id = fields.Id()
    kind = fields.Choice(initiative_needs)
    text = fields.Text(max=300)
    met = fields.YesNo()
    offers = fields.Many(fields.Part(Offer), max=MOST_PARTS)


class ProgressNote(Schema):
    id = fields.Id()
    text = fields.Text(max=2_000)
    author_id = fields.Id(allow_none=True)
    written_at = fields.Moment()


class Presentation(Schema):
    """A meeting on whose agenda it stands or stood."""

    meeting_id = fields.Id()
    title = fields.Text()
    starts_at = fields.Moment()


class Initiative(Schema):
    """`person_ids`: who takes part, in the order of joining."""

    id = fields.Id()
    title = fields.Text()
    purpose = fields.Text(max=2_000)
    state = fields.Choice(INITIATIVE_STATES)
    theme = fields.Choice(themes, allow_none=True)
    area_ids = fields.Many(fields.Id())
    author_id = fields.Id(allow_none=True)
    started_at = fields.Moment()
    active_at = fields.Moment()
    version = fields.Number()
    person_ids = fields.Many(fields.Id(), max=MOST_PARTS)
    steps = fields.Many(fields.Part(InitiativeStep), max=MOST_PARTS)
    needs = fields.Many(fields.Part(InitiativeNeed), max=MOST_PARTS)
    notes = fields.Many(fields.Part(ProgressNote), max=MOST_PARTS)
    presented = fields.Many(fields.Part(Presentation), max=MOST_PARTS)


class InitiativeStarted(Event):
    aggregate = "initiative_id"
    initiative_id = fields.Id(required=True)
    theme = fields.Choice(themes, required=True, allow_none=True)
    author_id = fields.Id(required=True)


class InitiativeStateChanged(Event):
    aggregate = "initiative_id"
    initiative_id = fields.Id(required=True)
    state = fields.Choice(INITIATIVE_STATES, required=True)


initiatives = networks.query("initiatives", InitiativesFilter, paged(InitiativeSummary, "Initiatives"), who=[SIGNED_IN])
initiative = networks.query("initiative", OneInitiative, Initiative, who=[SIGNED_IN])
start_initiative = networks.command("start_initiative", StartInitiative, Created, who=[SIGNED_IN])
change_initiative = networks.command("change_initiative", ChangeInitiative, who=[SIGNED_IN])
set_initiative_state = networks.command("set_initiative_state", SetInitiativeState, who=[SIGNED_IN])
join_initiative = networks.command("join_initiative", OneInitiative, who=[SIGNED_IN])
leave_initiative = networks.command("leave_initiative", OneInitiative, who=[SIGNED_IN])
add_step = networks.command("add_step", StepFields, Created, who=[SIGNED_IN])
change_step = networks.command("change_step", ChangeStep, who=[SIGNED_IN])
finish_step = networks.command("finish_step", FinishStep, who=[SIGNED_IN])
remove_step = networks.command("remove_step", OneStep, who=[SIGNED_IN])
add_need = networks.command("add_need", AddNeed, Created, who=[SIGNED_IN])
settle_need = networks.command("settle_need", SettleNeed, who=[SIGNED_IN])
remove_need = networks.command("remove_need", OneNeed, who=[SIGNED_IN])
offer_help = networks.command("offer_help", OfferHelp, Created, who=[SIGNED_IN])
withdraw_offer = networks.command("withdraw_offer", OneOffer, who=[SIGNED_IN])
write_note = networks.command("write_note", WriteNote, Created, who=[SIGNED_IN])
remove_note = networks.command("remove_note", OneNote, who=[SIGNED_IN])
