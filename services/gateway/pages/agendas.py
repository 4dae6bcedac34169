"""The agenda of a meeting: what is on it and in which order, an initiative that is presented, a sheet to print."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField

from services.gateway import initiatives, meetings, memberships
from services.gateway.clients import bus
from services.gateway.forms import Form, key
from shared.contracts import networks as contract
from shared.contracts.base import Call
from shared.errors import NotFound

pages = Blueprint("agendas", __name__)
memberships.tell_strangers(pages)

AGENDA = "/network/meetings/<uuid:meeting_id>/agenda"
ITEM = f"{AGENDA}/<uuid:item_id>"


class ItemForm(Form):
    call = contract.change_agenda_item
    text = StringField(_l("What is to be on the agenda?"))
    minutes = StringField(_l("How long does it take?"))


class PresentForm(Form):
    call = contract.add_agenda_item
    meeting_id = RadioField(_l("At which meeting?"), validate_choice=False)
    text = StringField(_l("What is to be on the agenda?"))
    minutes = StringField(_l("How long does it take?"))


@pages.get(AGENDA)
def sheet(meeting_id: UUID) -> ResponseReturnValue:
    found = meetings.found(meeting_id)
    names = bus().names(meetings.people_in(found))
    return render_template(
        "meetings/sheet.html",
        meeting=found,
        when=meetings.when(found),
        names=names,
        people=meetings.people_by_reply(found, names),
        minutes=sum(item["minutes"] or 0 for item in found["agenda"]),
    )


@pages.route(ITEM, methods=["GET", "POST"])
def change(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    found = meetings.found(meeting_id)
    item = next((each for each in found["agenda"] if each["id"] == item_id), None)
    if item is None:
        raise NotFound()
    form = ItemForm(data=item)
    if form.sent and form.send(meeting_id=meeting_id, item_id=item_id) is not None:
        flash(_("The agenda has been changed."), "success")
        return _back(meeting_id)
    return render_template("meetings/item.html", form=form, meeting=found, item=item), form.status


@pages.post(f"{ITEM}/removal")
def remove(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    said = _("It is not on the agenda any more.")
    return _do(contract.remove_agenda_item, said, meeting_id, item_id=item_id)


@pages.post(f"{ITEM}/moving")
def move(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    direction = request.form.get("direction")
    said = _("The order has been changed.")
    return _do(contract.move_agenda_item, said, meeting_id, item_id=item_id, direction=direction)


@pages.route("/network/initiatives/<uuid:initiative_id>/present", methods=["GET", "POST"])
def present(initiative_id: UUID) -> ResponseReturnValue:
    found = initiatives.own(initiative_id)
    to_come = bus().ask(contract.meetings_to_come)["meetings"]
    form = PresentForm(data={"text": found["title"]})
    form.meeting_id.choices = [
        (str(meeting["id"]), f"{meeting['title']}, {meetings.when(meeting)}") for meeting in to_come
    ]
    if form.sent and form.send(initiative_id=initiative_id) is not None:
        flash(_("Your initiative is on the agenda."), "success")
        return _back(UUID(form.meeting_id.data))
    return render_template("meetings/present.html", form=form, initiative=found, meetings=to_come), form.status


def _do(call: Call, said: str, meeting_id: UUID, **which: Any) -> ResponseReturnValue:
    bus().order(call, key(), meeting_id=meeting_id, **which)
    flash(said, "success")
    return _back(meeting_id)


def _back(meeting_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("meetings.show", meeting_id=meeting_id, _anchor="agenda"))
