"""The room of an intervision, on everybody's screen at once: which step it is, how much time is left, what one does.

A screen asks for this page again every few seconds, saying what it shows; while that is how it is, the answer is empty.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.gateway import intervisions
from services.gateway.clients import bus
from services.gateway.forms import ChoicesField, Form, key
from services.gateway.visitor import current
from shared import clock
from shared.contracts import networks as contract

pages = Blueprint("intervision_rooms", __name__)

NOTHING_NEW = 204


class BeginForm(Form):
    call = contract.begin_intervision
    person_ids = ChoicesField(_l("Who is here?"))


@pages.get("/network/intervisions/<uuid:intervision_id>/room")
def show(intervision_id: UUID) -> ResponseReturnValue:
    room = bus().ask(contract.intervision_room, intervision_id=intervision_id, seen=request.args.get("seen", type=int))
    if not room["changed"]:
        return "", NOTHING_NEW
    names = bus().names(seat["person_id"] for seat in room["at"])
    steps = intervisions.steps_of(room["method"], room["minutes"])
    return render_template(
        "intervisions/room.html",
        intervision_id=intervision_id,
        room=room,
        name=intervisions.name_of(room),
        people=intervisions.people_of(room["at"], names),
        facilitator=names[intervisions.who_has(room["at"], "facilitator")],
        steps=steps,
        now=_now(room, steps),
        own_role=room["role"] if room["came"] else "participant",
        refreshes=request.args.get("refresh") != "no",
        person_id=current().person_id,
    )


def _now(room: dict[str, Any], steps: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The step that runs, with its time; None before and after."""
    if room["state"] != "open" or room["step"] is None:
        return None
    step = steps[room["step"]]
    seconds, whole = room["seconds_left"], step["minutes"] * 60
    return step | {
        "seconds_left": seconds,
        "until": clock.now() + timedelta(seconds=seconds),
        "clock": f"{abs(seconds) // 60}:{abs(seconds) % 60:02}",
        "share": min(max(100 * seconds / whole, 0), 100),
        "next": steps[room["step"] + 1] if room["step"] + 1 < len(steps) else None,
    }


@pages.route("/network/intervisions/<uuid:intervision_id>/room/begin", methods=["GET", "POST"])
def begin(intervision_id: UUID) -> ResponseReturnValue:
    form = BeginForm()
    if form.sent and form.send(intervision_id=intervision_id) is not None:
        return _to_the_room(intervision_id)
    room = bus().ask(contract.intervision_room, intervision_id=intervision_id)
    people = bus().names(seat["person_id"] for seat in room["at"]).in_order([seat["person_id"] for seat in room["at"]])
    form.person_ids.choices = [(str(person["id"]), person["name"]) for person in people]
    if not form.sent:
        form.person_ids.data = [str(person["id"]) for person in people]
    page = render_template(
        "intervisions/begin.html", form=form, intervision_id=intervision_id, name=intervisions.name_of(room)
    )
    return page, form.status


@pages.post("/network/intervisions/<uuid:intervision_id>/room/step")
def go_to(intervision_id: UUID) -> ResponseReturnValue:
    step = request.form.get("step")
    bus().order(contract.go_to_step, key(), intervision_id=intervision_id, step=step)
    return _to_the_room(intervision_id)


@pages.post("/network/intervisions/<uuid:intervision_id>/room/extension")
def extend(intervision_id: UUID) -> ResponseReturnValue:
    step = request.form.get("step")
    bus().order(contract.extend_step, key(), intervision_id=intervision_id, step=step)
    return _to_the_room(intervision_id)


@pages.post("/network/intervisions/<uuid:intervision_id>/room/end")
def end(intervision_id: UUID) -> ResponseReturnValue:
    bus().order(contract.end_intervision, key(), intervision_id=intervision_id)
    flash(_("The intervision is over. Thank you."), "success")
    return _to_the_room(intervision_id)


def _to_the_room(intervision_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("intervision_rooms.show", intervision_id=intervision_id))
