"""A session as a calendar file (RFC 5545). The mails of notifications name it by the same UID."""

from datetime import date
from typing import Any

from icalendar import Calendar, Event

from shared import clock
from shared.contracts.fields import local
from shared.settings import Settings


def calendar_file(session: dict[str, Any], name: str, url: str, city: Settings) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Middleground//gateway//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add_component(_entry(session, name, url, city))
    year = session["starts_at"].year
    calendar.add_missing_timezones(first_date=date(year - 1, 1, 1), last_date=date(year + 1, 12, 31))
    return calendar.to_ical()


def _entry(session: dict[str, Any], name: str, url: str, city: Settings) -> Event:
    entry = Event()
    entry.add("uid", f"{session['id']}@{city.city}")
    entry.add("sequence", session["version"])
    entry.add("dtstamp", clock.now())
    entry.add("dtstart", local(session["starts_at"], city.time_zone))
    entry.add("dtend", local(session["ends_at"], city.time_zone))
    entry.add("summary", name)
    entry.add("status", "CANCELLED" if session["state"] == "cancelled" else "CONFIRMED")
    where = session["place"] or session["link"]
    if where:
        entry.add("location", where)
    entry.add("url", session["link"] or url)
    return entry
