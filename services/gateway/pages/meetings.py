"""Meetings of the network: the list, one of them, its plan, who comes. See also agendas.py and minutes.py."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from services.gateway import calendars, formats, meetings, memberships
from services.gateway.clients import bus
from services.gateway.forms import Form, key
from services.gateway.visitor import current
from shared import clock
from shared.contracts import networks as contract
from shared.errors import ChangedMeanwhile, NotFound

pages = Blueprint("meetings", __name__)
memberships.tell_strangers(pages)

ONE = "/network/meetings/<uuid:meeting_id>"
COMPARED = ("title", "date", "start_time", "minutes", "delivery", "place", "link")


class ItemForm(Form):
    call = contract.add_agenda_item
    text = StringField(_l("What is to be on the agenda?"))
    minutes = StringField(_l("How long does it take?"))


@pages.get("/network/meetings")
def index() -> ResponseReturnValue:
    past = request.args.get("past") == "yes"
    found = bus().ask(contract.meetings, past=past, page=request.args.get("page", 1))
    return render_template(
        "meetings/index.html",
        meetings=found["items"],
        page=found["page"],
        pages=found["pages"],
        total=found["total"],
        past=past,
        when=meetings.when,
    )


@pages.route("/network/meetings/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    form = meetings.PlanForm(data={"minutes": meetings.USUAL_MINUTES, "delivery": "on_site"})
    if form.sent:
        planned = form.send()
        if planned:
            flash(_("The meeting is planned. Every member gets a mail with a file for their calendar."), "success")
            return redirect(url_for("meetings.show", meeting_id=planned["id"]))
    else:  # a stranger is refused before they fill it in for nothing
        bus().ask(contract.member, person_id=current().person_id)
    return render_template("meetings/new.html", form=form), form.status


@pages.route(ONE, methods=["GET", "POST"])
def show(meeting_id: UUID) -> ResponseReturnValue:
    """What is posted here goes on the agenda."""
    form = ItemForm()
    if form.sent and form.send(meeting_id=meeting_id) is not None:
        flash(_("It is on the agenda."), "success")
        return redirect(url_for("meetings.show", meeting_id=meeting_id, _anchor="agenda"))
    found = meetings.found(meeting_id)
    names = bus().names(meetings.people_in(found))
    own = next((each["reply"] for each in found["people"] if each["person_id"] == current().person_id), None)
    page = render_template(
        "meetings/show.html",
        meeting=found,
        when=meetings.when(found),
        names=names,
        people=meetings.people_by_reply(found, names),
        own_reply=own,
        replies=[(reply, formats.label(reply, "meeting_reply")) for reply in contract.REPLIES],
        has_begun=found["starts_at"] <= clock.now(),
        is_over=found["ends_at"] <= clock.now(),
        is_open=found["state"] == "planned" and found["minutes_at"] is None,
        form=form,
    )
    return page, form.status


@pages.route(f"{ONE}/edit", methods=["GET", "POST"])
def edit(meeting_id: UUID) -> ResponseReturnValue:
    found = meetings.found(meeting_id)
    form = meetings.ChangeForm(data=meetings.as_typed(found))
    version = request.form.get("version", found["version"])
    if form.sent and form.send(meeting_id=meeting_id, version=version) is not None:
        flash(_("The plan has been changed. Everybody who did not decline gets a mail."), "success")
        return redirect(url_for("meetings.show", meeting_id=meeting_id))
    conflict = None
    if form.refusal and form.refusal.code == ChangedMeanwhile.code:
        conflict, version = _versions(form, meetings.as_typed(found)), found["version"]
    page = render_template("meetings/edit.html", form=form, meeting=found, version=version, conflict=conflict)
    return page, form.status


def _versions(form: meetings.ChangeForm, theirs: dict[str, Any]) -> list[dict[str, Any]]:
    """For `ui.versions`, when two people changed the plan at once."""

    def said(name: str, value: Any) -> str:
        if name == "start_time":
            return str(value)[:5]
        return formats.term(value, "deliveries") if name == "delivery" else str(value or "")

    return [
        {"key": form[name].label.text, "theirs": said(name, theirs[name]), "yours": said(name, form[name].data)}
        for name in COMPARED
    ]


@pages.route(f"{ONE}/cancel", methods=["GET", "POST"])
def cancel(meeting_id: UUID) -> ResponseReturnValue:
    if request.method == "GET":
        return render_template("meetings/cancel.html", meeting=meetings.found(meeting_id))
    bus().order(contract.cancel_meeting, key(), meeting_id=meeting_id)
    flash(_("The meeting has been cancelled. Everybody who did not decline gets a mail."), "success")
    return redirect(url_for("meetings.show", meeting_id=meeting_id))


@pages.post(f"{ONE}/reply")
def answer(meeting_id: UUID) -> ResponseReturnValue:
    reply = request.form.get("reply")
    bus().order(contract.answer_meeting, key(), meeting_id=meeting_id, reply=reply)
    flash(_("That is noted. You can change it until the meeting."), "success")
    return redirect(url_for("meetings.show", meeting_id=meeting_id))


@pages.get(f"{ONE}.ics")
def calendar(meeting_id: UUID) -> ResponseReturnValue:
    found = bus().ask(contract.my_meetings, meeting_id=meeting_id)["meetings"]
    if not found:
        raise NotFound()
    [meeting], city = found, current_app.config["CITY"]
    url = city.public_url + url_for("meetings.show", meeting_id=meeting_id)
    file = calendars.calendar_file([calendars.entry(meeting, meeting["title"], url, city, revision=meeting["version"])])
    named = {"Content-Disposition": f'attachment; filename="{meeting["starts_at"]:%Y-%m-%d}-meeting.ics"'}
    return Response(file, mimetype="text/calendar", headers=named)
