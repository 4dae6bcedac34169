from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField, RadioField, SelectField, StringField

from services.gateway import (
    areas,
    bulk,
    errors,
    formats,
    languages,
    line_managers,
    own_programmes,
    people_filters,
)
from services.gateway.clients import bus
from services.gateway.forms import ChoicesField, Form, key
from services.gateway.visitor import current, require
from shared.access import COORDINATOR, OPERATOR, ROLES, TRAINER
from shared.contracts import identity as contract
from shared.contracts.base import Call
from shared.errors import Invalid, Refusal

pages = Blueprint("people", __name__)

PER_PAGE = 50
MOST_AT_ONCE = people_filters.MOST_PEOPLE
COMPARED = ("name", "email", "language", "organisation", "sector", "level", "area_ids", "line_manager_id")


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
    area_ids = ChoicesField(_l("Areas"), description=_l("Where this person works."))
    line_manager_id = RadioField(
        _l("Line manager"),
        description=_l("Nobody is put in a group with their own line manager: people speak more freely without."),
        validate_choice=False,
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
        self.area_ids.choices = [*areas.names().items()]


class ChangedPersonForm(PersonForm):
    call = contract.change_person
    version = HiddenField()

    def take(self, refusal: Refusal) -> None:
        """That only an operator changes this address is said at the address."""
        super().take(Invalid({"email": [refusal.code]}) if refusal.code == "person_not_yours" else refusal)


@pages.get("/people")
def index() -> ResponseReturnValue:
    wanted = people_filters.given(request.args)
    asked = {**people_filters.request_of(wanted), "page": request.args.get("page", 1), "per_page": PER_PAGE}
    found, organisations = bus().ask_together((contract.people, asked), (contract.organisations, {"counted": False}))
    filters = people_filters.fields(wanted, organisations["organisations"], own_programmes.names())
    return render_template(
        "people/index.html",
        found=found,
        wanted=wanted,
        filters=filters,
        actions=bulk.offered("people"),
        most=MOST_AT_ONCE,
    )


@pages.route("/people/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    require(contract.add_person)
    form = PersonForm()
    if form.sent and not line_managers.is_search():
        added = form.send()
        if added:
            flash(_("%(name)s has been added.", name=form.name.data), "success")
            return redirect(url_for("people.show", person_id=added["id"]))
    return render_template("people/new.html", form=form, **line_managers.offer(form.line_manager_id)), form.status


@pages.get("/people/<uuid:person_id>")
def show(person_id: UUID) -> ResponseReturnValue:
    person, done = bus().ask_together(
        (contract.person, {"person_id": person_id}), (contract.merges, {"person_id": person_id})
    )
    if person["merged_into_id"]:
        return redirect(url_for("people.show", person_id=person["merged_into_id"]))
    if person["removed"]:
        return render_template("people/removed.html")
    return render_template(
        "people/show.html",
        person=person,
        line_manager=bus().names([person["line_manager_id"]])[person["line_manager_id"]],
        areas=[area["name"] for area in areas.known() if area["id"] in person["area_ids"]],
        roles=_roles(person),
        may_erase=_may_erase(person),
        merges=done["merges"],
    )


@pages.route("/people/<uuid:person_id>/edit", methods=["GET", "POST"])
def edit(person_id: UUID) -> ResponseReturnValue:
    person = bus().ask(contract.person, person_id=person_id)
    if person["removed"]:
        return render_template("people/removed.html")
    form = ChangedPersonForm(data=None if request.method == "POST" else _as_typed(person))
    if form.sent and not line_managers.is_search() and form.send(person_id=person_id):
        flash(_("Saved."), "success")
        return redirect(url_for("people.show", person_id=person_id))
    versions = None
    if form.refusal and form.refusal.code == "changed_meanwhile":
        theirs = form.refusal.details["current"]
        versions, form.version.data = _versions(form, theirs), theirs["version"]
    page = render_template(
        "people/edit.html",
        form=form,
        person=person,
        versions=versions,
        **line_managers.offer(form.line_manager_id, person_id),
    )
    return page, form.status


def _as_typed(person: dict[str, Any]) -> dict[str, Any]:
    return person | {"area_ids": [str(area_id) for area_id in person["area_ids"]]}


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


@pages.post("/people/<uuid:person_id>/link")
def send_link(person_id: UUID) -> ResponseReturnValue:
    return _carried_out(contract.send_link, _("A link to their page is on its way."), person_id=person_id)


@pages.post("/people/<uuid:person_id>/links/end")
def end_links(person_id: UUID) -> ResponseReturnValue:
    said = _("All links to their page have ended. A new one is on its way.")
    return _carried_out(contract.withdraw_links, said, person_id=person_id)


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
    named = dict(form.area_ids.choices)
    managers = [UUID(str(each)) for each in (theirs["line_manager_id"], form.line_manager_id.data) if each]
    names = bus().names(managers)

    def said(name: str, value: Any) -> str:
        if name == "line_manager_id":
            return names[UUID(str(value))] if value else ""
        if name == "area_ids":
            return ", ".join(named[each] for each in value or [] if each in named)
        taxonomy = {"sector": "sectors", "level": "levels", "language": "languages"}.get(name)
        return formats.term(value, taxonomy) if taxonomy else value or ""

    return [
        {"key": form[name].label.text, "theirs": said(name, theirs[name]), "yours": said(name, form[name].data)}
        for name in COMPARED
    ]
