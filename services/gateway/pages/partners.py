"""The partner organisations of a programme: who they are, whom to write to, whether they take part."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, StringField

from services.gateway import groups
from services.gateway.clients import bus
from services.gateway.forms import Form, key
from services.gateway.visitor import current, require
from shared.contracts import identity
from shared.contracts import municipalities as contract
from shared.errors import NotFound

pages = Blueprint("partners", __name__)

MOST_FOUND = 20


class PartnerForm(Form):
    call = contract.add_partner
    name = StringField(_l("Name of the organisation"))
    willing = BooleanField(_l("It is willing to take part"))
    able = BooleanField(_l("It is able to: people, time, support"))


class ChangedPartnerForm(PartnerForm):
    call = contract.change_partner
    version = HiddenField()


@pages.get("/programmes/<uuid:programme_id>/partners")
def index(programme_id: UUID) -> ResponseReturnValue:
    programme, found = bus().ask_together(
        (contract.programme, {"programme_id": programme_id}), (contract.partners, {"programme_id": programme_id})
    )
    return render_template(
        "partners/index.html",
        programme=programme,
        partners=found["partners"],
        names=bus().names(partner["contact_id"] for partner in found["partners"]),
        own=current().person_id in programme["coordinator_ids"],
    )


@pages.route("/programmes/<uuid:programme_id>/partners/new", methods=["GET", "POST"])
def new(programme_id: UUID) -> ResponseReturnValue:
    require(contract.add_partner)
    programme = bus().ask(contract.programme, programme_id=programme_id)
    form = PartnerForm(data={"willing": True, "able": True})
    if form.sent and (added := form.send(programme_id=programme_id)):
        return redirect(url_for("partners.contact", programme_id=programme_id, partner_id=added["id"]))
    return render_template("partners/edit.html", form=form, programme=programme, partner=None), form.status


@pages.route("/programmes/<uuid:programme_id>/partners/<uuid:partner_id>", methods=["GET", "POST"])
def edit(programme_id: UUID, partner_id: UUID) -> ResponseReturnValue:
    require(contract.change_partner)
    programme, partner = _partner(programme_id, partner_id)
    form = ChangedPartnerForm(data=partner)
    about = {"programme_id": programme_id, "partner_id": partner_id, "contact_id": partner["contact_id"]}
    if form.sent and form.send(**about) is not None:
        flash(_("Saved."), "success")
        return redirect(url_for("partners.index", programme_id=programme_id))
    return render_template("partners/edit.html", form=form, programme=programme, partner=partner), form.status


@pages.route("/programmes/<uuid:programme_id>/partners/<uuid:partner_id>/contact", methods=["GET", "POST"])
def contact(programme_id: UUID, partner_id: UUID) -> ResponseReturnValue:
    require(contract.change_partner)
    programme, partner = _partner(programme_id, partner_id)
    person_id = request.form.get("person_id")
    if person_id:
        kept = {name: partner[name] for name in ("name", "willing", "able", "version")}
        about = {"programme_id": programme_id, "partner_id": partner_id, "contact_id": person_id}
        bus().order(contract.change_partner, key(), **kept, **about)
        flash(_("Saved."), "success")
        return redirect(url_for("partners.index", programme_id=programme_id))
    q = request.args.get("q") or partner["name"]
    found = bus().ask(identity.people, q=q, per_page=MOST_FOUND)["items"]
    problem = _("Choose a person.") if request.method == "POST" else None
    page = render_template(
        "partners/contact.html",
        programme=programme,
        partner=partner,
        people=[person | {"note": groups.about(person)} for person in found],
        q=q,
        problem=problem,
    )
    return page, 422 if problem else 200


def _partner(programme_id: UUID, partner_id: UUID) -> tuple[dict[str, Any], dict[str, Any]]:
    programme, found = bus().ask_together(
        (contract.programme, {"programme_id": programme_id}), (contract.partners, {"programme_id": programme_id})
    )
    for partner in found["partners"]:
        if partner["id"] == partner_id:
            return programme, partner
    raise NotFound()
