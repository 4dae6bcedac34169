"""Calendar files (iCalendar, RFC 5545 and 5546) that go with mails about sessions."""

from datetime import date, datetime
from typing import Any

from icalendar import Calendar, Event, vCalAddress, vText

from services.notifications.occasions import Occasion
from services.notifications.rules import sequence_of
from shared.contracts.fields import local

REQUEST, CANCEL = "REQUEST", "CANCEL"


def calendar_file(on: Occasion, session: dict[str, Any], now: datetime) -> tuple[str, str]:
    """The method and the text of the file. The same session keeps its UID, so that a calendar changes its entry."""
    cancelled = session["state"] == "cancelled"
    method = CANCEL if cancelled or on.kind == "withdrawn" else REQUEST
    calendar = Calendar()
    calendar.add("prodid", "-//Middleground//notifications//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(_entry(on, session, now, method, sequence_of(session["revision"], cancelled)))
    year = session["starts_at"].year
    calendar.add_missing_timezones(first_date=date(year - 1, 1, 1), last_date=date(year + 1, 12, 31))
    return method, calendar.to_ical().decode()


def _entry(on: Occasion, session: dict[str, Any], now: datetime, method: str, sequence: int) -> Event:
    entry = Event()
    entry.add("uid", f"{session['id']}@{on.settings.city}")
    entry.add("sequence", sequence)
    entry.add("dtstamp", now)
    entry.add("dtstart", local(session["starts_at"], on.settings.time_zone))
    entry.add("dtend", local(session["ends_at"], on.settings.time_zone))
    entry.add("summary", on.name_of(session))
    entry.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    where = session["place"] or session["link"]
    if where:
        entry.add("location", where)
    link = session["link"] or on.page_of(session)
    if link:
        entry.add("url", link)
    entry.add("organizer", _address(on.settings.mail_from, on.city))
    attendee = _address(on.contact["email"], on.contact["name"])
    attendee.params["RSVP"] = vText("FALSE")
    entry.add("attendee", attendee)
    return entry


def _address(email: str, name: str) -> vCalAddress:
    address = vCalAddress(f"MAILTO:{email}")
    address.params["CN"] = vText(name)
    return address
