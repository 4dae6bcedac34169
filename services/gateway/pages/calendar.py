"""One's own sessions and meetings in a calendar program: a file of one, and an address to subscribe to."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from icalendar import Event

from services.gateway import calendars, intervisions, plans, provider_dates, visitor
from services.gateway.clients import bus
from services.gateway.forms import key
from services.gateway.visitor import for_participants, public
from shared.contracts import identity, networks
from shared.contracts import trainings as contract
from shared.errors import NotFound

pages = Blueprint("calendar", __name__)


@pages.get("/my/calendar")
@for_participants
def show() -> ResponseReturnValue:
    link = bus().ask(identity.calendar_link)["link"]
    address = current_app.config["CITY"].public_url + url_for("calendar.feed", link=link)
    return render_template("calendar/show.html", address=address, webcal=f"webcal://{address.partition('://')[2]}")


@pages.route("/my/calendar/renew", methods=["GET", "POST"])
@for_participants
def renew() -> ResponseReturnValue:
    if request.method == "GET":
        return render_template("calendar/renew.html")
    bus().order(identity.renew_calendar, key())
    flash(_("The old address has ended. This is the new one."), "success")
    return redirect(url_for("calendar.show"))


@pages.get("/my/sessions/<uuid:session_id>.ics")
@for_participants
def session(session_id: UUID) -> ResponseReturnValue:
    found = bus().ask(contract.my_calendar, session_id=session_id)["sessions"]
    if not found:
        raise NotFound()
    name = f"{found[0]['starts_at']:%Y-%m-%d}-{found[0]['kind']}.ics"
    return _file(calendars.calendar_file(_entries(found)), name)


@pages.get("/calendar/<link>.ics")
@public
def feed(link: str) -> ResponseReturnValue:
    """Asked for by a calendar program, again and again. A link that was ended is gone, which it tells its owner."""
    holder = bus().ask(identity.resume_calendar, link=link, client=visitor.client())
    visitor.ask_as(holder["token"])
    course, met, reflected, of_provider = bus().ask_together(
        (contract.my_calendar, {}),
        (networks.my_meetings, {}),
        (networks.my_intervisions, {}),
        (networks.my_provider_dates, {}),
    )
    with force_locale(holder["language"]):
        entries = [
            *_entries(course["sessions"]),
            *_of_meetings(met["meetings"]),
            *_of_intervisions(reflected["intervisions"]),
            *map(provider_dates.entry, of_provider["dates"]),
        ]
        return _file(calendars.calendar_file(entries, name=_("Polarisation programme")), "sessions.ics")


def _entries(sessions: list[dict[str, Any]]) -> list[Event]:
    city = current_app.config["CITY"]
    return [
        calendars.entry(
            found, plans.name_of(found), city.public_url + _page_of(found), city, revision=found["revision"]
        )
        for found in sessions
    ]


def _of_intervisions(found: list[dict[str, Any]]) -> list[Event]:
    url = current_app.config["CITY"].public_url
    return [intervisions.entry(each, url + url_for("intervisions.show", intervision_id=each["id"])) for each in found]


def _of_meetings(found: list[dict[str, Any]]) -> list[Event]:
    city = current_app.config["CITY"]
    return [
        calendars.entry(
            meeting,
            meeting["title"],
            city.public_url + url_for("meetings.show", meeting_id=meeting["id"]),
            city,
            revision=meeting["version"],
        )
        for meeting in found
    ]


def _page_of(session: dict[str, Any]) -> str:
    """Participants have no page about one session."""
    return url_for("my.show") if session["takes_part"] else url_for("sessions.show", session_id=session["id"])


def _file(content: bytes, name: str) -> Response:
    return Response(
        content, mimetype="text/calendar", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
