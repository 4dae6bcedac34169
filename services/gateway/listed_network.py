"""The tables of the network that can be taken out as a file: its initiatives and meetings."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.gateway import areas
from services.gateway.clients import bus
from services.gateway.exports import Table
from services.gateway.rows import ABOUT, Args, Row, given, in_pages, label, of, term
from shared.contracts import networks


def initiatives_wanted(args: Args) -> dict[str, Any]:
    """For `networks.initiatives`, as the page of the initiatives has it in its address."""
    which = {name: args.get(name) == "yes" for name in ("mine", "needing")}
    return given(args, "state", "theme", "area_id") | which


def _initiatives(args: Args) -> Iterator[Row]:
    for page in in_pages(networks.initiatives, **initiatives_wanted(args)):
        names = bus().names(initiative["author_id"] for initiative in page)
        for initiative in page:
            known = [areas.name_of(area_id) for area_id in initiative["area_ids"]]
            yield initiative | {"author": names[initiative["author_id"]], "areas": ", ".join(known)}


def _material(args: Args) -> list[Row]:
    return bus().ask(networks.material, **given(args, "kind", "language"))["material"]


def _provider_dates(args: Args) -> list[Row]:
    return [date for held in (False, True) for date in bus().ask(networks.provider_dates, held=held)["dates"]]


def _meetings(args: Args) -> Iterator[Row]:
    for page in in_pages(networks.meetings, past=args.get("past") == "yes"):
        yield from page


def _meeting_people(args: Args) -> Iterator[Row]:
    found = bus().ask(networks.meeting, meeting_id=args.get("meeting_id"))
    names = bus().names(person["person_id"] for person in found["people"])
    for person in found["people"]:
        yield names.about(person["person_id"]) | person | {"meeting": found["title"], "at": found["starts_at"]}


def _was_there(row: Row) -> str | None:
    return None if row["present"] is None else _("Yes") if row["present"] else _("No")


TABLES = {
    "material": Table(
        _l("Material"),
        {
            _l("Title"): of("title"),
            _l("Kind"): term("kind", "material_kinds"),
            _l("Language"): term("language", "languages"),
            _l("What it is for"): of("purpose"),
            _l("Link"): of("link"),
            _l("Added on"): of("added_on"),
        },
        _material,
    ),
    "provider_dates": Table(
        _l("Dates of intervision"),
        {
            _l("Title"): of("title"),
            _l("Begins"): of("starts_at"),
            _l("Ends"): of("ends_at"),
            _l("Location"): of("place"),
            _l("Link to the online meeting"): of("link"),
            _l("State"): label("state", "provider_date_state"),
        },
        _provider_dates,
    ),
    "meetings": Table(
        _l("Meetings of the network"),
        {
            _l("Meeting"): of("title"),
            _l("Begins"): of("starts_at"),
            _l("Ends"): of("ends_at"),
            _l("State"): label("state", "meeting_state"),
            _l("Informal"): lambda row: _("Yes") if row["informal"] else _("No"),
            _l("Delivery"): term("delivery", "deliveries"),
            _l("Location"): of("place"),
            _l("Coming"): of("coming"),
            _l("Perhaps"): of("maybe"),
            _l("Items on the agenda"): of("agenda_items"),
            _l("Minutes"): lambda row: _("Yes") if row["has_minutes"] else _("No"),
        },
        _meetings,
    ),
    "meeting_people": Table(
        _l("People of the meeting"),
        {
            **ABOUT,
            _l("Meeting"): of("meeting"),
            _l("Begins"): of("at"),
            _l("Answer"): label("reply", "meeting_reply"),
            _l("Was there"): _was_there,
        },
        _meeting_people,
        holds_people=True,
    ),
    "initiatives": Table(
        _l("Initiatives"),
        {
            _l("Initiative"): of("title"),
            _l("State"): label("state", "initiative_state"),
            _l("Theme"): term("theme", "themes"),
            _l("Areas"): of("areas"),
            _l("Started by"): of("author"),
            _l("Since"): of("started_at"),
            _l("Last news"): of("active_at"),
            _l("People"): of("people"),
            _l("Steps"): of("steps"),
            _l("Done"): of("steps_done"),
            _l("Open needs"): of("open_needs"),
            _l("You take part"): lambda row: _("Yes") if row["mine"] else _("No"),
        },
        _initiatives,
        holds_people=True,
    ),
}
