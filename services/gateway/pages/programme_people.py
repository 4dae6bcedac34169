"""The people behind a programme: its coordinators, and those at policy level and at street level."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from services.gateway import formats, setup
from services.gateway.clients import bus
from services.gateway.forms import Form, key
from services.gateway.visitor import current
from shared.access import COORDINATOR
from shared.contracts import identity
from shared.contracts import municipalities as contract
from shared.errors import Invalid, Refusal

pages = Blueprint("programme_people", __name__)

OFFERED = 20
SUGGESTED = 10


@dataclass(frozen=True)
class People:
    """One list of people of a programme. `offered`: who may be found, `suggested`: who is shown before any search.

    `following`: the next thing to fill in, if the list is a part of the registration.
    """

    name: str
    field: str
    title: LazyString
    text: LazyString
    nobody: LazyString
    suggestion: LazyString
    not_found: LazyString
    offered: dict[str, str]
    suggested: dict[str, str]
    following: str | None


LISTS = {
    people.name: people
    for people in (
        People(
            "policy-level",
            "decision_maker_ids",
            _l("People at policy level"),
            _l("Decision-makers who stand behind the programme: they give it time, room and a mandate."),
            _l("The programme can start without them, and says so until somebody is added."),
            _l("People at policy level whom the programme knows"),
            _l("Is the person not there?"),
            {},
            {"level": "policy"},
            "street-level",
        ),
        People(
            "street-level",
            "street_level_ids",
            _l("People at street level"),
            _l("People who meet the residents in their daily work, such as youth workers and district officers."),
            _l("The programme can start without them, and says so until somebody is added."),
            _l("People at street level whom the programme knows"),
            _l("Is the person not there?"),
            {},
            {"level": "street"},
            "check",
        ),
        People(
            "coordinators",
            "coordinator_ids",
            _l("Coordinators"),
            _l("They run the programme: they may see and change everything in it."),
            _l("Nobody runs this programme any more. Add somebody."),
            _l("People with the role of coordinator"),
            _l("Only people with the role of coordinator can be added. The role is given on the page of a person."),
            {"role": COORDINATOR},
            {},
            None,
        ),
    )
}


class PersonForm(Form):
    """A choice among the people that were found."""

    call = contract.add_coordinator
    person_id = HiddenField()

    def take(self, refusal: Refusal) -> None:
        """Whatever is wrong with the list is wrong with who was chosen."""
        super().take(Invalid({"person_id": ["wrong"]}) if isinstance(refusal, Invalid) else refusal)
        if isinstance(refusal, Invalid):
            self.person_id.errors = [_("Choose a person")]


ADDRESS = '/programmes/<uuid:programme_id>/<any("policy-level", "street-level", coordinators):people>'


@pages.route(ADDRESS, methods=["GET", "POST"])
def show(programme_id: UUID, people: str) -> ResponseReturnValue:
    listed = LISTS[people]
    form = PersonForm()
    if form.sent and _added(form, programme_id, listed):
        flash(_("%(name)s has been added.", name=_name(form)), "success")
        return redirect(url_for("programme_people.show", programme_id=programme_id, people=people))
    query = request.args.get("q", "").strip()
    limit = OFFERED if query else SUGGESTED
    wanted = {"q": query} if query else listed.suggested
    programme, found = bus().ask_together(
        (contract.programme, {"programme_id": programme_id}),
        (identity.people, {"per_page": limit, **listed.offered, **wanted}),
    )
    names = bus().names(programme[listed.field])
    return (
        render_template(
            "programmes/people.html",
            programme=programme,
            listed=listed,
            form=form,
            query=query,
            chosen=names.in_order(programme[listed.field]),
            found=_offers(found["items"], programme[listed.field], query),
            more=found["total"] > limit,
            limit=limit,
            back=_back(programme),
            own=current().person_id in programme["coordinator_ids"],
        ),
        form.status,
    )


@pages.post(f"{ADDRESS}/remove")
def remove(programme_id: UUID, people: str) -> ResponseReturnValue:
    listed = LISTS[people]
    form = PersonForm()
    try:
        _remove(programme_id, listed, form.person_id.data)
    except Refusal as refusal:
        form.take(refusal)
        flash(form.problem or _("Choose a person"), "error")
    else:
        flash(_("%(name)s has been removed from the list.", name=_name(form)), "success")
        if listed.field == "coordinator_ids" and form.person_id.data == str(current().person_id):
            return redirect(url_for("programmes.index"))
    return redirect(url_for("programme_people.show", programme_id=programme_id, people=people))


def _added(form: PersonForm, programme_id: UUID, listed: People) -> bool:
    try:
        _add(programme_id, listed, form.person_id.data)
    except Refusal as refusal:
        form.take(refusal)
        return False
    return True


def _add(programme_id: UUID, listed: People, person_id: str) -> None:
    if listed.field == "coordinator_ids":
        bus().order(contract.add_coordinator, key(), programme_id=programme_id, person_id=person_id)
        return
    programme = bus().ask(contract.programme, programme_id=programme_id)
    known = [str(one) for one in programme[listed.field]]
    if person_id not in known:
        _save(programme, listed, [*known, person_id])


def _remove(programme_id: UUID, listed: People, person_id: str) -> None:
    if listed.field == "coordinator_ids":
        bus().order(contract.remove_coordinator, key(), programme_id=programme_id, person_id=person_id)
        return
    programme = bus().ask(contract.programme, programme_id=programme_id)
    known = [str(one) for one in programme[listed.field]]
    if person_id in known:
        _save(programme, listed, [one for one in known if one != person_id])


def _save(programme: dict[str, Any], listed: People, person_ids: list[str]) -> None:
    """The version sees to it that nobody is lost when two people change the list at once."""
    changed = {listed.field: person_ids, "version": programme["version"]}
    bus().order(contract.save_programme, key(), programme_id=programme["id"], **changed)


def _name(form: PersonForm) -> str:
    person_id = UUID(form.person_id.data)
    return bus().names([person_id])[person_id]


def _offers(found: list[dict[str, Any]], chosen: list[UUID], query: str) -> list[dict[str, Any]]:
    """Who is in the list already is not suggested, but found when searched for."""
    return [
        {"id": person["id"], "name": person["name"], "note": _note(person, person["id"] in chosen)}
        for person in found
        if query or person["id"] not in chosen
    ]


def _note(person: dict[str, Any], is_chosen: bool) -> str:
    if is_chosen:
        return _("In the list already")
    notes = (person["organisation"], formats.term(person["sector"], "sectors"), formats.term(person["level"], "levels"))
    return ", ".join(note for note in notes if note)


def _back(programme: dict[str, Any]) -> str:
    if request.args.get("then") == "check":
        return url_for("programmes.check", programme_id=programme["id"])
    if setup.is_under_way():
        return url_for("setup.programme")
    page = "programmes.settings" if programme["state"] == "registered" else "programmes.registration"
    return url_for(page, programme_id=programme["id"])
