"""Incidents of a programme: the protocol that was agreed on beforehand, and the list by which it is followed."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField, TextAreaField

from services.gateway import conflicts, formats
from services.gateway.clients import bus
from services.gateway.forms import Form, key
from services.gateway.visitor import require
from shared import clock
from shared.contracts import municipalities as contract
from shared.errors import NotFound

pages = Blueprint("incidents", __name__)

PROTOCOL = "/programmes/<uuid:programme_id>/incident-protocol"
STEP = f"{PROTOCOL}/<uuid:step_id>"


class IncidentForm(Form):
    call = contract.open_incident
    title = StringField(
        _l("What happened?"), description=_l("In a few words, without names: Stones thrown at a shop window.")
    )


class StepForm(Form):
    call = contract.add_protocol_step
    who = StringField(_l("Who does it?"), description=_l("A function, not a person."))
    what = TextAreaField(_l("What do they do?"))
    minutes = StringField(_l("Within how many minutes?"), description=_l("60 is an hour, 1440 is a day."))


class ChangeStepForm(StepForm):
    call = contract.change_protocol_step
    version = HiddenField()


class CloseForm(Form):
    call = contract.close_incident
    lesson = TextAreaField(
        _l("What did you learn?"), description=_l("For the next time, and for others. Without names.")
    )


@pages.route("/programmes/<uuid:programme_id>/incidents", methods=["GET", "POST"])
def index(programme_id: UUID) -> ResponseReturnValue:
    """What is posted here is an incident."""
    require(contract.incidents)
    form = IncidentForm()
    if form.sent and (opened := form.send(programme_id=programme_id)):
        flash(_("The incident is open, and its time runs."), "success")
        return _to_incident(opened["id"])
    of_programme = {"programme_id": programme_id}
    found, protocol, programme = bus().ask_together(
        (contract.incidents, of_programme),
        (contract.incident_protocol, of_programme),
        (contract.programme, of_programme),
    )
    page = render_template(
        "incidents/index.html",
        incidents=found["incidents"],
        steps=protocol["steps"],
        programme=programme,
        form=form,
    )
    return page, form.status


@pages.route(PROTOCOL, methods=["GET", "POST"])
def protocol(programme_id: UUID) -> ResponseReturnValue:
    """What is posted here is one more step."""
    require(contract.incident_protocol)
    form = StepForm()
    if form.sent and form.send(programme_id=programme_id):
        flash(_("The step has been added."), "success")
        return _to_protocol(programme_id)
    of_programme = {"programme_id": programme_id}
    found, programme = bus().ask_together(
        (contract.incident_protocol, of_programme), (contract.programme, of_programme)
    )
    page = render_template("incidents/protocol.html", protocol=found, programme=programme, form=form)
    return page, form.status


@pages.post(f"{PROTOCOL}/beginning")
def begin(programme_id: UUID) -> ResponseReturnValue:
    bus().order(contract.begin_protocol, key(), programme_id=programme_id, language=formats.language())
    flash(_("Here is a protocol to begin with. Make it your own."), "success")
    return _to_protocol(programme_id)


@pages.route(STEP, methods=["GET", "POST"])
def step(programme_id: UUID, step_id: UUID) -> ResponseReturnValue:
    found = bus().ask(contract.incident_protocol, programme_id=programme_id)
    known = next((each for each in found["steps"] if each["id"] == step_id), None)
    if known is None:
        raise NotFound()
    form = ChangeStepForm(data=known)
    if form.sent and form.send(programme_id=programme_id, step_id=step_id) is not None:
        flash(_("The step has been changed."), "success")
        return _to_protocol(programme_id)
    conflict = conflicts.taken_over(form, known)
    page = render_template("incidents/step.html", form=form, step=known, programme_id=programme_id, conflict=conflict)
    return page, form.status


@pages.post(f"{STEP}/removal")
def remove_step(programme_id: UUID, step_id: UUID) -> ResponseReturnValue:
    bus().order(contract.remove_protocol_step, key(), programme_id=programme_id, step_id=step_id)
    flash(_("The step has been removed."), "success")
    return _to_protocol(programme_id)


@pages.get("/incidents/<uuid:incident_id>")
def show(incident_id: UUID) -> ResponseReturnValue:
    return render_template("incidents/show.html", incident=_incident(incident_id), now=clock.now())


@pages.post("/incidents/<uuid:incident_id>/steps/<uuid:step_id>")
def settle(incident_id: UUID, step_id: UUID) -> ResponseReturnValue:
    done = request.form.get("done", "yes")
    bus().order(contract.settle_incident_step, key(), incident_id=incident_id, step_id=step_id, done=done)
    return _to_incident(incident_id)


@pages.route("/incidents/<uuid:incident_id>/closing", methods=["GET", "POST"])
def close(incident_id: UUID) -> ResponseReturnValue:
    incident = _incident(incident_id)
    form = CloseForm()
    if form.sent and form.send(incident_id=incident_id) is not None:
        flash(_("The incident has been closed. Its lesson stays with it."), "success")
        return _to_incident(incident_id)
    return render_template("incidents/close.html", form=form, incident=incident), form.status


def _incident(incident_id: UUID) -> dict[str, Any]:
    return bus().ask(contract.incident, incident_id=incident_id)


def _to_incident(incident_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("incidents.show", incident_id=incident_id))


def _to_protocol(programme_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("incidents.protocol", programme_id=programme_id))
