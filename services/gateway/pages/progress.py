"""Noting for several people at once what no session shows: choose, check, done."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import RadioField

from services.gateway import formats
from services.gateway.clients import bus
from services.gateway.forms import DateField, Form
from services.gateway.visitor import require
from shared import clock
from shared.contracts import identity
from shared.contracts import trainings as contract
from shared.contracts.base import load
from shared.errors import Invalid

pages = Blueprint("progress", __name__)

SHOWN = 50  # people whom the filter finds; the chosen stay in sight besides
FILTERS = ("q", "sector", "role")


class NoteForm(Form):
    call = contract.note_requirement
    requirement = RadioField(_l("What did they do?"), validate_choice=False)
    on = DateField(_l("When?"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        noted = contract.noted_requirements()
        self.requirement.choices = [(code, formats.term(code, "trainer_requirements")) for code in noted]

    def checked(self, person_ids: list[str]) -> dict[str, Any] | None:
        """What was filled in, to be looked at before it is sent; None when something is wrong."""
        try:
            note = load(self.call.request, {**self.values(), "person_ids": person_ids})
            if note["on"] > clock.today(current_app.config["CITY"].time_zone):
                raise Invalid({"on": ["in_the_future"]})
            return note
        except Invalid as refusal:
            self.take(refusal)
            return None

    def _to_fields(self, complaints: dict[str, list[str]]) -> list[str]:
        """Whom is chosen in the table, which is no field of the form."""
        others = {path: codes for path, codes in complaints.items() if not path.startswith("person_ids")}
        nobody = [_("Choose at least one person.")] if len(others) < len(complaints) else []
        return [*nobody, *super()._to_fields(others)]


@pages.route("/trainers/progress", methods=["GET", "POST"])
def note() -> ResponseReturnValue:
    require(contract.note_requirement)
    form = NoteForm()
    chosen = request.form.getlist("person_ids")
    if "checked" in request.form and "change" not in request.form:
        done = form.send(person_ids=chosen)
        if done:
            flash(_told(done), "success")
            return redirect(url_for("trainers.index"))
    elif "is_complete" in request.form and (checked := form.checked(chosen)):
        return _check(form, checked, chosen)
    return _choose(form, chosen)


def _check(form: NoteForm, checked: dict[str, Any], chosen: list[str]) -> ResponseReturnValue:
    people = bus().names(checked["person_ids"]).in_order(checked["person_ids"])
    dates = {f"on-{part}": value for part, value in form.on.data_parts.items()}
    return render_template(
        "progress/check.html",
        people=people,
        rows=[
            {"key": form.requirement.label.text, "value": formats.term(checked["requirement"], "trainer_requirements")},
            {"key": form.on.label.text, "value": formats.day(checked["on"])},
            {"key": _("Who"), "value": [person["name"] for person in people]},
        ],
        typed={**dates, "requirement": checked["requirement"], "person_ids": chosen},
    )


def _choose(form: NoteForm, chosen: list[str]) -> ResponseReturnValue:
    filters = {name: request.form.get(name) or None for name in FILTERS}
    found = bus().ask(identity.people, **filters, per_page=SHOWN)
    others = {str(person["id"]) for person in found["items"]}
    names = bus().names(load(contract.NoteRequirement, _only(chosen))["person_ids"] if chosen else [])
    stay = [names.about(person_id) for person_id in names.people if str(person_id) not in others]
    page = render_template(
        "progress/note.html",
        form=form,
        people=sorted([*stay, *found["items"]], key=lambda person: person["name"].casefold()),
        found=found["total"],
        chosen=chosen,
        filters=filters,
        sectors=formats.choices("sectors", _("All sectors")),
        roles=[("", _("Everybody")), ("trainer", _("Trainers")), ("expert", _("Members of the expert network"))],
    )
    return page, form.status


def _only(chosen: list[str]) -> dict[str, Any]:
    """The chosen as the contract reads them, whatever else is filled in yet."""
    return {"person_ids": chosen, "requirement": contract.noted_requirements()[0], "on": "2000-01-01"}


def _told(done: dict[str, int]) -> str:
    said = ngettext("Noted for %(num)s person.", "Noted for %(num)s people.", done["noted"])
    if not done["already"]:
        return said
    already = ngettext(
        "For %(num)s person it had been noted already.",
        "For %(num)s people it had been noted already.",
        done["already"],
    )
    return f"{said} {already}"
