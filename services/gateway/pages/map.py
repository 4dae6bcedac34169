"""The areas of the city as tiles, with what was done where; what was done in one of them; and where a tile lies."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from services.gateway import areas, errors, formats, periods, plans, reports, tile_map
from services.gateway.clients import bus
from services.gateway.forms import key
from services.gateway.visitor import require
from shared.contracts import municipalities, trainings
from shared.errors import Invalid, NotFound

pages = Blueprint("map", __name__)


@pages.get("/map")
def show() -> ResponseReturnValue:
    period, programme_id = periods.of_request(), periods.programme_of(request.args)
    wanted = {"programme_id": programme_id, **period.days}
    found, background = bus().ask_together((trainings.activity, wanted), (municipalities.background, wanted))
    shows = "sessions" if request.args.get("show") == "sessions" else "people"
    asked = {"programme_id": programme_id, **period.asked}
    lines = [_linked(line, asked) for line in reports.area_lines(found, background, programme_id)]
    return render_template(
        "map/show.html",
        period=period,
        about=_name(background, programme_id),
        fields=[
            *periods.fields(period, background["programmes"], programme_id),
            {
                "name": "show",
                "label": _("Show"),
                "value": shows,
                "options": [("people", _("People reached")), ("sessions", _("Sessions recorded"))],
            },
        ],
        drawing=tile_map.draw([_tile(line, shows) for line in lines if line["area_id"]], _("Map of areas")),
        shows=shows,
        lines=lines,
        based_on=reports.based_on(found["sessions"]),
        asked=asked,
    )


def _name(background: dict[str, Any], programme_id: UUID | None) -> str:
    names = {each["id"]: each["name"] for each in background["programmes"]}
    return names[programme_id] if programme_id else _("The whole city")


def _linked(line: dict[str, Any], asked: dict[str, Any]) -> dict[str, Any]:
    return line | {"href": url_for("map.area", area_id=line["area_id"], **asked) if line["area_id"] else None}


def _tile(line: dict[str, Any], shows: str) -> tile_map.Tile:
    people = ngettext("%(num)s person reached", "%(num)s people reached", line["people"])
    sessions = ngettext("%(num)s session recorded", "%(num)s sessions recorded", line["recorded"])
    said = [line["name"], people, sessions, *([_("a programme is about it")] if line["programmes"] else [])]
    return tile_map.Tile(
        column=line["column"],
        row=line["row"],
        name=line["name"],
        number=line["people"] if shows == "people" else line["recorded"],
        label=", ".join(said),
        href=line["href"],
        marked=bool(line["programmes"]),
    )


@pages.get("/map/<uuid:area_id>")
def area(area_id: UUID) -> ResponseReturnValue:
    period, programme_id = periods.of_request(), periods.programme_of(request.args)
    of_programme = {"programme_id": programme_id, **period.days}
    found, background = bus().ask_together(
        (trainings.area_activity, {"area_id": area_id, **of_programme}), (municipalities.background, of_programme)
    )
    names = areas.named(background["areas"])
    if str(area_id) not in names:
        raise NotFound()
    about = [each for each in background["programmes"] if area_id in each["area_ids"]]
    programmes = {each["id"]: each["name"] for each in background["programmes"]}
    return render_template(
        "map/area.html",
        name=names[str(area_id)],
        period=period,
        about=_name(background, programme_id),
        fields=periods.fields(period, background["programmes"], programme_id),
        found=found,
        rows=[{**session, **_row(session, programmes)} for session in found["sessions"]],
        programmes=about,
        asked={"programme_id": programme_id, **period.asked},
    )


def _row(session: dict[str, Any], programmes: dict[UUID, str]) -> dict[str, Any]:
    return {
        "name": formats.label(session["kind"], "session_kind"),
        "when": plans.from_to(session),
        "programme": programmes.get(session["programme_id"]),
        "delivery": formats.term(session["delivery"], "deliveries"),
        "href": url_for("sessions.show", session_id=session["id"]) if session["yours"] else None,
    }


@pages.route("/map/tiles", methods=["GET", "POST"])
def tiles() -> ResponseReturnValue:
    require(municipalities.place_areas)
    found = bus().ask(municipalities.areas)["areas"]
    wrong: list[tuple[str, str]] = []
    if request.method == "POST":
        found = [{**area, **_typed(area)} for area in found]
        wrong = _place(found)
        if not wrong:
            flash(_("The map has been changed."), "success")
            return redirect(url_for("map.show"))
    page = render_template("map/tiles.html", areas=found, wrong=wrong, most=municipalities.MOST_TILES)
    return page, 422 if wrong else 200


def _typed(area: dict[str, Any]) -> dict[str, Any]:
    return {part: request.form.get(f"{part}-{area['id']}", area[part]) for part in ("column", "row")}


def _place(found: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """What is wrong, with the place on the page where it is set right."""
    wanted = [{"area_id": area["id"], "column": area["column"], "row": area["row"]} for area in found]
    try:
        bus().order(municipalities.place_areas, key(), tiles=wanted)
    except Invalid as refusal:
        return [_complaint(found, path, codes[0]) for path, codes in refusal.fields.items()]
    return []


def _complaint(found: list[dict[str, Any]], path: str, code: str) -> tuple[str, str]:
    """`path` is tiles.3 or tiles.3.column"""
    area = found[int(path.split(".")[1])]
    return f"{area['name']}: {errors.field_sentence(code)}", f"#column-{area['id']}"
