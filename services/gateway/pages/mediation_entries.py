"""What a mediator writes in a mediation. Everything here is sealed before it is sent, and opened when it came."""

from collections import Counter
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.gateway import mediation_keys, mediations
from services.gateway.clients import bus
from services.gateway.forms import key
from services.gateway.mediation_forms import ChangeEntryForm, ConfidentialityForm, EntryForm, SuitabilityForm
from shared.contracts import mediations as contract
from shared.errors import NotFound

pages = Blueprint("mediation_entries", __name__)

PARTS = {
    "party": "parties",
    "talk": "preparation",
    "ground_rules": "ground-rules",
    "thank_you": "follow-up",
    "promise": "follow-up",
    "contact": "follow-up",
}


@pages.route("/mediations/<uuid:mediation_id>/confidentiality", methods=["GET", "POST"])
def confidentiality(mediation_id: UUID) -> ResponseReturnValue:
    mediation = mediations.own(mediation_id)
    mediation_keys.stored()
    form = ConfidentialityForm(mediation, data={"agreed_on": mediation["confidential_on"] or mediations.today()})
    if form.sent and form.send(mediation_id=mediation_id) is not None:
        flash(_("Agreed. From now on you can write things down here: you alone can read them."), "success")
        return _back(mediation_id)
    page = render_template("mediation_entries/confidentiality.html", form=form, mediation=mediation)
    return mediation_keys.keep((page, form.status))


@pages.route("/mediations/<uuid:mediation_id>/suitability", methods=["GET", "POST"])
def suitability(mediation_id: UUID) -> ResponseReturnValue:
    mediation = mediations.begun(mediation_id)
    opened = _opened(mediation)
    if opened is None and request.method == "GET":
        return _unlock_first()
    judged = {**((opened and opened["suitability"]) or {}), "verdict": mediation["verdict"]}
    form = SuitabilityForm(mediation, data=judged)
    if form.sent and form.send(mediation_id=mediation_id) is not None:
        flash(_("Your judgement is kept. Judge anew whenever something comes to light."), "success")
        return _back(mediation_id)
    page = render_template("mediation_entries/suitability.html", form=form, mediation=mediation)
    return mediation_keys.keep((page, form.status))


@pages.route("/mediations/<uuid:mediation_id>/entries/new/<kind>", methods=["GET", "POST"])
def new(mediation_id: UUID, kind: str) -> ResponseReturnValue:
    if kind not in mediations.KINDS:
        raise NotFound()
    mediation = mediations.begun(mediation_id)
    opened = _opened(mediation)
    if opened is None and request.method == "GET":
        return _unlock_first()
    given = {"party_id": request.args.get("party"), "happened_on": mediations.today()}
    form = EntryForm(mediation, kind, _parties(opened), data=given)
    if form.sent and form.send(mediation_id=mediation_id) is not None:
        flash(_("Kept, sealed."), "success")
        return _back(mediation_id, PARTS.get(kind, "sessions"))
    return _page(form, mediation)


@pages.route("/mediations/<uuid:mediation_id>/entries/<uuid:entry_id>", methods=["GET", "POST"])
def edit(mediation_id: UUID, entry_id: UUID) -> ResponseReturnValue:
    mediation = mediations.begun(mediation_id)
    entry = _of_id(mediation["entries"], entry_id)
    opened = _opened(mediation)
    if opened is None and request.method == "GET":
        return _unlock_first()
    read = opened["entries"] if opened else []
    words: dict[str, Any] = next((each["words"] for each in read if each["id"] == entry_id), {})
    party_id = str(entry["party_id"]) if entry["party_id"] else ""
    saved = {**entry, **words, "party_id": party_id}
    form = ChangeEntryForm(mediation, entry["kind"], _parties(opened), data=saved)
    version = request.form.get("version", entry["version"])
    if form.sent and form.send(mediation_id=mediation_id, entry_id=entry_id, version=version) is not None:
        flash(_("Kept, sealed."), "success")
        return _back(mediation_id, PARTS.get(entry["kind"], "sessions"))
    if form.is_outdated:
        return _page(form, mediation, entry, entry["version"], form.versions(saved))
    return _page(form, mediation, entry, version)


@pages.post("/mediations/<uuid:mediation_id>/entries/<uuid:entry_id>/done")
def finish(mediation_id: UUID, entry_id: UUID) -> ResponseReturnValue:
    done_on = mediations.today() if request.form.get("done") == "yes" else None
    bus().order(contract.finish_entry, key(), mediation_id=mediation_id, entry_id=entry_id, done_on=done_on)
    flash(_("Noted."), "success")
    return _back(mediation_id, "follow-up")


@pages.route("/mediations/<uuid:mediation_id>/entries/<uuid:entry_id>/removal", methods=["GET", "POST"])
def remove(mediation_id: UUID, entry_id: UUID) -> ResponseReturnValue:
    """Says first what goes with it."""
    if request.method == "POST":
        bus().order(contract.remove_entry, key(), mediation_id=mediation_id, entry_id=entry_id)
        flash(_("It has been removed."), "success")
        return _back(mediation_id)
    mediation = mediations.begun(mediation_id)
    opened = mediations.opened(mediation)
    if opened is None:
        return _unlock_first()
    entry = _of_id(opened["entries"], entry_id)
    about = Counter(each["kind"] for each in opened["entries"] if each["party_id"] == entry_id)
    return render_template("mediation_entries/remove.html", mediation=mediation, entry=entry, about=about)


def _page(
    form: EntryForm, mediation: dict[str, Any], entry: Any = None, version: Any = None, conflict: Any = None
) -> ResponseReturnValue:
    which = {"entry": entry, "version": version, "kind": form.kind, "conflict": conflict}
    page = render_template("mediation_entries/entry.html", form=form, mediation=mediation, **which)
    return mediation_keys.keep((page, form.status))


def _opened(mediation: dict[str, Any]) -> dict[str, Any] | None:
    """As `mediations.opened`, also with the passphrase that the form carries where the half hour was over."""
    mediation_keys.unlock_if_right(request.form.get("passphrase"))
    return mediations.opened(mediation)


def _of_id(entries: list[dict[str, Any]], entry_id: UUID) -> dict[str, Any]:
    entry = next((each for each in entries if each["id"] == entry_id), None)
    if entry is None:
        raise NotFound()
    return entry


def _parties(opened: dict[str, Any] | None) -> list[dict[str, Any]] | None:
    return mediations.of_kind(opened["entries"], "party") if opened else None


def _unlock_first() -> ResponseReturnValue:
    if mediation_keys.unlocked() is not None:
        raise mediations.MediationNotReadable()
    return redirect(url_for("mediation_keys.unlock", next=request.full_path.rstrip("?")))


def _back(mediation_id: UUID, part: str | None = None) -> ResponseReturnValue:
    return mediation_keys.keep(redirect(url_for("mediations.show", mediation_id=mediation_id, _anchor=part)))
