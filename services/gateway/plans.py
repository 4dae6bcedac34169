"""Planning a session, an introduction or a part of a course: fill in, check, done. And what a session is called."""

from collections.abc import Callable
from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, URLField

from services.gateway import areas, formats
from services.gateway.clients import bus
from services.gateway.forms import DateField, Form, TimeField
from shared.contracts import fields
from shared.contracts import trainings as contract
from shared.contracts.base import load
from shared.errors import Invalid

# Names of the buttons' and hidden fields that carry the step, besides the plan itself.
STEPS = ("checked", "change", "csrf_token", "idempotency_key")


Warn = Callable[..., list[dict[str, Any]]]


class PlanForm(Form):
    title = StringField(_l("Title"), description=_l("People read it in the invitation."))
    date = DateField(_l("Date"))
    start_time = TimeField(_l("Starts at"))
    minutes = StringField(_l("Takes"))
    delivery = RadioField(_l("How do people take part?"), validate_choice=False)
    place = StringField(
        _l("Location"),
        description=_l("Building, room and address."),
        render_kw={"list": "locations", "autocomplete": "off"},
    )
    link = URLField(_l("Link to the online meeting"), description=_l("It begins with https://"))
    area_id = SelectField(_l("Area"), description=_l("The area that it is for. The map counts it there."))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.delivery.choices = formats.choices("deliveries")
        self.area_id.choices = [("", _("No area")), *areas.names().items()]

    def checked(self, **more: Any) -> dict[str, Any] | None:
        """The plan as the contract reads it, to be looked at before it is sent; None when something is wrong."""
        try:
            return load(self.call.request, {**self.values(), **more})
        except Invalid as refusal:
            self.take(refusal)
            return None


class IntroductionForm(PlanForm):
    call = contract.plan_introduction


class CourseSessionForm(PlanForm):
    call = contract.plan_session
    title = None


class ChangeIntroductionForm(PlanForm):
    call = contract.change_session


class ChangeCourseSessionForm(PlanForm):
    call = contract.change_session
    title = None


def new(form: type[PlanForm], kind: str, **more: Any) -> PlanForm:
    return form(data={"minutes": contract.MINUTES[kind], "delivery": "on_site", **more})


def change(session: dict[str, Any]) -> PlanForm:
    form = ChangeIntroductionForm if session["kind"] == "introduction" else ChangeCourseSessionForm
    return form(data=of_session(session))


def of_session(session: dict[str, Any]) -> dict[str, Any]:
    """Its plan, in the words of the form."""
    starts_at = fields.local(session["starts_at"], current_app.config["CITY"].time_zone)
    names = ["delivery", "place", "link", "area_id", *(["title"] if session["kind"] == "introduction" else [])]
    when = {"date": starts_at.date(), "start_time": starts_at.time(), "minutes": minutes_of(session)}
    return when | {name: session[name] for name in names} | {"area_id": str(session["area_id"] or "")}


def plan(
    form: PlanForm, *, title: str, caption: str, back: str, warn: Warn, after: str | None = None, **more: Any
) -> ResponseReturnValue:
    """One step of planning; `more` is what the request holds besides the form. `warn` says what the plan clashes with,
    for the page on which it is checked. `after`: where to go on, if not to the page that says it is planned."""
    page: dict[str, Any] = {"form": form, "title": title, "caption": caption, "back": back}
    if form.sent and "change" not in request.form:
        if "checked" not in request.form and (checked := form.checked(**more)):
            typed = {name: value for name, value in request.form.items() if name not in STEPS}
            page |= {"rows": rows(checked), "typed": typed, "warnings": warn(checked, **more)}
            return render_template("sessions/check.html", **page)
        if "checked" in request.form and (created := form.send(**more)):
            return redirect(after or url_for("sessions.planned", session_id=created["id"]))
    return render_template("sessions/plan.html", **page, locations=locations()), form.status


def locations() -> list[str]:
    """Where sessions were lately, to choose from."""
    return bus().ask(contract.locations)["locations"]


def rows(session: dict[str, Any]) -> list[dict[str, Any]]:
    """For `ui.summary_list`: of a plan as it was filled in."""
    day, start = session["date"], session["start_time"]
    found = [
        {"key": _("Date"), "value": formats.day(day)},
        {"key": _("Starts at"), "value": start.strftime("%H:%M")},
        {"key": _("Takes"), "value": _minutes(session["minutes"])},
        *where(session),
    ]
    return [{"key": _("Title"), "value": session["title"]}, *found] if "title" in session else found


def where(session: dict[str, Any]) -> list[dict[str, Any]]:
    """How and where people take part, without what the delivery has no use for."""
    delivery = session["delivery"]
    place = [{"key": _("Location"), "value": session["place"]}] if delivery != "online" else []
    area = [{"key": _("Area"), "value": areas.name_of(session["area_id"])}] if session["area_id"] else []
    link = [{"key": _("Link"), "value": session["link"]}] if delivery != "on_site" else []
    return [{"key": _("People take part"), "value": formats.term(delivery, "deliveries")}, *place, *link, *area]


def _minutes(minutes: int | None) -> str:
    return _("%(minutes)s minutes", minutes=minutes) if minutes else _("As long as usual")


def minutes_of(session: dict[str, Any]) -> int:
    return int((session["ends_at"] - session["starts_at"]).total_seconds() // 60)


def from_to(session: dict[str, Any]) -> str:
    """Thursday 3 December 2026, 13:30 to 15:30"""
    until = formats.clock_time(session["ends_at"])
    return _("%(moment)s to %(until)s", moment=formats.moment(session["starts_at"]), until=until)


def name_of(session: dict[str, Any]) -> str:
    if session["title"]:
        return session["title"]
    kind = formats.label(session["kind"], "session_kind")
    group = session["group_name"]
    return _("%(kind)s, %(group)s", kind=kind, group=group) if group else kind
