"""What an initiative consists of: its steps, and what it needs with what is offered."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, TextAreaField

from services.gateway import formats, initiatives, memberships
from services.gateway.clients import bus
from services.gateway.forms import DateField, Form, key
from shared.contracts import networks as contract
from shared.contracts.base import Call
from shared.errors import NotFound

pages = Blueprint("initiative_parts", __name__)
memberships.tell_strangers(pages)

ADDRESS = "/network/initiatives/<uuid:initiative_id>"
STEP = f"{ADDRESS}/steps/<uuid:step_id>"
NEED = f"{ADDRESS}/needs/<uuid:need_id>"


class StepForm(Form):
    call = contract.add_step
    text = StringField(_l("What is to be done?"))
    owner_id = SelectField(_l("Who does it?"), validate_choice=False)
    due_on = DateField(_l("By when?"))

    def __init__(self, initiative: dict[str, Any], *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        people = bus().names(initiative["person_ids"]).in_order(initiative["person_ids"])
        self.owner_id.choices = [("", _("Nobody yet")), *((str(each["id"]), each["name"]) for each in people)]


class ChangeStepForm(StepForm):
    call = contract.change_step


class NeedForm(Form):
    call = contract.add_need
    kind = RadioField(_l("What is needed?"), validate_choice=False)
    text = StringField(_l("Which one, how much, when?"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.kind.choices = formats.choices("initiative_needs")


class OfferForm(Form):
    call = contract.offer_help
    text = TextAreaField(_l("What can you offer?"))


@pages.route(f"{ADDRESS}/steps/new", methods=["GET", "POST"])
def new_step(initiative_id: UUID) -> ResponseReturnValue:
    found = initiatives.own(initiative_id)
    form = StepForm(found)
    if form.sent and form.send(initiative_id=initiative_id) is not None:
        flash(_("The step has been added."), "success")
        return _back(initiative_id, "steps")
    return render_template("initiatives/step.html", form=form, initiative=found, step=None), form.status


@pages.route(STEP, methods=["GET", "POST"])
def change_step(initiative_id: UUID, step_id: UUID) -> ResponseReturnValue:
    found = initiatives.own(initiative_id)
    step = initiatives.part_of(found["steps"], step_id)
    if step is None:
        raise NotFound()
    form = ChangeStepForm(found, data=step | {"owner_id": str(step["owner_id"] or "")})
    if form.sent and form.send(initiative_id=initiative_id, step_id=step_id) is not None:
        flash(_("The step has been changed."), "success")
        return _back(initiative_id, "steps")
    return render_template("initiatives/step.html", form=form, initiative=found, step=step), form.status


@pages.post(f"{STEP}/doing")
def finish_step(initiative_id: UUID, step_id: UUID) -> ResponseReturnValue:
    done = request.form.get("done") != "no"
    said = _("Well done: the step is ready.") if done else _("The step is to be done again.")
    return _do(contract.finish_step, said, "steps", initiative_id=initiative_id, step_id=step_id, done=done)


@pages.post(f"{STEP}/removal")
def remove_step(initiative_id: UUID, step_id: UUID) -> ResponseReturnValue:
    said = _("The step has been removed.")
    return _do(contract.remove_step, said, "steps", initiative_id=initiative_id, step_id=step_id)


@pages.route(f"{ADDRESS}/needs/new", methods=["GET", "POST"])
def new_need(initiative_id: UUID) -> ResponseReturnValue:
    found = initiatives.own(initiative_id)
    form = NeedForm()
    if form.sent and form.send(initiative_id=initiative_id) is not None:
        flash(_("Everybody in the network can see now what you need."), "success")
        return _back(initiative_id, "needs")
    return render_template("initiatives/need.html", form=form, initiative=found), form.status


@pages.route(f"{NEED}/offers/new", methods=["GET", "POST"])
def offer(initiative_id: UUID, need_id: UUID) -> ResponseReturnValue:
    form = OfferForm()
    if form.sent and form.send(initiative_id=initiative_id, need_id=need_id) is not None:
        flash(_("Thank you. Your offer stands with what is needed."), "success")
        return _back(initiative_id, "needs")
    found = initiatives.found(initiative_id)
    need = initiatives.part_of(found["needs"], need_id)
    if need is None:
        raise NotFound()
    return render_template("initiatives/offer.html", form=form, initiative=found, need=need), form.status


@pages.post(f"{NEED}/settling")
def settle_need(initiative_id: UUID, need_id: UUID) -> ResponseReturnValue:
    met = request.form.get("met") != "no"
    said = _("Good: that is arranged.") if met else _("It is needed still.")
    return _do(contract.settle_need, said, "needs", initiative_id=initiative_id, need_id=need_id, met=met)


@pages.post(f"{NEED}/removal")
def remove_need(initiative_id: UUID, need_id: UUID) -> ResponseReturnValue:
    said = _("It has been removed.")
    return _do(contract.remove_need, said, "needs", initiative_id=initiative_id, need_id=need_id)


@pages.post(f"{NEED}/offers/<uuid:offer_id>/removal")
def withdraw_offer(initiative_id: UUID, need_id: UUID, offer_id: UUID) -> ResponseReturnValue:
    said = _("Your offer has been taken back.")
    which = {"initiative_id": initiative_id, "need_id": need_id, "offer_id": offer_id}
    return _do(contract.withdraw_offer, said, "needs", **which)


def _do(call: Call, said: str, part: str, **which: Any) -> ResponseReturnValue:
    bus().order(call, key(), **which)
    flash(said, "success")
    return _back(which["initiative_id"], part)


def _back(initiative_id: UUID, part: str) -> ResponseReturnValue:
    return redirect(url_for("initiatives.show", initiative_id=initiative_id, _anchor=part))
