"""Two records that are one person: the list of those that may be, comparing two, making them one, undoing it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.gateway import errors, formats
from services.gateway.clients import bus
from services.gateway.formats import PERSON, PERSON_TAXONOMIES
from services.gateway.forms import key
from services.gateway.visitor import require
from shared.contracts import identity as contract
from shared.contracts import municipalities
from shared.errors import ChangedMeanwhile, NotFound, Refusal

pages = Blueprint("duplicates", __name__)

PER_PAGE = 25
MOST_FOUND = 20

REASONS = {
    "same_name": _l("The same name"),
    "same_address": _l("The same address, apart from capitals or what follows a plus sign"),
    "similar_name": _l("Nearly the same name, at the same organisation"),
}
FIELDS = PERSON | {
    "area_ids": _l("Areas"),
    "line_manager_id": _l("Line manager"),
}
KEPT, DROPPED = "kept", "dropped"


@pages.get("/people/duplicates")
def index() -> ResponseReturnValue:
    page, q = request.args.get("page", 1), request.args.get("q", "").strip()
    found, done = bus().ask_together(
        (contract.duplicates, {"q": q or None, "page": page, "per_page": PER_PAGE}),
        (contract.merges, {}),
    )
    names = bus().names(merge["merged_by"] for merge in done["merges"])
    return render_template(
        "duplicates/index.html", found=found, q=q, reasons=REASONS, merges=done["merges"], names=names, about=about
    )


@pages.get("/people/<uuid:person_id>/merge")
def choose(person_id: UUID) -> ResponseReturnValue:
    """Who else this may be, where nothing in the two records says so."""
    q = request.args.get("q") or None
    person = bus().ask(contract.person, person_id=person_id)
    if person["removed"]:
        raise NotFound()
    found = bus().ask(contract.people, q=q, per_page=MOST_FOUND + 1)["items"] if q else []
    others = [each | {"about": about(each)} for each in found if each["id"] != person_id]
    return render_template("duplicates/choose.html", person=person, q=q, others=others[:MOST_FOUND])


@pages.get("/people/<uuid:person_id>/merge/<uuid:other_id>")
def compare(person_id: UUID, other_id: UUID) -> ResponseReturnValue:
    return _compare(person_id, other_id)


def _compare(person_id: UUID, other_id: UUID, refusal: Refusal | None = None) -> ResponseReturnValue:
    found = bus().ask(contract.pair, person_id=person_id, other_id=other_id)
    one, other = found["one"], found["other"]
    said = _names_of(one, other)
    keeps_one = request.form.get("keep", str(_the_fuller(one, other))) == str(one["id"])
    page = render_template(
        "duplicates/compare.html",
        one=one,
        other=other,
        keeps_one=keeps_one,
        distinct=found["distinct"],
        rows=[_row(field, label, one, other, keeps_one, said) for field, label in FIELDS.items()],
        problem=errors.sentence(refusal) if refusal else None,
    )
    return page, refusal.status if refusal else 200


def _names_of(*people: dict[str, Any]) -> dict[Any, str]:
    """Of the areas and line managers in their records."""
    managers = [person["line_manager_id"] for person in people if person["line_manager_id"]]
    areas = bus().ask(municipalities.areas)["areas"] if any(person["area_ids"] for person in people) else []
    found = bus().names(managers)
    return {area["id"]: area["name"] for area in areas} | {each: found[each] for each in managers}


def _row(
    field: str, label: Any, one: dict[str, Any], other: dict[str, Any], keeps_one: bool, names: dict[Any, str]
) -> dict[str, Any]:
    """What both say, and which of the two is taken unless somebody decides otherwise: never nothing for something."""
    usual = one if keeps_one else other
    chosen = usual if usual[field] else other if keeps_one else one
    return {
        "field": field,
        "label": label,
        "one": _said(field, one[field], names),
        "other": _said(field, other[field], names),
        "differs": one[field] != other[field],
        "chosen": request.form.get(field) or str(chosen["id"]),
    }


def _said(field: str, value: Any, names: dict[Any, str]) -> str:
    taxonomy = PERSON_TAXONOMIES.get(field)
    if field == "area_ids":
        value = ", ".join(sorted(names[area_id] for area_id in value if area_id in names))
    if field == "line_manager_id" and value:
        value = names[value]
    return (formats.term(value, taxonomy) if taxonomy else value) or _("Not known")


def _the_fuller(one: dict[str, Any], other: dict[str, Any]) -> UUID:
    """Who can sign in stays who they are; otherwise the record that says more."""
    return max(one, other, key=lambda each: (each["has_account"], sum(bool(each[field]) for field in FIELDS)))["id"]


@pages.post("/people/<uuid:person_id>/merge/<uuid:other_id>")
def merge(person_id: UUID, other_id: UUID) -> ResponseReturnValue:
    kept_id = request.form.get("keep") or str(person_id)
    dropped_id = str(other_id) if kept_id == str(person_id) else str(person_id)
    merged = {
        "kept_id": kept_id,
        "dropped_id": dropped_id,
        "kept_version": request.form.get(f"version-{kept_id}", 0),
        "dropped_version": request.form.get(f"version-{dropped_id}", 0),
        "from_dropped": [field for field in FIELDS if request.form.get(field) == dropped_id],
    }
    try:
        bus().order(contract.merge_people, key(), **merged)
    except Refusal as refusal:
        if refusal.status not in (ChangedMeanwhile.status, 422):
            raise
        return _compare(person_id, other_id, refusal)
    flash(_("The two records are one person now. Within 30 days this can be undone."), "success")
    return redirect(url_for("people.show", person_id=kept_id))


@pages.post("/people/<uuid:person_id>/distinct/<uuid:other_id>")
def keep_apart(person_id: UUID, other_id: UUID) -> ResponseReturnValue:
    bus().order(contract.keep_apart, key(), person_id=person_id, other_id=other_id)
    flash(_("Remembered: these are two people. They are not suggested again."), "success")
    return redirect(url_for("duplicates.index"))


@pages.route("/people/merges/<uuid:merge_id>/undo", methods=["GET", "POST"])
def undo(merge_id: UUID) -> ResponseReturnValue:
    require(contract.undo_merge)
    if request.method == "POST":
        bus().order(contract.undo_merge, key(), merge_id=merge_id)
        flash(_("There are two people again, each as they were."), "success")
        return redirect(url_for("duplicates.index"))
    found = bus().ask(contract.merges)["merges"]
    merged = next((each for each in found if each["id"] == merge_id), None)
    if merged is None:
        raise NotFound()
    return render_template("duplicates/undo.html", merge=merged)


def about(person: dict[str, Any]) -> str:
    """Address and organisation, which tell two people of one name apart."""
    return ", ".join(each for each in (person["email"], person["organisation"]) if each)
