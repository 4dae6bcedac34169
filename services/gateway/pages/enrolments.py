"""Who is in a group: adding one person, and withdrawing one."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.gateway import errors, groups
from services.gateway.clients import bus
from services.gateway.forms import key
from services.gateway.visitor import require
from shared.contracts import identity
from shared.contracts import trainings as contract
from shared.errors import Refusal

pages = Blueprint("enrolments", __name__)

MOST_FOUND = 20


@pages.get("/groups/<uuid:group_id>/members/new")
def choose(group_id: UUID) -> ResponseReturnValue:
    return _choose(group_id)


def _choose(group_id: UUID, refusal: Refusal | None = None, problem: str | None = None) -> ResponseReturnValue:
    group = bus().ask(contract.group, group_id=group_id)
    q = request.values.get("q") or None
    members = {member["person_id"] for member in group["members"]}
    found = [person for person in _found(group, q) if person["id"] not in members]
    person_id = request.form.get("person_id")
    page = render_template(
        "enrolments/new.html",
        group=group,
        q=q,
        people=[person | {"note": groups.about(person)} for person in found[:MOST_FOUND]],
        person_id=person_id,
        problem=problem or (errors.sentence(refusal) if refusal else None),
        is_full=refusal is not None and refusal.code == "group_full",
    )
    return page, refusal.status if refusal else 422 if problem else 200


def _found(group: dict[str, Any], q: str | None) -> list[dict[str, Any]]:
    """Without a search: who attended an introduction and is in no group yet."""
    if q:
        return bus().ask(identity.people, q=q, per_page=MOST_FOUND + len(group["members"]))["items"]
    candidates = bus().ask(contract.candidates, programme_id=group["programme_id"])["person_ids"]
    return bus().names(candidates).in_order(candidates)


@pages.post("/groups/<uuid:group_id>/members/new")
def add(group_id: UUID) -> ResponseReturnValue:
    person_id = request.form.get("person_id")
    if not person_id:
        return _choose(group_id, problem=_("Choose a person."))
    or_wait = "or_wait" in request.form
    try:
        place = bus().order(contract.take_place, key(), group_id=group_id, person_id=person_id, or_wait=or_wait)
    except Refusal as refusal:
        if refusal.status != 409:
            raise
        return _choose(group_id, refusal)
    flash(_what_was_done(bus().names([UUID(person_id)])[UUID(person_id)], place), "success")
    return redirect(url_for("groups.show", group_id=group_id))


def _what_was_done(name: str, place: dict[str, Any]) -> str:
    if place["state"] == "waiting":
        return _("%(name)s is on the waiting list, at number %(position)s.", name=name, position=place["position"])
    return _("%(name)s has a place in the group.", name=name)


@pages.get("/groups/<uuid:group_id>/members/<uuid:person_id>/withdraw")
def confirm(group_id: UUID, person_id: UUID) -> ResponseReturnValue:
    require(contract.withdraw)
    group = bus().ask(contract.group, group_id=group_id)
    member = next((member for member in group["members"] if member["person_id"] == person_id), None)
    if member is None:
        return redirect(url_for("groups.show", group_id=group_id))
    first = next((each for each in group["members"] if each["position"] == 1), None)
    names = bus().names([person_id, first and first["person_id"]])
    gets_it = first if first and member["state"] == "enrolled" else None
    is_pair = gets_it is not None and gets_it["pair_id"] is not None
    return render_template(
        "enrolments/withdraw.html",
        group=group,
        member=member,
        name=names[person_id],
        moves_up=names[gets_it["person_id"]] if gets_it and not is_pair else None,
        pair_is_first=is_pair,
    )


@pages.post("/groups/<uuid:group_id>/members/<uuid:person_id>/withdraw")
def withdraw(group_id: UUID, person_id: UUID) -> ResponseReturnValue:
    promoted_ids = bus().order(contract.withdraw, key(), group_id=group_id, person_id=person_id)["promoted_ids"]
    names = bus().names([person_id, *promoted_ids])
    said = _("%(name)s has been withdrawn.", name=names[person_id])
    if len(promoted_ids) == 1:
        said = _(
            "%(name)s has been withdrawn. %(next)s comes from the waiting list and has a place now.",
            name=names[person_id],
            next=names[promoted_ids[0]],
        )
    elif promoted_ids:
        said = _(
            "%(name)s has been withdrawn. From the waiting list come, with a place now: %(others)s.",
            name=names[person_id],
            others=", ".join(names[promoted_id] for promoted_id in promoted_ids),
        )
    flash(said, "success")
    return redirect(url_for("groups.show", group_id=group_id))
