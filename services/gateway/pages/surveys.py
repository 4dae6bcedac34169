"""Surveys as coordinators and trainers see them: which there are, and their results."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.gateway import outcomes
from services.gateway.clients import bus
from services.gateway.forms import key
from services.gateway.paging import page_of
from services.gateway.visitor import current
from shared.access import COORDINATOR
from shared.contracts import feedback as contract
from shared.contracts import municipalities, trainings
from shared.contracts.base import Call
from shared.errors import Forbidden, Refusal

pages = Blueprint("surveys", __name__)

PER_PAGE = 25
MOST_PLANNED = 25  # that are shown; the file has them all
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
    """All waves of a group: what was asked, what is asked, and when it is asked again."""
    found = bus().ask(contract.surveys, group_id=group_id)
    group = (_if_allowed if _anything(found) else bus().ask)(trainings.group, group_id=group_id)
    names = {group_id: group["name"]} if group else {}
    return _show(found, names, group=group, export={"group_id": group_id})


def _list(programme_id: UUID | None = None) -> ResponseReturnValue:
    found = bus().ask(contract.surveys, programme_id=programme_id)
    programme = _if_allowed(municipalities.programme, programme_id=programme_id) if programme_id else None
    # Names of groups that are not for the visitor are left out; who has no part in anything here is refused.
    ask = _if_allowed if _anything(found) or programme else bus().ask
    groups = ask(trainings.groups, programme_id=programme_id, per_page=MOST_GROUPS) or {"items": []}
    names = {group["id"]: group["name"] for group in groups["items"]}
    return _show(found, names, programme=programme, export={"programme_id": programme_id} if programme else {})


def _anything(found: dict[str, Any]) -> bool:
    return bool(found["surveys"] or found["planned"])


def _show(found: dict[str, Any], group_names: dict[UUID, str], **about: Any) -> ResponseReturnValue:
    page = page_of(found["surveys"], PER_PAGE)
    return render_template(
        "surveys/list.html",
        page=page,
        surveys=page.items,
        planned=found["planned"][:MOST_PLANNED],
        more=len(found["planned"]) > MOST_PLANNED,
        group_names=group_names,
        **about,
        results=_results(found["surveys"], **about),
    )


def _results(
    surveys: list[dict[str, Any]],
    programme: dict[str, Any] | None = None,
    group: dict[str, Any] | None = None,
    **_export: Any,
) -> dict[str, str] | None:
    """Where the visitor finds what all these surveys show together."""
    if group:
        href = url_for("results.of_group", group_id=group["id"])
        return {"label": _("Results of the group"), "href": href} if surveys else None
    if programme:
        href = url_for("results.of_programme", programme_id=programme["id"])
        return {"label": _("Results of the programme"), "href": href} if _coordinates(programme) else None
    if current().has(COORDINATOR):
        return {"label": _("Results of the whole city"), "href": url_for("results.of_city")}
    return None


@pages.get("/surveys/<uuid:survey_id>")
def results(survey_id: UUID) -> ResponseReturnValue:
    found = bus().ask(contract.results, survey_id=survey_id)
    programme = _programme_of(found["survey"])
    return render_template(
        "surveys/results.html",
        survey=found["survey"],
        state=found["state"],
        group_name=_group_name(found["survey"]),
        programme=programme,
        may_close=_coordinates(programme),
        scales=outcomes.of_survey(found),
        comments_state=found["comments_state"],
        comments=_by_question(found),
    )


def _by_question(found: dict[str, Any]) -> list[tuple[dict[str, Any], list[str]]]:
    said = [
        (question, [each["text"] for each in found["comments"] if each["question"] == question["code"]])
        for question in found["questions"]
    ]
    return [(question, texts) for question, texts in said if texts]


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
