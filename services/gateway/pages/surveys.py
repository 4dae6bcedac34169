"""Surveys as coordinators and trainers see them: which there are, and their results."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.gateway.clients import bus
from services.gateway.forms import key
from services.gateway.paging import page_of
from services.gateway.visitor import current
from shared.contracts import feedback as contract
from shared.contracts import municipalities, trainings
from shared.contracts.base import Call
from shared.errors import Forbidden, Refusal

pages = Blueprint("surveys", __name__)

PER_PAGE = 25
MOST_GROUPS = 200  # that one answer may hold


@pages.get("/surveys")
def index() -> ResponseReturnValue:
    """Everything that the visitor may read, such as a trainer's own groups."""
    return _list()


@pages.get("/programmes/<uuid:programme_id>/surveys")
def of_programme(programme_id: UUID) -> ResponseReturnValue:
    return _list(programme_id)


@pages.get("/groups/<uuid:group_id>/survey")
def of_group(group_id: UUID) -> ResponseReturnValue:
    """The results of a group's survey, once it has one."""
    found = bus().ask(contract.surveys, group_id=group_id)["surveys"]
    if found:
        return redirect(url_for("surveys.results", survey_id=found[0]["id"]))
    return render_template("surveys/none.html", group=bus().ask(trainings.group, group_id=group_id))


def _list(programme_id: UUID | None = None) -> ResponseReturnValue:
    surveys = bus().ask(contract.surveys, programme_id=programme_id)["surveys"]
    programme = _if_allowed(municipalities.programme, programme_id=programme_id) if programme_id else None
    # Names of groups that are not for the visitor are left out; who has no part in anything here is refused.
    ask = _if_allowed if surveys or programme else bus().ask
    groups = ask(trainings.groups, programme_id=programme_id, per_page=MOST_GROUPS) or {"items": []}
    page = page_of(surveys, PER_PAGE)
    return render_template(
        "surveys/list.html",
        page=page,
        surveys=page.items,
        group_names={group["id"]: group["name"] for group in groups["items"]},
        programme=programme,
    )


@pages.get("/surveys/<uuid:survey_id>")
def results(survey_id: UUID) -> ResponseReturnValue:
    found = bus().ask(contract.results, survey_id=survey_id)
    programme = _programme_of(found["survey"])
    shown = found["results"]
    return render_template(
        "surveys/results.html",
        survey=found["survey"],
        state=found["state"],
        group_name=_group_name(found["survey"]),
        programme=programme,
        may_close=_coordinates(programme),
        scales=[result for result in shown if result["question"]["kind"] == "scale"],
        recommendation=next((each for each in shown if each["net_promoter_score"] is not None), None),
        others=[result for result in shown if result["question"]["kind"] != "scale"],
    )


@pages.route("/surveys/<uuid:survey_id>/close", methods=["GET", "POST"])
def close(survey_id: UUID) -> ResponseReturnValue:
    if request.method == "POST":
        _close(survey_id)
        return redirect(url_for("surveys.results", survey_id=survey_id))
    found = bus().ask(contract.results, survey_id=survey_id)
    if not _coordinates(_programme_of(found["survey"])):
        raise Forbidden()
    if found["survey"]["state"] == "closed":
        return redirect(url_for("surveys.results", survey_id=survey_id))
    return render_template("surveys/close.html", survey=found["survey"], group_name=_group_name(found["survey"]))


def _close(survey_id: UUID) -> None:
    try:
        bus().order(contract.close_survey, key(), survey_id=survey_id)
    except Refusal as refusal:
        if refusal.code != "survey_closed":
            raise
        flash(_("The survey had been closed already."), "notice")
    else:
        flash(_("The survey has been closed."), "success")


def _group_name(survey: dict[str, Any]) -> str | None:
    group = _if_allowed(trainings.group, group_id=survey["group_id"])
    return group["name"] if group else None


def _programme_of(survey: dict[str, Any]) -> dict[str, Any] | None:
    return _if_allowed(municipalities.programme, programme_id=survey["programme_id"])


def _coordinates(programme: dict[str, Any] | None) -> bool:
    return programme is not None and current().person_id in programme["coordinator_ids"]


def _if_allowed(call: Call, **data: Any) -> dict[str, Any] | None:
    """What another service adds to the page, or nothing when it is not for this visitor."""
    try:
        return bus().ask(call, **data)
    except Refusal as refusal:
        if refusal.status not in (403, 404):
            raise
        return None
