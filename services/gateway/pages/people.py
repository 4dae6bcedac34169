from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField, RadioField, SelectField, StringField

from services.gateway import errors, formats, languages
from services.gateway.clients import bus
from services.gateway.forms import Form, key
from services.gateway.visitor import current, require
from shared.access import COORDINATOR, OPERATOR, ROLES, TRAINER
from shared.contracts import identity as contract
from shared.contracts.base import Call
from shared.errors import Invalid, Refusal

pages = Blueprint("people", __name__)

PER_PAGE = 50
FILTERS = ("q", "organisation_id", "sector", "level", "role")
COMPARED = ("name", "email", "language", "organisation", "sector", "level")


class PersonForm(Form):
    call = contract.add_person
    name = StringField(_l("Name"))
    email = EmailField(_l("E-mail address"))
    organisation = StringField(
        _l("Organisation"), description=_l("One that is not known yet is added to the list by itself.")
    )
    sector = SelectField(_l("Sector"), validate_choice=False)
    level = RadioField(
        _l("Level"), description=_l("Does this person work with residents, or on policy?"), validate_choice=False
    )
    language = SelectField(
        _l("Language"), description=_l("Of the mails that we send, and of the pages."), validate_choice=False
    )

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        self.sector.choices = formats.choices("sectors", blank=_("Not known"))
        self.level.choices = formats.choices("levels")
        known = languages.available(current_app.config["CITY"])
        self.language.choices = [("", _("The language of the city")), *known]


class ChangedPersonForm(PersonForm):
    call = contract.change_person
    version = HiddenField()

    def take(self, refusal: Refusal) -> None:
        """That only an operator changes this address is said at the address."""
        super().take(Invalid({"email": [refusal.code]}) if refusal.code == "person_not_yours" else refusal)


@pages.get("/people")
def index() -> ResponseReturnValue:
    wanted = {name: value for name in (*FILTERS, "page") if (value := request.args.get(name, "").strip())}
    found, organisations = bus().ask_together(
        (contract.people, {**wanted, "per_page": PER_PAGE}), (contract.organisations, {"counted": False})
    )
    return render_template(
        "people/index.html", found=found, wanted=wanted, filters=_filters(wanted, organisations["organisations"])
    )


@pages.route("/people/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    require(contract.add_person)
    form = PersonForm()
    if form.sent:
        added = form.send()
        if added:
            flash(_("%(name)s has been added.", name=form.name.data), "success")
            return redirect(url_for("people.show", person_id=added["id"]))
    return render_template("people/new.html", form=form), form.status


@pages.get("/people/<uuid:person_id>")
def show(person_id: UUID) -> ResponseReturnValue:
    person = bus().ask(contract.person, person_id=person_id)
    if person["removed"]:
        return render_template("people/removed.html")
    return render_template("people/show.html", person=person, roles=_roles(person), may_erase=_may_erase(person))


@pages.route("/people/<uuid:person_id>/edit", methods=["GET", "POST"])
def edit(person_id: UUID) -> ResponseReturnValue:
    person = bus().ask(contract.person, person_id=person_id)
    if person["removed"]:
        return render_template("people/removed.html")
    form = ChangedPersonForm(data=None if request.method == "POST" else person)
    if form.sent and form.send(person_id=person_id):
        flash(_("Saved."), "success")
        return redirect(url_for("people.show", person_id=person_id))
    versions = None
    if form.refusal and form.refusal.code == "changed_meanwhile":
        theirs = form.refusal.details["current"]
        versions, form.version.data = _versions(form, theirs), theirs["version"]
    return render_template("people/edit.html", form=form, person=person, versions=versions), form.status


@pages.route("/people/<uuid:person_id>/erase", methods=["GET", "POST"])
def erase(person_id: UUID) -> ResponseReturnValue:
    if request.method == "POST":
        return _carried_out(contract.erase_person, _("The person has been removed."), person_id=person_id)
    person = bus().ask(contract.person, person_id=person_id)
    if person["removed"]:
        return render_template("people/removed.html")
    return render_template("people/erase.html", person=person)


@pages.post("/people/<uuid:person_id>/invitation")
def invite(person_id: UUID) -> ResponseReturnValue:
    return _carried_out(contract.invite_account, _("The invitation is on its way."), person_id=person_id)


@pages.post("/people/<uuid:person_id>/roles/<role>")
def give_role(person_id: UUID, role: str) -> ResponseReturnValue:
    return _carried_out(contract.give_role, _("The role has been given."), person_id=person_id, role=role)


@pages.post("/people/<uuid:person_id>/roles/<role>/withdraw")
def withdraw_role(person_id: UUID, role: str) -> ResponseReturnValue:
    return _carried_out(contract.withdraw_role, _("The role has been withdrawn."), person_id=person_id, role=role)


def _carried_out(call: Call, said: str, *, person_id: UUID, **more: Any) -> ResponseReturnValue:
    """What is not possible with this person is said on their page."""
    try:
        bus().order(call, key(), person_id=person_id, **more)
    except Refusal as refusal:
        if refusal.status != Refusal.status:
            raise
        flash(errors.sentence(refusal), "error")
    else:
        flash(said, "success")
    return redirect(url_for("people.show", person_id=person_id))


def _filters(wanted: dict[str, str], organisations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    everywhere = [("", _("All"))]
    return [
        {"name": "q", "label": _("Name, address or organisation"), "value": wanted.get("q")},
        {
            "name": "organisation_id",
            "label": _("Organisation"),
            "value": wanted.get("organisation_id"),
            "options": everywhere + [(one["id"], one["name"]) for one in organisations],
        },
        {
            "name": "sector",
            "label": _("Sector"),
            "value": wanted.get("sector"),
            "options": everywhere + formats.choices("sectors"),
        },
        {
            "name": "level",
            "label": _("Level"),
            "value": wanted.get("level"),
            "options": everywhere + formats.choices("levels"),
        },
        {
            "name": "role",
            "label": _("Role"),
            "value": wanted.get("role"),
            "options": everywhere + [(role, formats.label(role, "role")) for role in ROLES],
        },
    ]


def _roles(person: dict[str, Any]) -> list[dict[str, Any]]:
    """The roles that the person has, and those that the visitor may give: a coordinator trainers, an operator all."""
    given = ROLES if current().has(OPERATOR) else (TRAINER,)
    return [
        {"code": role, "held": role in person["roles"], "may_change": role in given}
        for role in ROLES
        if role in given or role in person["roles"]
    ]


def _may_erase(person: dict[str, Any]) -> bool:
    """Whether it is worth offering; the service decides."""
    is_protected = {COORDINATOR, OPERATOR} & set(person["roles"])
    return person["id"] != current().person_id and (current().has(OPERATOR) or not is_protected)


def _versions(form: PersonForm, theirs: dict[str, Any]) -> list[dict[str, Any]]:
    """Both versions of a person whom two people changed at once, for `ui.versions`."""
    return [
        {"key": form[name].label.text, "theirs": _said(name, theirs[name]), "yours": _said(name, form[name].data)}
        for name in COMPARED
    ]


def _said(name: str, value: str | None) -> str:
    taxonomy = {"sector": "sectors", "level": "levels", "language": "languages"}.get(name)
    return formats.term(value, taxonomy) if taxonomy else value or ""
