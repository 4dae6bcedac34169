from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.gateway.clients import bus
from services.gateway.forms import key
from services.gateway.visitor import current
from shared.access import COORDINATOR
from shared.contracts import feedback as contract
from shared.contracts import trainings

pages = Blueprint("surveys", __name__)


@pages.get("/programmes/<uuid:programme_id>/surveys")
def surveys(programme_id: UUID) -> ResponseReturnValue:
    listed, groups = bus().ask_together(
        (contract.surveys, {"programme_id": programme_id}),
        (trainings.groups, {"programme_id": programme_id, "per_page": 200}),
    )
    names = {group["id"]: group["name"] for group in groups["items"]}
    return render_template("surveys/list.html", surveys=listed["surveys"], group_names=names, programme_id=programme_id)


@pages.get("/surveys/<uuid:survey_id>")
def results(survey_id: UUID) -> ResponseReturnValue:
    found = bus().ask(contract.results, survey_id=survey_id)
    group = bus().ask(trainings.group, group_id=found["survey"]["group_id"])
    return render_template("surveys/results.html", **found, group=group, may_close=current().has(COORDINATOR))


@pages.get("/surveys/<uuid:survey_id>/close")
def confirm_close(survey_id: UUID) -> ResponseReturnValue:
    found = bus().ask(contract.results, survey_id=survey_id)
    group = bus().ask(trainings.group, group_id=found["survey"]["group_id"])
    return render_template("surveys/close.html", survey=found["survey"], group=group)


@pages.post("/surveys/<uuid:survey_id>/close")
def close(survey_id: UUID) -> ResponseReturnValue:
    bus().order(contract.close_survey, key(), survey_id=survey_id)
    flash(_("The survey has been closed."), "success")
    return redirect(url_for("surveys.results", survey_id=survey_id))
