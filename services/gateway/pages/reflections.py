"""What a participant writes for themselves before the course: private, unless they share it with their trainers."""

from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from services.gateway.clients import bus
from services.gateway.forms import Form, key
from services.gateway.visitor import for_participants
from shared import clock
from shared.contracts import trainings as contract
from shared.errors import ChangedMeanwhile

pages = Blueprint("reflections", __name__)


class ReflectionForm(Form):
    call = contract.save_reflection
    context = TextAreaField(
        _l("Where do you meet us-versus-them in your own work?"),
        description=_l(
            "A situation that you would like to think about. Write about situations, not about named people."
        ),
    )
    possible = TextAreaField(
        _l("What can you do there yourself?"),
        description=_l("In your role, with what you know and whom you know."),
    )
    impossible = TextAreaField(
        _l("What is not possible for you there?"),
        description=_l("Because of your role, your team, the rules, or because it is not in you."),
    )
    practise = TextAreaField(_l("What do you want to practise in the course?"))


@pages.route("/my/groups/<uuid:group_id>/reflection", methods=["GET", "POST"])
@for_participants
def edit(group_id: UUID) -> ResponseReturnValue:
    if request.method == "POST" and "HX-Request" in request.headers:
        return _save_while_writing(group_id)
    kept = bus().ask(contract.my_reflection, group_id=group_id)
    form = ReflectionForm(data=None if request.method == "POST" else kept)
    version = request.form.get("version", kept["version"])
    if form.sent and form.send(group_id=group_id, version=version) is not None:
        flash(_("Saved."), "success")
        return redirect(url_for("reflections.edit", group_id=group_id))
    conflict = None
    if form.refusal and form.refusal.code == ChangedMeanwhile.code:
        conflict, version = _both(form), kept["version"]
    names = bus().trainer_names(kept["trainer_ids"])
    trainers = [person["name"] for person in names.in_order([*names.people])]
    page = render_template(
        "reflections/edit.html",
        form=form,
        reflection=kept,
        group_id=group_id,
        version=version,
        conflict=conflict,
        trainers=trainers,
    )
    return page, form.status


def _save_while_writing(group_id: UUID) -> ResponseReturnValue:
    """Answered with what the form needs for its next sending; what was typed is never replaced."""
    form = ReflectionForm()
    saved = form.send(group_id=group_id, version=request.form.get("version"))
    return render_template(
        "reflections/state.html",
        version=saved["version"] if saved else request.form.get("version"),
        saved_at=clock.now() if saved else None,
        problem=form.problem or _("Not everything is right yet.") if saved is None else None,
        new_key=uuid4(),
    )


def _both(form: ReflectionForm) -> list[dict[str, Any]]:
    """For `ui.versions`: as it was saved on another device, and as it was filled in here."""
    assert form.refusal
    theirs, yours = form.refusal.details["current"], form.values()
    return [
        {"key": form[part].label.text, "theirs": theirs[part] or "", "yours": yours[part] or ""}
        for part in contract.REFLECTION_PARTS
    ]


@pages.post("/my/groups/<uuid:group_id>/reflection/sharing")
@for_participants
def share(group_id: UUID) -> ResponseReturnValue:
    shared = request.form.get("shared") == "yes"
    bus().order(contract.share_reflection, key(), group_id=group_id, shared=shared)
    flash(_("Your trainers can read it now.") if shared else _("Only you can read it now."), "success")
    return redirect(url_for("reflections.edit", group_id=group_id))
