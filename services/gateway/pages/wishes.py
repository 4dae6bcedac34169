"""Who wishes to learn with whom, and who is not to be together: what composing groups keeps to."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField

from services.gateway import formats, listed_programmes
from services.gateway.clients import bus
from services.gateway.forms import Form, key
from services.gateway.visitor import require
from shared.contracts import municipalities
from shared.contracts import trainings as contract

pages = Blueprint("wishes", __name__)

# More of them need a search before one is chosen.
MOST_CHOICES = 200


class WishForm(Form):
    call = contract.add_wish
    person_id = SelectField(_l("Who?"), validate_choice=False)
    kind = RadioField(_l("What is wished?"), validate_choice=False)
    other_id = SelectField(_l("With whom?"), validate_choice=False)

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        self.kind.choices = [(kind, formats.label(kind, "wish")) for kind in contract.WISHES]


@pages.route("/programmes/<uuid:programme_id>/wishes", methods=["GET", "POST"])
def index(programme_id: UUID) -> ResponseReturnValue:
    require(contract.add_wish)
    form = WishForm(data={"kind": "with"})
    if form.sent and form.send(programme_id=programme_id) is not None:
        flash(_("The wish has been noted."), "success")
        return redirect(url_for("wishes.index", programme_id=programme_id))
    programme, found, candidates = bus().ask_together(
        (municipalities.programme, {"programme_id": programme_id}),
        (contract.wishes, {"programme_id": programme_id}),
        (contract.candidates, {"programme_id": programme_id}),
    )
    wishes, candidate_ids = found["wishes"], candidates["person_ids"]
    names = bus().names([*candidate_ids, *(wish[who] for wish in wishes for who in ("person_id", "other_id"))])
    people = names.in_order(candidate_ids)
    searches = {name: request.args.get(name, "").strip() for name in ("q", "other_q")}
    for field, q in ((form.person_id, searches["q"]), (form.other_id, searches["other_q"])):
        field.choices = [("", _("Choose a person")), *_choices(people, q)]
    page = render_template(
        "wishes/index.html",
        programme=programme,
        form=form,
        wishes=listed_programmes.wishes(wishes, names),
        candidates=set(candidate_ids),
        searches=searches,
        needs_search=len(people) > MOST_CHOICES,
    )
    return page, form.status


def _choices(people: list[dict[str, Any]], q: str) -> list[tuple[str, str]]:
    found = [person for person in people if q.casefold() in f"{person['name']} {person['organisation']}".casefold()]
    return [
        (str(person["id"]), ", ".join(each for each in (person["name"], person["organisation"]) if each))
        for person in found[:MOST_CHOICES]
    ]


@pages.post("/programmes/<uuid:programme_id>/wishes/remove")
def remove(programme_id: UUID) -> ResponseReturnValue:
    pair = {name: request.form.get(name) for name in ("person_id", "other_id")}
    bus().order(contract.remove_wish, key(), programme_id=programme_id, **pair)
    flash(_("The wish has been removed."), "success")
    return redirect(url_for("wishes.index", programme_id=programme_id))
