"""The language and arrangements of a session, and who does what in it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.gateway import arrangements, groups, plans, reading
from services.gateway.clients import bus
from services.gateway.forms import Form
from services.gateway.visitor import require
from shared import clock
from shared.contracts import trainings as contract
from shared.contracts.base import load
from shared.errors import ChangedMeanwhile

pages = Blueprint("arrangements", __name__)


@pages.route("/sessions/<uuid:session_id>/arrangements", methods=["GET", "POST"])
def edit(session_id: UUID) -> ResponseReturnValue:
    arranged = bus().ask(contract.arrangements, session_id=session_id)
    form = arrangements.of(arranged)
    version = request.form.get("version", arranged["version"])
    is_over = arranged["ends_at"] <= clock.now()
    gone = dict.fromkeys(contract.ARRANGEMENTS) if is_over else {}
    if form.sent and form.send(session_id=session_id, version=version, **gone) is not None:
        flash(_("The arrangements have been saved."), "success")
        return redirect(url_for("sessions.show", session_id=session_id))
    theirs = _theirs(form)
    chapters = reading.offered()
    form.offer(reading.choices(chapters))
    page = render_template(
        "arrangements/edit.html",
        form=form,
        hints=reading.hints(chapters),
        session_id=session_id,
        name=plans.name_of(arranged),
        is_over=is_over,
        time_zones=arrangements.time_zones(),
        version=theirs["version"] if theirs else version,
        conflict=arrangements.differences(theirs, form) if theirs else None,
    )
    return page, form.status


@pages.route("/sessions/<uuid:session_id>/roles", methods=["GET", "POST"])
def roles(session_id: UUID) -> ResponseReturnValue:
    require(contract.set_session_roles)
    arranged = bus().ask(contract.arrangements, session_id=session_id)
    form = arrangements.roles_of(arranged)
    version = request.form.get("version", arranged["version"])
    if "add_row" in request.form:
        form.roles.append_entry()
    elif form.sent and form.send(session_id=session_id, version=version) is not None:
        flash(_("Who gives the session has been saved."), "success")
        return redirect(url_for("sessions.show", session_id=session_id))
    known = bus().ask(contract.trainers)["trainers"]
    people = [*arrangements.people_in(arranged), *(trainer["person_id"] for trainer in known)]
    names = bus().names(people)
    form.offer(groups.trainers_to_choose(names, sorted(set(people), key=lambda person_id: names[person_id])))
    theirs = _theirs(form)
    page = render_template(
        "arrangements/roles.html",
        form=form,
        session_id=session_id,
        name=plans.name_of(arranged),
        version=theirs["version"] if theirs else version,
        theirs=arrangements.givers(theirs, names) if theirs else None,
    )
    return page, form.status


def _theirs(form: Form) -> dict[str, Any] | None:
    """What somebody else saved first."""
    if form.refusal is None or form.refusal.code != ChangedMeanwhile.code:
        return None
    return {"clashes": [], **load(contract.Arrangements, form.refusal.details["current"])}
