"""Registering a programme: a task list, one thing per page, check, confirmation. The same pages change it later.

The people behind a programme have pages of their own: programme_people.py.
"""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.gateway import formats, setup
from services.gateway.clients import bus
from services.gateway.forms import Form, key
from services.gateway.paging import page_of
from services.gateway.programme_parts import (
    PARTS,
    AreasForm,
    Part,
    PartForm,
    ReasonForm,
    VisionForm,
    as_text,
    flags_of,
    for_the_summary,
    missing_in,
    with_areas,
)
from shared import taxonomies
from shared.contracts import municipalities as contract
from shared.errors import Invalid

pages = Blueprint("programmes", __name__)

PER_PAGE = 20


@pages.get("/programmes")
def index() -> ResponseReturnValue:
    found = bus().ask(contract.programmes)["programmes"]
    page = page_of(found, PER_PAGE)
    names = bus().names(person_id for programme in page.items for person_id in programme["coordinator_ids"])
    return render_template("programmes/index.html", page=page, names=names)


@pages.post("/programmes")
def start() -> ResponseReturnValue:
    started = bus().order(contract.start_programme, key())
    return redirect(url_for("programmes.registration", programme_id=started["id"]))


@pages.get("/programmes/<uuid:programme_id>/registration")
def registration(programme_id: UUID) -> ResponseReturnValue:
    programme = bus().ask(contract.programme, programme_id=programme_id)
    if programme["state"] == "registered":
        return redirect(url_for("programmes.settings", programme_id=programme_id))
    return render_template("programmes/registration.html", programme=programme, tasks=_tasks(programme))


@pages.route("/programmes/<uuid:programme_id>/<any(name, reason, areas, vision):part>", methods=["GET", "POST"])
def part(programme_id: UUID, part: str) -> ResponseReturnValue:
    asked = PARTS[part]
    assert asked.form is not None
    programme, areas = with_areas(programme_id)
    form = asked.form(data=None if request.method == "POST" else programme)
    if form.sent:
        if isinstance(form, AreasForm) and form.new_area.data and _add_area(form, areas):
            areas = bus().ask(contract.areas)["areas"]
        if not form.refusal and form.send(programme_id=programme_id) is not None:
            flash(_("Saved."), "success")
            return redirect(_after(programme, part))
    _offer(form, areas)
    versions = None
    if form.refusal and form.refusal.code == "changed_meanwhile":
        programme = bus().ask(contract.programme, programme_id=programme_id)
        versions = _versions(form, asked, programme, areas)
        form.version.data = programme["version"]
    return (
        render_template(
            "programmes/part.html",
            programme=programme,
            part=asked,
            form=form,
            versions=versions,
            back=_back(programme),
            suggestion=_suggestion(programme["example"]),
        ),
        form.status,
    )


class RegisterForm(Form):
    call = contract.register_programme


@pages.route("/programmes/<uuid:programme_id>/check", methods=["GET", "POST"])
def check(programme_id: UUID) -> ResponseReturnValue:
    form = RegisterForm()
    if form.sent and form.send(programme_id=programme_id) is not None:
        return redirect(url_for("programmes.registered", programme_id=programme_id))
    programme, areas = with_areas(programme_id)
    if programme["state"] == "registered" and not form.sent:
        return redirect(url_for("programmes.settings", programme_id=programme_id))
    missing = missing_in(programme)
    return (
        render_template("programmes/check.html", form=form, missing=missing, **for_the_summary(programme, areas)),
        form.status,
    )


@pages.get("/programmes/<uuid:programme_id>/registered")
def registered(programme_id: UUID) -> ResponseReturnValue:
    programme = bus().ask(contract.programme, programme_id=programme_id)
    if programme["state"] == "draft":
        return redirect(url_for("programmes.registration", programme_id=programme_id))
    return render_template("programmes/registered.html", programme=programme, flags=flags_of(programme))


@pages.get("/programmes/<uuid:programme_id>/settings")
def settings(programme_id: UUID) -> ResponseReturnValue:
    programme, areas = with_areas(programme_id)
    if programme["state"] == "draft":
        return redirect(url_for("programmes.registration", programme_id=programme_id))
    return render_template("programmes/settings.html", **for_the_summary(programme, areas))


def _suggestion(example: str | None) -> str | None:
    """Which areas the example is best about, in words."""
    card = taxonomies.card("programme_examples", example, formats.language()) if example else None
    return card["areas"] if card else None


def _tasks(programme: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"name": part.title, "href": _address(programme, part.name), **_progress(programme, part)}
        for part in PARTS.values()
    ]


def _progress(programme: dict[str, Any], part: Part) -> dict[str, Any]:
    filled_in = [bool(programme[field]) for field in part.fields]
    if all(filled_in):
        return {"status": _("Completed")}
    if any(filled_in):
        return {"status": _("In progress"), "kind": "busy"}
    if part.form is None:
        return {"status": _("Can follow later"), "kind": "none"}
    return {"status": _("Not started yet"), "kind": "wait"}


def _address(programme: dict[str, Any], part: str) -> str:
    return f"/programmes/{programme['id']}/{part}"


def _back(programme: dict[str, Any]) -> str:
    if request.args.get("then") == "check":
        return _address(programme, "check")
    if setup.is_under_way():
        return url_for("setup.programme")
    return _address(programme, "settings" if programme["state"] == "registered" else "registration")


def _after(programme: dict[str, Any], part: str) -> str:
    """Where to go on after saving: the buttons and the way here decide."""
    then = request.form.get("then")
    if then == "stay":
        return request.full_path.rstrip("?")
    if then == "registration" or programme["state"] == "registered" or "then" in request.args:
        return _back(programme)
    order = [*PARTS, "check"]
    return _address(programme, order[order.index(part) + 1])


def _offer(form: PartForm, areas: list[dict[str, Any]]) -> None:
    if isinstance(form, AreasForm):
        form.area_ids.choices = [(str(area["id"]), area["name"]) for area in areas]
        form.area_ids.data = [str(area_id) for area_id in form.area_ids.data or []]
    elif isinstance(form, VisionForm):
        form.sectors.choices = formats.choices("sectors")
    elif isinstance(form, ReasonForm):
        form.initiating_domain.choices = formats.choices("initiating_domains")


def _add_area(form: AreasForm, areas: list[dict[str, Any]]) -> bool:
    """Adds the new area to the city's list and ticks it. One that is there already is only ticked."""
    name = form.new_area.data.strip()
    known = [area["id"] for area in areas if area["name"].casefold() == name.casefold()]
    try:
        area_id = known[0] if known else bus().order(contract.add_area, f"{key()}-area", name=name)["id"]
    except Invalid as refusal:
        form.take(Invalid({"new_area": refusal.fields.get("name", ["wrong"])}))
        return False
    form.area_ids.data = [*(form.area_ids.data or []), str(area_id)]
    form.new_area.data = ""
    return True


def _versions(
    form: PartForm, part: Part, programme: dict[str, Any], areas: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Both versions of a part that two people changed, for `ui.versions`."""
    return [
        {
            "key": form[field].label.text,
            "theirs": as_text(field, programme[field], areas),
            "yours": as_text(field, form[field].data, areas),
        }
        for field in part.fields
    ]
