"""Signals: what was seen in an area, apart from what it may mean; never about a person. Picture, judgement, decision.

Coordinators, trainers and experts of a programme read and add; its coordinators judge and decide.
"""

from shared.access import COORDINATOR, EXPERT, TRAINER
from shared.contracts import fields
from shared.contracts.base import Created, Nothing, Schema, paged
from shared.contracts.municipalities.base import municipalities
from shared.taxonomies import codes

SIGNAL_STATES = ("new", "judged", "decided", "expired")
_WHO = [COORDINATOR, TRAINER, EXPERT]


def _kinds() -> tuple[str, ...]:
    return codes("signal_kinds")


class SignalFields(Schema):
    """`observation`: what was seen or heard; `interpretation`: what who saw it thinks that it means."""

    area_id = fields.Id(required=True)
    kind = fields.Choice(_kinds, required=True)
    observed_on = fields.Date(required=True)
    observation = fields.Text(max=2_000, required=True)
    interpretation = fields.Text(max=2_000, load_default=None, allow_none=True)


class AddSignal(SignalFields):
    programme_id = fields.Id(required=True)


class OneSignal(Schema):
    signal_id = fields.Id(required=True)


class ChangeSignal(SignalFields):
    signal_id = fields.Id(required=True)
    version = fields.Number(required=True)


class JudgeSignal(OneSignal):
    judgement = fields.Text(max=2_000, required=True)
    version = fields.Number(required=True)


class DecideSignal(OneSignal):
    decision = fields.Text(max=2_000, required=True)
    decided_on = fields.Date(required=True)
    version = fields.Number(required=True)


class SignalsFilter(Schema):
    """Without a `state`: all that stand. What has expired is in the archive, and listed by that state alone."""

    programme_id = fields.Id(load_default=None, allow_none=True)
    area_id = fields.Id(load_default=None, allow_none=True)
    kind = fields.Choice(_kinds, load_default=None, allow_none=True)
    state = fields.Choice(SIGNAL_STATES, load_default=None, allow_none=True)
    page = fields.Number(min=1, load_default=1)
    per_page = fields.Number(min=1, max=200, load_default=20)


class SignalSummary(Schema):
    id = fields.Id()
    programme_id = fields.Id()
    area_id = fields.Id()
    kind = fields.Choice(_kinds)
    observed_on = fields.Date()
    observation = fields.Text(max=2_000)
    state = fields.Choice(SIGNAL_STATES)
    expires_on = fields.Date()


class Signal(SignalSummary):
    """`author_id`: who saw it, told to coordinators alone. `yours`: the asker coordinates the programme.

    `mine`: the asker saw it. `looks_like_names`: parts of its texts that somebody should see again.
    """

    interpretation = fields.Text(max=2_000, allow_none=True)
    judgement = fields.Text(max=2_000, allow_none=True)
    judged_on = fields.Date(allow_none=True)
    decision = fields.Text(max=2_000, allow_none=True)
    decided_on = fields.Date(allow_none=True)
    confirmed_on = fields.Date(allow_none=True)
    author_id = fields.Id(allow_none=True)
    version = fields.Number()
    yours = fields.YesNo()
    mine = fields.YesNo()
    looks_like_names = fields.Many(fields.Text())


class SignalProgramme(Schema):
    id = fields.Id()
    name = fields.Text(allow_none=True)
    yours = fields.YesNo()


class SignalProgrammes(Schema):
    programmes = fields.Many(fields.Part(SignalProgramme), max=1_000)


signals = municipalities.query("signals", SignalsFilter, paged(SignalSummary, "Signals"), who=_WHO)
signal = municipalities.query("signal", OneSignal, Signal, who=_WHO)
signal_programmes = municipalities.query("signal_programmes", Nothing, SignalProgrammes, who=_WHO)
add_signal = municipalities.command("add_signal", AddSignal, Created, who=_WHO)
change_signal = municipalities.command("change_signal", ChangeSignal, who=_WHO)
confirm_signal = municipalities.command("confirm_signal", OneSignal, who=_WHO)
remove_signal = municipalities.command("remove_signal", OneSignal, who=_WHO)
judge_signal = municipalities.command("judge_signal", JudgeSignal, who=[COORDINATOR])
decide_signal = municipalities.command("decide_signal", DecideSignal, who=[COORDINATOR])
