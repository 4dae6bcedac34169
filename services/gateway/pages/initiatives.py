"""Initiatives of the network: the list, one of them, starting and changing it, joining and leaving it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField

from services.gateway import areas, formats, initiatives, listed_network, memberships
from services.gateway.clients import bus
from services.gateway.forms import ChoicesField, Form, key
from services.gateway.visitor import current
from shared.contracts import networks as contract
from shared.errors import ChangedMeanwhile

pages = Blueprint("initiatives", __name__)
memberships.tell_strangers(pages)

ABOUT_SITUATIONS = _l("Write about situations, not about named people.")
COMPARED = ("title", "purpose", "theme", "area_ids")


class InitiativeForm(Form):
    call = contract.start_initiative
    title = StringField(_l("What do you call it?"))
    purpose = TextAreaField(_l("What is it for?"), description=ABOUT_SITUATIONS)
    theme = SelectField(_l("Theme"), validate_choice=False)
    area_ids = ChoicesField(_l("For which areas?"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.theme.choices = formats.choices("themes", blank=_("No theme"))
        self.area_ids.choices = list(areas.names().items())


class ChangeForm(InitiativeForm):
    call = contract.change_initiative


class StateForm(Form):
    call = contract.set_initiative_state
    state = SelectField(_l("How is it?"), validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.state.choices = initiatives.states()


class NoteForm(Form):
    call = contract.write_note
    text = TextAreaField(_l("What happened?"), description=ABOUT_SITUATIONS)


@pages.get("/network/initiatives")
def index() -> ResponseReturnValue:
    wanted = listed_network.initiatives_wanted(request.args)
    found = bus().ask(contract.initiatives, **wanted, page=request.args.get("page", 1))
    return render_template(
        "initiatives/index.html",
        initiatives=found["items"],
        page=found["page"],
        pages=found["pages"],
        total=found["total"],
        wanted=wanted,
        states=initiatives.states(),
        kinds=initiatives.KINDS_OF_STATE,
        themes=formats.choices("themes"),
        areas=list(areas.names().items()),
    )


@pages.route("/network/initiatives/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    form = InitiativeForm()
    if form.sent:
        started = form.send()
        if started:
            flash(_("Your initiative is there. Everybody in the network can join it."), "success")
            return redirect(url_for("initiatives.show", initiative_id=started["id"]))
    else:  # a stranger is refused before they fill it in for nothing
        bus().ask(contract.member, person_id=current().person_id)
    return render_template("initiatives/new.html", form=form), form.status


@pages.route("/network/initiatives/<uuid:initiative_id>", methods=["GET", "POST"])
def show(initiative_id: UUID) -> ResponseReturnValue:
    """What is posted here is a note on its progress."""
    form = NoteForm()
    if form.sent and form.send(initiative_id=initiative_id) is not None:
        flash(_("Your note stands with the initiative."), "success")
        return _back(initiative_id, "progress")
    found = initiatives.found(initiative_id)
    offers = [offer for need in found["needs"] for offer in need["offers"]]
    written = [found, *found["notes"], *offers]
    people = [*found["person_ids"], *(step["owner_id"] for step in found["steps"])]
    page = render_template(
        "initiatives/show.html",
        initiative=found,
        kind=initiatives.KINDS_OF_STATE[found["state"]],
        areas=[areas.name_of(area_id) for area_id in found["area_ids"]],
        names=bus().names([*people, *(each["author_id"] for each in written)]),
        takes_part=current().person_id in found["person_ids"],
        form=form,
        state_form=StateForm(formdata=None, data=found),
    )
    return page, form.status


@pages.route("/network/initiatives/<uuid:initiative_id>/edit", methods=["GET", "POST"])
def edit(initiative_id: UUID) -> ResponseReturnValue:
    found = initiatives.own(initiative_id)
    kept = {name: found[name] for name in COMPARED} | {"area_ids": [str(area_id) for area_id in found["area_ids"]]}
    form = ChangeForm(data=kept if request.method == "GET" else None)
    version = request.form.get("version", found["version"])
    if form.sent and form.send(initiative_id=initiative_id, version=version) is not None:
        flash(_("The initiative has been changed."), "success")
        return _back(initiative_id)
    conflict = None
    if form.refusal and form.refusal.code == ChangedMeanwhile.code:
        conflict, version = _versions(form, kept), found["version"]
    page = render_template("initiatives/edit.html", form=form, initiative=found, version=version, conflict=conflict)
    return page, form.status


def _versions(form: ChangeForm, theirs: dict[str, Any]) -> list[dict[str, Any]]:
    """For `ui.versions`, when two people changed it at once."""

    def said(name: str, value: Any) -> str:
        if name == "area_ids":
            return ", ".join(areas.name_of(area_id) for area_id in value or [])
        return formats.term(value, "themes") if name == "theme" else value or ""

    return [
        {"key": form[name].label.text, "theirs": said(name, theirs[name]), "yours": said(name, form[name].data)}
        for name in COMPARED
    ]


@pages.post("/network/initiatives/<uuid:initiative_id>/state")
def set_state(initiative_id: UUID) -> ResponseReturnValue:
    state = request.form.get("state")
    bus().order(contract.set_initiative_state, key(), initiative_id=initiative_id, state=state)
    flash(_("Everybody sees now: %(state)s.", state=formats.label(state, "initiative_state")), "success")
    return _back(initiative_id)


@pages.post("/network/initiatives/<uuid:initiative_id>/joining")
def join(initiative_id: UUID) -> ResponseReturnValue:
    bus().order(contract.join_initiative, key(), initiative_id=initiative_id)
    flash(_("You take part. You can change everything in it, as the others can."), "success")
    return _back(initiative_id)


@pages.route("/network/initiatives/<uuid:initiative_id>/leave", methods=["GET", "POST"])
def leave(initiative_id: UUID) -> ResponseReturnValue:
    if request.method == "GET":
        return render_template("initiatives/leave.html", initiative=initiatives.own(initiative_id))
    bus().order(contract.leave_initiative, key(), initiative_id=initiative_id)
    flash(_("You take part no more. You can join again at any time."), "success")
    return _back(initiative_id)


@pages.post("/network/initiatives/<uuid:initiative_id>/notes/<uuid:note_id>/removal")
def remove_note(initiative_id: UUID, note_id: UUID) -> ResponseReturnValue:
    bus().order(contract.remove_note, key(), initiative_id=initiative_id, note_id=note_id)
    flash(_("Your note has been removed."), "success")
    return _back(initiative_id, "progress")


def _back(initiative_id: UUID, part: str | None = None) -> ResponseReturnValue:
    return redirect(url_for("initiatives.show", initiative_id=initiative_id, _anchor=part))
