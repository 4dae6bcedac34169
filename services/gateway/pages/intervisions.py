"""Intervision among members: planning one, taking part, whose turn it is, and what was learnt. The room has its own."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, TextAreaField, URLField

from services.gateway import calendars, formats, intervisions, naming, plans
from services.gateway.clients import bus
from services.gateway.forms import DateField, Form, TimeField, key
from services.gateway.visitor import current
from shared.contracts import fields
from shared.contracts import networks as contract

pages = Blueprint("intervisions", __name__)

LAST_PAGE = 100_000
NO_NAMES = _l("Without the case itself: no names, no places, nothing by which somebody could be recognised.")


class PlanForm(Form):
    call = contract.plan_intervision
    method = RadioField(_l("Method"), validate_choice=False)
    date = DateField(_l("Date"))
    start_time = TimeField(_l("Starts at"))
    place = StringField(_l("Place"), description=_l("Building, room and address. Leave it empty to meet online."))
    link = URLField(_l("Link to meet online"), description=_l("It begins with https://"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.method.choices = intervisions.methods()


class ChangeForm(PlanForm):
    call = contract.change_intervision


class LessonForm(Form):
    call = contract.write_lesson
    learning_question = TextAreaField(_l("Learning question"), description=NO_NAMES)
    lesson = TextAreaField(_l("What did you learn?"), description=NO_NAMES)

    def namings(self) -> list[dict[str, Any]]:
        return naming.to_ask_about(self.learning_question.data, self.lesson.data) if self.sent else []


class ShareForm(Form):
    call = contract.write_post
    title = StringField(_l("Title"))
    text = TextAreaField(_l("What colleagues will read"), description=NO_NAMES)
    theme = SelectField(_l("Theme"), validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.theme.choices = formats.choices("themes", blank=_("No theme"))

    def namings(self) -> list[dict[str, Any]]:
        return naming.to_ask_about(self.title.data, self.text.data) if self.sent else []


@pages.get("/network/intervisions")
def index() -> ResponseReturnValue:
    page = min(max(request.args.get("page", 1, type=int), 1), LAST_PAGE)
    held = request.args.get("held") == "yes"
    found = bus().ask(contract.intervisions, held=held, page=page)
    return render_template("intervisions/index.html", found=found, held=held, most=contract.MOST_AT_INTERVISION)


@pages.route("/network/intervisions/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    form = PlanForm(data={"method": "rounds"})
    if form.sent:
        if planned := form.send():
            flash(_("It is planned, and you take part. Other members can join now."), "success")
            return redirect(url_for("intervisions.show", intervision_id=planned["id"]))
    else:
        bus().ask(contract.member, person_id=current().person_id)  # before somebody fills in a form for nothing
    return render_template("intervisions/new.html", form=form, purposes=intervisions.purposes()), form.status


@pages.get("/network/intervisions/<uuid:intervision_id>")
def show(intervision_id: UUID) -> ResponseReturnValue:
    found = bus().ask(contract.intervision, intervision_id=intervision_id)
    names = bus().names([found["planned_by"], *(seat["person_id"] for seat in found["at"])])
    people = intervisions.people_of(found["at"], names)
    return render_template(
        "intervisions/show.html",
        intervision=found,
        name=intervisions.name_of(found),
        when=plans.from_to(found),
        kind=intervisions.KINDS[found["state"]],
        people=people,
        planned_by=names[found["planned_by"]],
        holders={person["role"]: person["name"] for person in people},
        steps=intervisions.steps_of(found["method"]),
        places=contract.MOST_AT_INTERVISION,
    )


@pages.route("/network/intervisions/<uuid:intervision_id>/edit", methods=["GET", "POST"])
def edit(intervision_id: UUID) -> ResponseReturnValue:
    found = bus().ask(contract.intervision, intervision_id=intervision_id)
    form = ChangeForm(data=_plan_of(found))
    seen = request.form.get("revision", found["revision"])
    if form.sent and form.send(intervision_id=intervision_id, revision=seen) is not None:
        flash(_("The plan has been changed. Everybody who takes part gets a mail."), "success")
        return redirect(url_for("intervisions.show", intervision_id=intervision_id))
    page = render_template(
        "intervisions/edit.html", form=form, intervision=found, revision=seen, purposes=intervisions.purposes()
    )
    return page, form.status


@pages.route("/network/intervisions/<uuid:intervision_id>/cancel", methods=["GET", "POST"])
def cancel(intervision_id: UUID) -> ResponseReturnValue:
    if request.method == "POST":
        bus().order(contract.cancel_intervision, key(), intervision_id=intervision_id)
        flash(_("It is cancelled. Everybody who took part gets a mail."), "success")
        return redirect(url_for("intervisions.index"))
    found = bus().ask(contract.intervision, intervision_id=intervision_id)
    return render_template("intervisions/cancel.html", intervision=found, when=plans.from_to(found))


@pages.post("/network/intervisions/<uuid:intervision_id>/seat")
def join(intervision_id: UUID) -> ResponseReturnValue:
    bus().order(contract.join_intervision, key(), intervision_id=intervision_id)
    flash(_("You take part. It is in your calendar, if you subscribed to it here."), "success")
    return _back(intervision_id)


@pages.post("/network/intervisions/<uuid:intervision_id>/seat/leaving")
def leave(intervision_id: UUID) -> ResponseReturnValue:
    bus().order(contract.leave_intervision, key(), intervision_id=intervision_id)
    flash(_("You take part no more. Your place is free for somebody else."), "success")
    return redirect(url_for("intervisions.index"))


@pages.post("/network/intervisions/<uuid:intervision_id>/role")
def take_role(intervision_id: UUID) -> ResponseReturnValue:
    role = request.form.get("role")
    bus().order(contract.take_role, key(), intervision_id=intervision_id, role=role)
    said = {
        "case_bringer": _("You bring the case."),
        "facilitator": _("You are the facilitator."),
        "participant": _("Your role goes to who is next."),
    }
    flash(said[str(role)], "success")
    return _back(intervision_id)


@pages.route("/network/intervisions/<uuid:intervision_id>/lesson", methods=["GET", "POST"])
def lesson(intervision_id: UUID) -> ResponseReturnValue:
    found = bus().ask(contract.intervision, intervision_id=intervision_id)
    form = LessonForm(data={name: found[name] for name in ("learning_question", "lesson")})
    namings = form.namings()
    if form.sent and not namings and form.send(intervision_id=intervision_id) is not None:
        kept = form.learning_question.data or form.lesson.data
        flash(
            _("It is kept for those who were there.") if kept else _("Nothing of this intervision is kept."), "success"
        )
        return _back(intervision_id)
    page = render_template("intervisions/lesson.html", form=form, intervision=found, namings=namings)
    return page, form.status


@pages.route("/network/intervisions/<uuid:intervision_id>/share", methods=["GET", "POST"])
def share(intervision_id: UUID) -> ResponseReturnValue:
    """By who brought the case, as an experience; what they send is theirs, and does not name the intervision."""
    found = bus().ask(contract.intervision, intervision_id=intervision_id)
    form = ShareForm(data={"title": (found["learning_question"] or "")[:120], "text": found["lesson"]})
    namings = form.namings()
    if form.sent and not namings and (written := form.send(kind="experience", language=current().language)):
        flash(_("It is on the board. Everybody in the network can read it now."), "success")
        return redirect(url_for("posts.show", post_id=written["id"]))
    page = render_template("intervisions/share.html", form=form, intervision=found, namings=namings)
    return page, form.status


@pages.get("/network/intervisions/<uuid:intervision_id>.ics")
def calendar(intervision_id: UUID) -> ResponseReturnValue:
    found = bus().ask(contract.intervision, intervision_id=intervision_id)
    url = current_app.config["CITY"].public_url + url_for("intervisions.show", intervision_id=intervision_id)
    file = f"{found['starts_at']:%Y-%m-%d}-intervision.ics"
    headers = {"Content-Disposition": f'attachment; filename="{file}"'}
    content = calendars.calendar_file([intervisions.entry(found, url)])
    return Response(content, mimetype="text/calendar", headers=headers)


def _plan_of(intervision: dict[str, Any]) -> dict[str, Any]:
    """In the words of the form."""
    starts_at = fields.local(intervision["starts_at"], current_app.config["CITY"].time_zone)
    plan = {name: intervision[name] for name in ("method", "place", "link")}
    return plan | {"date": starts_at.date(), "start_time": starts_at.time()}


def _back(intervision_id: UUID) -> ResponseReturnValue:
    """To where the button was."""
    page = "intervision_rooms.show" if "room" in request.form else "intervisions.show"
    return redirect(url_for(page, intervision_id=intervision_id))
