"""Groups: the list, forming one, its page, its name and places, who gives the course. Who is in it: enrolments.py."""

from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from services.gateway import bulk, clashes, formats, groups, listed, own_programmes, plans
from services.gateway.clients import Names, bus
from services.gateway.visitor import current, require
from shared.access import COORDINATOR, TRAINER
from shared.contracts import municipalities
from shared.contracts import trainings as contract
from shared.errors import ChangedMeanwhile, Invalid

pages = Blueprint("groups", __name__)

PER_PAGE = 25
MOST_SHOWN = 200  # candidates in one table; the filter finds the others


@pages.get("/groups")
def index() -> ResponseReturnValue:
    return _list(request.args.get("programme_id") or None, programmes=own_programmes.names())


@pages.get("/programmes/<uuid:programme_id>/groups")
def of_programme(programme_id: UUID) -> ResponseReturnValue:
    programme, candidates = bus().ask_together(
        (municipalities.programme, {"programme_id": programme_id}),
        (contract.candidates, {"programme_id": programme_id}),
    )
    return _list(programme_id, programme=programme, candidates=len(candidates["person_ids"]))


def _list(programme_id: UUID | str | None, **more: Any) -> ResponseReturnValue:
    is_coordinator = current().has(COORDINATOR)
    asked = listed.groups_wanted(request.args) | ({"programme_id": programme_id} if programme_id else {})
    page = bus().ask(contract.groups, **asked, page=request.args.get("page", 1), per_page=PER_PAGE)
    return render_template(
        "groups/index.html",
        groups=page["items"],
        page=page,
        names=bus().names(trainer_id for group in page["items"] for trainer_id in group["trainer_ids"]),
        wanted=request.args,
        states=formats.LABELS["group_state"].items(),
        trainers=groups.trainers_to_choose(Names({})) if is_coordinator else [],
        actions=bulk.offered("groups"),
        programme_id=programme_id,
        is_both=is_coordinator and current().has(TRAINER),
        **more,
    )


@pages.route("/programmes/<uuid:programme_id>/groups/new", methods=["GET", "POST"])
def new(programme_id: UUID) -> ResponseReturnValue:
    form = groups.new()
    chosen = request.form.getlist("person_ids")
    overflow = max(len(chosen) - form.places_wanted, 0)
    # Nobody is put on the waiting list unless the page said so before.
    knows_who_waits = request.form.get("waiting", "0") == str(overflow)
    if "is_complete" in request.form and knows_who_waits:
        created = form.send(programme_id=programme_id, person_ids=chosen)
        if created:
            _tell(created["id"])
            return redirect(url_for("groups.show", group_id=created["id"]))
    programme, candidates = bus().ask_together(
        (municipalities.programme, {"programme_id": programme_id}),
        (contract.candidates, {"programme_id": programme_id}),
    )
    names = bus().names(candidates["person_ids"])
    form.trainer_ids.choices = groups.trainers_to_choose(names)
    page = render_template(
        "groups/new.html",
        form=form,
        programme=programme,
        all_sectors=formats.choices("sectors", _("All sectors")),
        all_levels=formats.choices("levels", _("All levels")),
        places=form.places_wanted,
        overflow=overflow,
        is_warned="is_complete" in request.form and not knows_who_waits,
        **_composition(names.in_order(candidates["person_ids"]), chosen),
    )
    return page, form.status


def _tell(group_id: UUID) -> None:
    group = bus().ask(contract.group, group_id=group_id)
    said = ngettext(
        "The group has been formed: %(num)s person has a place.",
        "The group has been formed: %(num)s people have a place.",
        group["enrolled"],
    )
    if group["waiting"]:
        waiting = ngettext(
            "%(num)s person is on the waiting list.", "%(num)s people are on the waiting list.", group["waiting"]
        )
        said = f"{said} {waiting}"
    flash(said, "success")


def _composition(people: list[dict[str, Any]], chosen: list[str]) -> dict[str, Any]:
    """Who is chosen, and who else the filter finds; the chosen stay in sight."""
    filters = {name: request.form.get(name) or None for name in ("q", "sector", "level")}
    taken = [person for person in people if str(person["id"]) in set(chosen)]
    shown = [person for person in people if person in taken or _matches(person, filters)]
    return {
        "people": shown[:MOST_SHOWN],
        "found": len(shown),
        "total": len(people),
        "chosen": taken,
        "filters": filters,
        "sectors": groups.balance(taken, "sector", "sectors"),
        "levels": groups.balance(taken, "level", "levels"),
    }


def _matches(person: dict[str, Any], filters: dict[str, str | None]) -> bool:
    text = f"{person['name']} {person['organisation'] or ''}".casefold()
    return (filters["q"] or "").casefold() in text and all(
        filters[part] in (None, person[part]) for part in ("sector", "level")
    )


@pages.get("/groups/<uuid:group_id>")
def show(group_id: UUID) -> ResponseReturnValue:
    group = bus().ask(contract.group, group_id=group_id)
    programmes = own_programmes.names()
    names = bus().names([*group["trainer_ids"], *(member["person_id"] for member in group["members"])])
    members = [{**names.about(member["person_id"]), **member} for member in group["members"]]
    enrolled = [member for member in members if member["state"] == "enrolled"]
    planned = {session["kind"] for session in group["sessions"] if session["state"] != "cancelled"}
    return render_template(
        "groups/show.html",
        group=group,
        members=sorted(enrolled, key=lambda member: member["name"].casefold()),
        waiting=[member for member in members if member["state"] == "waiting"],
        completed=sum(member["completed"] for member in members),
        trainers=[person["name"] for person in names.in_order(group["trainer_ids"])],
        sessions=[{**session, "name": formats.label(session["kind"], "session_kind")} for session in group["sessions"]],
        to_plan=[kind for kind in contract.COURSE_KINDS if kind not in planned],
        plans=plans,
        public_url=current_app.config["CITY"].public_url,
        coordinates=group["programme_id"] in programmes,
        programme_name=programmes.get(group["programme_id"]),
    )


@pages.route("/groups/<uuid:group_id>/edit", methods=["GET", "POST"])
def edit(group_id: UUID) -> ResponseReturnValue:
    require(contract.change_group)
    group = bus().ask(contract.group, group_id=group_id)
    form = groups.change(group)
    version = request.form.get("version", group["version"])
    if form.sent and form.send(group_id=group_id, version=version) is not None:
        flash(_what_changed(group, bus().ask(contract.group, group_id=group_id)), "success")
        return redirect(url_for("groups.show", group_id=group_id))
    is_conflict = form.refusal is not None and form.refusal.code == ChangedMeanwhile.code
    page = render_template(
        "groups/edit.html",
        form=form,
        group=group,
        version=group["version"] if is_conflict else version,
        conflict=groups.versions(group, form) if is_conflict else None,
    )
    return page, form.status


def _what_changed(before: dict[str, Any], after: dict[str, Any]) -> str:
    moved_up = before["waiting"] - after["waiting"]
    if moved_up < 1:
        return _("The group has been changed.")
    return ngettext(
        "The group has been changed. %(num)s person came from the waiting list and has a place now.",
        "The group has been changed. %(num)s people came from the waiting list and have a place now.",
        moved_up,
    )


@pages.route("/groups/<uuid:group_id>/trainers", methods=["GET", "POST"])
def trainers(group_id: UUID) -> ResponseReturnValue:
    require(contract.set_trainers)
    group = bus().ask(contract.group, group_id=group_id)
    form = groups.TrainersForm(data={"trainer_ids": [str(trainer_id) for trainer_id in group["trainer_ids"]]})
    chosen = form.trainer_ids.data or []
    found = _clashes(group_id, chosen) if form.sent else []
    if form.sent and clashes.are_known(found) and form.send(group_id=group_id, trainer_ids=chosen) is not None:
        flash(_("The trainers have been assigned. Who is new to the group gets word by mail."), "success")
        return redirect(url_for("groups.show", group_id=group_id))
    names: Names = bus().names(group["trainer_ids"])
    form.trainer_ids.choices = groups.trainers_to_choose(names, group["trainer_ids"])
    page = {"warnings": clashes.alerts(found), "known": clashes.as_known(found)}
    return render_template("groups/trainers.html", form=form, group=group, **page), form.status


def _clashes(group_id: UUID, trainer_ids: list[str]) -> list[dict[str, Any]]:
    try:
        return bus().ask(contract.clashes_of_trainers, group_id=group_id, trainer_ids=trainer_ids)["clashes"]
    except Invalid:
        return []  # said when the form is sent
