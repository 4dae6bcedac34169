"""Planning an introduction and inviting people to it. What follows is a session like any other: sessions.py."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.gateway import clashes, formats, inviting, plans, setup
from services.gateway.clients import bus
from services.gateway.forms import key
from services.gateway.visitor import require
from shared.contracts import identity, municipalities
from shared.contracts import trainings as contract

pages = Blueprint("introductions", __name__)

PER_PAGE = 50
FILTERS = ("q", "organisation_id", "sector", "level")


@pages.route("/programmes/<uuid:programme_id>/introductions/new", methods=["GET", "POST"])
def new(programme_id: UUID) -> ResponseReturnValue:
    require(contract.plan_introduction)
    programme = bus().ask(municipalities.programme, programme_id=programme_id)
    return plans.plan(
        plans.new(plans.IntroductionForm, "introduction"),
        title=_("Plan an introduction"),
        caption=programme["name"],
        back=f"/programmes/{programme_id}",
        warn=clashes.warnings,
        programme_id=programme_id,
    )


@pages.get("/sessions/<uuid:session_id>/invite")
def choose_people(session_id: UUID) -> ResponseReturnValue:
    return _choose_people(session_id)


def _choose_people(session_id: UUID, problem: str | None = None) -> ResponseReturnValue:
    filters = _filters(request.values)
    session, organisations, people = bus().ask_together(
        (contract.session, {"session_id": session_id}),
        (identity.organisations, {"counted": False}),
        (identity.people, {**filters, "page": request.values.get("page", 1), "per_page": PER_PAGE}),
    )
    options = [(each["id"], each["name"]) for each in organisations["organisations"]]
    page = render_template(
        "introductions/invite.html",
        session=session,
        organisations=[("", _("All organisations")), *options],
        sectors=formats.choices("sectors", _("All sectors")),
        levels=formats.choices("levels", _("All levels")),
        people=people["items"],
        page=people,
        invited={line["person_id"] for line in session["record"]["attendance"]},
        filters=filters,
        carried={name: value for name, value in filters.items() if value},
        then=setup.THEN if setup.is_under_way() else None,
        chosen=request.form.getlist("person_ids"),
        most=contract.MOST_INVITED,
        problem=problem,
    )
    return page, 422 if problem else 200


@pages.post("/sessions/<uuid:session_id>/invite")
def invite(session_id: UUID) -> ResponseReturnValue:
    everybody = "everybody" in request.form
    chosen = inviting.everybody(_filters(request.form)) if everybody else request.form.getlist("person_ids")
    if not chosen:
        return _choose_people(session_id, _("Choose at least one person."))
    done = bus().order(contract.invite_people, key(), session_id=session_id, person_ids=chosen)
    flash(inviting.what_was_done(done), "success")
    return redirect(url_for("setup.show") if setup.is_under_way() else url_for("sessions.show", session_id=session_id))


def _filters(given: Any) -> dict[str, str | None]:
    return {name: given.get(name) or None for name in FILTERS}
