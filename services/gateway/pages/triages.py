"""Conflict or polarisation? Six questions, an outcome with its reasons, and a way to see it otherwise."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField, TextAreaField

from services.gateway import conflicts, formats
from services.gateway.clients import bus
from services.gateway.forms import Form, key
from services.gateway.signal_labels import KINDS_OF_OUTCOME
from services.gateway.visitor import require
from shared.contracts import municipalities as contract

pages = Blueprint("triages", __name__)


def _question(code: str) -> RadioField:
    return RadioField(
        formats.LABELS["triage_question"][code],
        choices=list(formats.LABELS["triage_answer"].items()),
        validate_choice=False,
    )


class TriageForm(Form):
    call = contract.start_triage
    title = StringField(_l("What is it about?"), description=_l("In a few words, and never whom: Parking and play."))
    owners = _question("owners")
    time_and_place = _question("time_and_place")
    willing = _question("willing")
    about_groups = _question("about_groups")
    taking_sides = _question("taking_sides")
    safety = _question("safety")


class AnewForm(TriageForm):
    call = contract.answer_triage_anew
    why = TextAreaField(_l("Why do you see it otherwise now?"))
    version = HiddenField()


@pages.get("/programmes/<uuid:programme_id>/triages")
def index(programme_id: UUID) -> ResponseReturnValue:
    of_programme = {"programme_id": programme_id}
    require(contract.triages)
    found, programme = bus().ask_together((contract.triages, of_programme), (contract.programme, of_programme))
    return render_template(
        "triages/index.html", triages=found["triages"], programme=programme, kinds_of_outcome=KINDS_OF_OUTCOME
    )


@pages.route("/programmes/<uuid:programme_id>/triages/new", methods=["GET", "POST"])
def new(programme_id: UUID) -> ResponseReturnValue:
    require(contract.start_triage)
    programme = bus().ask(contract.programme, programme_id=programme_id)
    form = TriageForm()
    if form.sent and (started := form.send(programme_id=programme_id)):
        return _back(started["id"])
    return render_template("triages/edit.html", form=form, programme=programme, triage=None, conflict=None), form.status


@pages.get("/triages/<uuid:triage_id>")
def show(triage_id: UUID) -> ResponseReturnValue:
    return render_template("triages/show.html", triage=_triage(triage_id), kinds_of_outcome=KINDS_OF_OUTCOME)


@pages.route("/triages/<uuid:triage_id>/edit", methods=["GET", "POST"])
def edit(triage_id: UUID) -> ResponseReturnValue:
    triage = _triage(triage_id)
    theirs = {**triage["answers"], "title": triage["title"], "version": triage["version"]}
    form = AnewForm(data=theirs)
    if form.sent and form.send(triage_id=triage_id) is not None:
        return _back(triage_id)
    conflict = conflicts.taken_over(form, theirs)
    page = render_template("triages/edit.html", form=form, programme=None, triage=triage, conflict=conflict)
    return page, form.status


@pages.post("/triages/<uuid:triage_id>/removal")
def remove(triage_id: UUID) -> ResponseReturnValue:
    programme_id = _triage(triage_id)["programme_id"]
    bus().order(contract.remove_triage, key(), triage_id=triage_id)
    flash(_("It has been removed, with all that was answered."), "success")
    return redirect(url_for("triages.index", programme_id=programme_id))


def _triage(triage_id: UUID) -> dict[str, Any]:
    return bus().ask(contract.triage, triage_id=triage_id)


def _back(triage_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("triages.show", triage_id=triage_id))
