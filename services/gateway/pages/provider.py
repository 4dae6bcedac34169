"""What the training provider keeps bringing: whom to ask, dates of intervision, and material."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField, RadioField, SelectField, StringField, TelField, TextAreaField, URLField

from services.gateway import calendars, formats, memberships, provider_dates
from services.gateway.clients import bus
from services.gateway.forms import DateField, Form, TimeField, key
from services.gateway.visitor import require
from shared.contracts import networks as contract
from shared.contracts.fields import local
from shared.errors import NotFound

pages = Blueprint("provider", __name__)
memberships.tell_strangers(pages)


class ContactForm(Form):
    call = contract.change_provider
    organisation = StringField(_l("Name of the organisation"))
    contact = StringField(
        _l("Whom to ask for"), description=_l("As the organisation makes it known: a desk or a name.")
    )
    email = EmailField(_l("E-mail address"))
    phone = TelField(_l("Telephone"))
    website = URLField(_l("Website"), description=_l("It begins with https://"))
    about = TextAreaField(_l("What can one ask them?"))
    version = HiddenField()


class MaterialForm(Form):
    call = contract.add_material
    title = StringField(_l("Title"))
    kind = RadioField(_l("What is it?"), validate_choice=False)
    link = URLField(
        _l("Where does it stand?"), description=_l("A link that begins with https://. Nothing is uploaded.")
    )
    language = SelectField(_l("Language"), validate_choice=False)
    purpose = TextAreaField(_l("What is it for?"), description=_l("In which situation would a colleague use it?"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.kind.choices = formats.choices("material_kinds")
        self.language.choices = formats.choices("languages")


class ChangedMaterialForm(MaterialForm):
    call = contract.change_material
    version = HiddenField()


class DateForm(Form):
    call = contract.plan_provider_date
    title = StringField(_l("Title"))
    date = DateField(_l("Date"))
    start_time = TimeField(_l("Starts at"))
    minutes = StringField(_l("Takes"))
    place = StringField(_l("Location"), description=_l("Building, room and address. Not needed for an online meeting."))
    link = URLField(_l("Link to the online meeting"), description=_l("It begins with https://"))


class ChangedDateForm(DateForm):
    call = contract.change_provider_date
    revision = HiddenField()


@pages.get("/network/provider")
def show() -> ResponseReturnValue:
    wanted = material_wanted(request.args)
    provider, dates, held, found = bus().ask_together(
        (contract.provider, {}),
        (contract.provider_dates, {}),
        (contract.provider_dates, {"held": True}),
        (contract.material, wanted),
    )
    return render_template(
        "provider/show.html",
        contact=provider["contact"],
        may_change=provider["may_change"],
        may_add=provider["may_add"],
        dates=dates["dates"],
        held=held["dates"],
        material=found["material"],
        wanted=wanted,
        kinds=formats.choices("material_kinds"),
        spoken=formats.choices("languages"),
    )


def material_wanted(args: Any) -> dict[str, str]:
    """What the address asks for, as far as there is such a thing."""
    known = {"kind": contract.material_kinds(), "language": contract.languages()}
    return {name: args[name] for name, codes in known.items() if args.get(name) in codes}


@pages.route("/network/provider/contact", methods=["GET", "POST"])
def contact() -> ResponseReturnValue:
    require(contract.change_provider)
    found = bus().ask(contract.provider)
    form = ContactForm(data={**(found["contact"] or {}), "version": found["version"]})
    if form.sent and form.send() is not None:
        return _saved()
    return render_template("provider/contact.html", form=form), form.status


# material


@pages.route("/network/provider/material/new", methods=["GET", "POST"])
def new_material() -> ResponseReturnValue:
    require(contract.add_material)
    form = MaterialForm(data={"language": formats.language()})
    if form.sent and form.send() is not None:
        flash(_("It is there. Members of the network read of it in their next digest."), "success")
        return redirect(url_for("provider.show"))
    return render_template("provider/material.html", form=form, material=None), form.status


@pages.route("/network/provider/material/<uuid:material_id>", methods=["GET", "POST"])
def edit_material(material_id: UUID) -> ResponseReturnValue:
    require(contract.change_material)
    material = _one(bus().ask(contract.material)["material"], material_id)
    form = ChangedMaterialForm(data=material)
    if form.sent and form.send(material_id=material_id) is not None:
        return _saved()
    return render_template("provider/material.html", form=form, material=material), form.status


@pages.post("/network/provider/material/<uuid:material_id>/remove")
def remove_material(material_id: UUID) -> ResponseReturnValue:
    bus().order(contract.remove_material, key(), material_id=material_id)
    flash(_("The material has been removed."), "success")
    return redirect(url_for("provider.show"))


# dates of intervision


@pages.route("/network/provider/dates/new", methods=["GET", "POST"])
def new_date() -> ResponseReturnValue:
    require(contract.plan_provider_date)
    form = DateForm(data={"title": _("Intervision"), "minutes": 120})
    if form.sent and form.send() is not None:
        flash(_("The date stands in the calendar of the network."), "success")
        return redirect(url_for("provider.show"))
    return render_template("provider/date.html", form=form, date=None), form.status


@pages.route("/network/provider/dates/<uuid:date_id>", methods=["GET", "POST"])
def edit_date(date_id: UUID) -> ResponseReturnValue:
    require(contract.change_provider_date)
    date = _one(bus().ask(contract.provider_dates)["dates"], date_id)
    starts_at = local(date["starts_at"], current_app.config["CITY"].time_zone)
    minutes = (date["ends_at"] - date["starts_at"]) // timedelta(minutes=1)
    plan = {"date": starts_at.date(), "start_time": starts_at.time(), "minutes": minutes}
    form = ChangedDateForm(data={**date, **plan})
    if form.sent and form.send(date_id=date_id) is not None:
        return _saved()
    return render_template("provider/date.html", form=form, date=date), form.status


@pages.post("/network/provider/dates/<uuid:date_id>/cancel")
def cancel_date(date_id: UUID) -> ResponseReturnValue:
    bus().order(contract.cancel_provider_date, key(), date_id=date_id)
    flash(_("The date has been cancelled. Calendars take it out by themselves."), "success")
    return redirect(url_for("provider.show"))


@pages.get("/network/provider/dates/<uuid:date_id>.ics")
def calendar(date_id: UUID) -> Response:
    date = _one(bus().ask(contract.provider_dates)["dates"], date_id)
    file = calendars.calendar_file([provider_dates.entry(date)])
    name = f"{date['starts_at']:%Y-%m-%d}-intervision.ics"
    return Response(file, mimetype="text/calendar", headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _one(found: list[dict[str, Any]], wanted: UUID) -> dict[str, Any]:
    for each in found:
        if each["id"] == wanted:
            return each
    raise NotFound()


def _saved() -> ResponseReturnValue:
    flash(_("Saved."), "success")
    return redirect(url_for("provider.show"))
