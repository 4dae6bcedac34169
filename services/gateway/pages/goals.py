"""What a programme contributes to, and for how many people: its goals and its counts of beneficiaries."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField

from services.gateway import formats
from services.gateway.clients import bus
from services.gateway.forms import ChoicesField, DateField, Form, key
from services.gateway.visitor import current, require
from shared.contracts import municipalities as contract

pages = Blueprint("goals", __name__)


class GoalsForm(Form):
    call = contract.save_programme
    version = HiddenField()
    sdgs = ChoicesField(
        _l("Which goals of the United Nations does the programme contribute to?"),
        description=_l("Reports name them. Choose few: those that somebody would recognise in the programme."),
    )


class BeneficiariesForm(Form):
    call = contract.add_beneficiaries
    beneficiary = RadioField(_l("Who?"), validate_choice=False)
    people = StringField(_l("How many people?"), description=_l("A count, no names. An honest estimate is fine."))
    starts_on = DateField(_l("From"))
    ends_on = DateField(_l("Up to and including"))


@pages.route("/programmes/<uuid:programme_id>/goals", methods=["GET", "POST"])
def show(programme_id: UUID) -> ResponseReturnValue:
    programme, counted = bus().ask_together(
        (contract.programme, {"programme_id": programme_id}),
        (contract.beneficiaries, {"programme_id": programme_id}),
    )
    form = GoalsForm(data={"sdgs": programme["sdgs"], "version": programme["version"]})
    form.sdgs.choices = [(code, f"{code}. {label}") for code, label in formats.choices("sdgs")]
    if form.sent and form.send(programme_id=programme_id) is not None:
        flash(_("The goals have been saved."), "success")
        return redirect(url_for("goals.show", programme_id=programme_id))
    page = render_template(
        "goals/show.html",
        form=form,
        programme=programme,
        counts=counted["counts"],
        own=current().person_id in programme["coordinator_ids"],
    )
    return page, form.status


@pages.route("/programmes/<uuid:programme_id>/beneficiaries/new", methods=["GET", "POST"])
def new(programme_id: UUID) -> ResponseReturnValue:
    require(contract.add_beneficiaries)
    programme: dict[str, Any] = bus().ask(contract.programme, programme_id=programme_id)
    form = BeneficiariesForm()
    form.beneficiary.choices = formats.choices("beneficiaries")
    if form.sent and form.send(programme_id=programme_id) is not None:
        flash(_("The count has been added."), "success")
        return redirect(url_for("goals.show", programme_id=programme_id))
    return render_template("goals/new.html", form=form, programme=programme), form.status


@pages.post("/programmes/<uuid:programme_id>/beneficiaries/remove")
def remove(programme_id: UUID) -> ResponseReturnValue:
    bus().order(
        contract.remove_beneficiaries, key(), programme_id=programme_id, count_id=request.form.get("count_id", "")
    )
    flash(_("The count has been removed."), "success")
    return redirect(url_for("goals.show", programme_id=programme_id))
