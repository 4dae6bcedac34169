"""The signal table: what was seen in the areas, how it is judged, what was decided. Never about a person."""

from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, TextAreaField

from services.gateway import areas, conflicts, formats, listed_signals
from services.gateway.clients import bus
from services.gateway.forms import DateField, Form, key
from services.gateway.signal_labels import KINDS_OF_STATE
from services.gateway.visitor import require
from shared import clock
from shared.contracts import municipalities as contract
from shared.errors import Refusal

pages = Blueprint("signals", __name__)


class NoPartInProgramme(Refusal):
    """As the service refuses who sends such a form."""

    code = "no_part_in_programme"
    status = 403


class SignalForm(Form):
    call = contract.add_signal
    programme_id = SelectField(_l("For which programme?"), validate_choice=False)
    area_id = SelectField(_l("In which area?"), validate_choice=False)
    kind = SelectField(_l("What kind of signal is it?"), validate_choice=False)
    observed_on = DateField(_l("When was it seen?"))
    observation = TextAreaField(
        _l("What did you see or hear?"), description=_l("As a camera would have seen it. Groups and places, no names.")
    )
    interpretation = TextAreaField(_l("What do you think that it means?"), description=_l("Apart from what you saw."))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.area_id.choices = [("", _("Choose an area")), *areas.names().items()]
        self.kind.choices = formats.choices("signal_kinds", blank=_("Choose a kind"))


class ChangeForm(SignalForm):
    call = contract.change_signal
    programme_id = None
    version = HiddenField()


class JudgeForm(Form):
    call = contract.judge_signal
    version = HiddenField()
    judgement = TextAreaField(
        _l("How do you judge it?"),
        description=_l("What does it mean, how much does it weigh, and what do you not know yet?"),
    )


class DecideForm(Form):
    call = contract.decide_signal
    version = HiddenField()
    decision = TextAreaField(
        _l("What is decided?"), description=_l("Doing nothing is a decision too. Say by which function it is done.")
    )
    decided_on = DateField(_l("On which day?"))


@pages.get("/signals")
def index() -> ResponseReturnValue:
    wanted = listed_signals.wanted(request.args)
    found, programmes = bus().ask_together(
        (contract.signals, {**wanted, "page": request.args.get("page", 1)}),
        (contract.signal_programmes, {}),
    )
    return render_template(
        "signals/index.html",
        signals=found["items"],
        page=found["page"],
        pages=found["pages"],
        total=found["total"],
        wanted=wanted,
        programmes=_named(programmes["programmes"]),
        areas=areas.names(),
        kinds=formats.choices("signal_kinds"),
        states=list(formats.LABELS["signal_state"].items()),
        kinds_of_state=KINDS_OF_STATE,
    )


@pages.route("/signals/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    require(contract.add_signal)
    form = SignalForm(data={"observed_on": _today(), "programme_id": request.args.get("programme_id")})
    form.programme_id.choices = list(_named(bus().ask(contract.signal_programmes)["programmes"]).items())
    if form.sent and (added := form.send()):
        flash(_("The signal has been added."), "success")
        return _back(added["id"])
    return render_template("signals/edit.html", form=form, signal=None, conflict=None), form.status


@pages.get("/signals/<uuid:signal_id>")
def show(signal_id: UUID) -> ResponseReturnValue:
    signal, programmes = bus().ask_together(
        (contract.signal, {"signal_id": signal_id}), (contract.signal_programmes, {})
    )
    return render_template(
        "signals/show.html",
        signal=signal,
        programme=_named(programmes["programmes"]).get(str(signal["programme_id"])),
        area=areas.name_of(signal["area_id"]),
        author=bus().names([signal["author_id"]])[signal["author_id"]] if signal["yours"] else None,
        kinds_of_state=KINDS_OF_STATE,
    )


@pages.route("/signals/<uuid:signal_id>/edit", methods=["GET", "POST"])
def edit(signal_id: UUID) -> ResponseReturnValue:
    signal = _signal(signal_id, "yours", "mine")
    form = ChangeForm(data={**signal, "area_id": str(signal["area_id"])})
    if form.sent and form.send(signal_id=signal_id) is not None:
        flash(_("The signal has been changed."), "success")
        return _back(signal_id)
    conflict = conflicts.taken_over(form, signal)
    return render_template("signals/edit.html", form=form, signal=signal, conflict=conflict), form.status


@pages.route("/signals/<uuid:signal_id>/judgement", methods=["GET", "POST"])
def judge(signal_id: UUID) -> ResponseReturnValue:
    require(contract.judge_signal)
    signal = _signal(signal_id, "yours")
    form = JudgeForm(data=signal)
    if form.sent and form.send(signal_id=signal_id) is not None:
        flash(_("The judgement stands with the signal. Decide what is done."), "success")
        return _back(signal_id)
    conflict = conflicts.taken_over(form, signal)
    return render_template("signals/judge.html", form=form, signal=signal, conflict=conflict), form.status


@pages.route("/signals/<uuid:signal_id>/decision", methods=["GET", "POST"])
def decide(signal_id: UUID) -> ResponseReturnValue:
    require(contract.decide_signal)
    signal = _signal(signal_id, "yours")
    form = DecideForm(data={**signal, "decided_on": signal["decided_on"] or _today()})
    if form.sent and form.send(signal_id=signal_id) is not None:
        flash(_("The decision stands with the signal."), "success")
        return _back(signal_id)
    conflict = conflicts.taken_over(form, signal)
    return render_template("signals/decide.html", form=form, signal=signal, conflict=conflict), form.status


@pages.post("/signals/<uuid:signal_id>/confirmation")
def confirm(signal_id: UUID) -> ResponseReturnValue:
    bus().order(contract.confirm_signal, key(), signal_id=signal_id)
    flash(_("Confirmed. The signal stands for another 90 days."), "success")
    return _back(signal_id)


@pages.post("/signals/<uuid:signal_id>/removal")
def remove(signal_id: UUID) -> ResponseReturnValue:
    bus().order(contract.remove_signal, key(), signal_id=signal_id)
    flash(_("The signal has been removed."), "success")
    return redirect(url_for("signals.index"))


def _signal(signal_id: UUID, *either: str) -> dict[str, Any]:
    """Before somebody fills in a form for nothing: `yours` for coordinators, `mine` for who saw it."""
    signal = bus().ask(contract.signal, signal_id=signal_id)
    if not any(signal[each] for each in either):
        raise NoPartInProgramme()
    return signal


def _named(programmes: list[dict[str, Any]]) -> dict[str, str]:
    """Id as text -> name."""
    return {str(each["id"]): each["name"] or _("Programme without a name yet") for each in programmes}


def _today() -> Any:
    return clock.today(current_app.config["CITY"].time_zone)


def _back(signal_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("signals.show", signal_id=signal_id))
