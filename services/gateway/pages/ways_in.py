"""How people come into a group or an introduction: what a coordinator opens, whom partners nominate, who came how."""

from collections import Counter
from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, TextAreaField

from services.gateway import errors, formats, registering
from services.gateway.clients import bus
from services.gateway.forms import DateField, Form, key
from services.gateway.visitor import require
from shared.contracts import municipalities
from shared.contracts import trainings as contract
from shared.errors import Refusal

pages = Blueprint("ways_in", __name__)

CLOSED = "closed"


class RegistrationForm(Form):
    call = contract.open_registration
    way = RadioField(_l("Who can register?"), validate_choice=False)
    closes_on = DateField(_l("Last day"), description=_l("Without one, until it begins."))
    places = StringField(_l("Places"), description=_l("Leave this empty if there is no limit."))
    language = SelectField(_l("In which language is it?"), validate_choice=False)
    about = TextAreaField(
        _l("What is it about?"), description=_l("Everybody can read it who has the link, or sees the open call.")
    )

    def __init__(self, way_before: str | None, **kwargs: Any):
        super().__init__(**kwargs)
        self.way_before = way_before
        self.way.choices = [
            (CLOSED, _("Nobody: people are invited")),
            ("link", _("Who has the link")),
            ("open_call", _("Everybody, by an open call")),
        ]
        self.language.choices = formats.choices("languages")

    def values(self) -> dict[str, Any]:
        """Closing keeps the way by which it was open."""
        values = super().values()
        if values["way"] == CLOSED:
            return values | {"way": self.way_before or "link", "open": False}
        return values | {"open": True}


@pages.get("/ways-in/<uuid:edition_id>")
def show(edition_id: UUID) -> ResponseReturnValue:
    return _show(edition_id)


def _show(edition_id: UUID, refusal: Refusal | None = None) -> ResponseReturnValue:
    found = bus().ask(contract.ways_in, edition_id=edition_id)
    partners = bus().ask(municipalities.partners, programme_id=found["programme_id"])["partners"]
    partner_names = {partner["id"]: partner["name"] for partner in partners}
    names = bus().names(person["person_id"] for person in found["people"])
    page = render_template(
        "ways_in/show.html",
        found=found,
        edition=found["edition"],
        rows=registering.rows(found["edition"]),
        people=[{**names.about(person["person_id"]), **person} for person in found["people"]],
        counts=_counts(found["people"]),
        partner_names=partner_names,
        seats=sorted(found["seats"], key=lambda seats: partner_names.get(seats["partner_id"], "").casefold()),
        most=contract.NOMINATIONS,
        public_url=current_app.config["CITY"].public_url,
        problem=errors.sentence(refusal) if refusal else None,
    )
    return page, refusal.status if refusal else 200


def _counts(people: list[dict[str, Any]]) -> list[str]:
    counts = Counter(person["way"] for person in people if person["state"] in contract.ENROLMENT)
    return [
        _("%(what)s: %(number)s", what=formats.label(way, "way_in"), number=counts[way])
        for way in contract.WAYS_IN
        if counts[way]
    ]


@pages.route("/ways-in/<uuid:edition_id>/registration", methods=["GET", "POST"])
def registration(edition_id: UUID) -> ResponseReturnValue:
    require(contract.open_registration)
    found = bus().ask(contract.ways_in, edition_id=edition_id)
    edition = found["edition"]
    form = RegistrationForm(
        found["way"],
        data={
            "way": found["way"] if found["is_set_open"] else CLOSED,
            "language": edition["language"] or current_app.config["CITY"].default_language,
            **{name: edition[name] for name in ("closes_on", "about", "places")},
        },
    )
    if form.sent and form.send(edition_id=edition_id) is not None:
        flash(_("Saved."), "success")
        return redirect(url_for("ways_in.show", edition_id=edition_id))
    return render_template("ways_in/registration.html", form=form, edition=edition, edition_id=edition_id), form.status


@pages.post("/ways-in/<uuid:edition_id>/partners/<uuid:partner_id>")
def ask_partner(edition_id: UUID, partner_id: UUID) -> ResponseReturnValue:
    try:
        bus().order(contract.ask_partner, key(), edition_id=edition_id, partner_id=partner_id)
    except Refusal as refusal:
        if refusal.status != 409:
            raise
        return _show(edition_id, refusal)
    flash(_("The contact of the partner gets the code by mail."), "success")
    return redirect(url_for("ways_in.show", edition_id=edition_id))
