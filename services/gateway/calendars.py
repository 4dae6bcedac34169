"""Sessions as a calendar file (RFC 5545): one, or all of a person's for a calendar program that subscribes.

The mails of notifications name a session by the same UID, and count its changes in the same way.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from icalendar import Calendar, Event

from shared import clock
from shared.contracts.fields import local
from shared.settings import Settings

ASK_AGAIN = timedelta(hours=1)


def calendar_file(entries: Sequence[Event], *, name: str | None = None) -> bytes:
    """`name`: of a calendar to subscribe to."""
    calendar = Calendar()
    calendar.add("prodid", "-//Middleground//gateway//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", ASK_AGAIN)
    years = {entry.start.year for entry in entries}
    for entry in entries:
        calendar.add_component(entry)
    if years:
        calendar.add_missing_timezones(first_date=date(min(years) - 1, 1, 1), last_date=date(max(years) + 1, 12, 31))
    return calendar.to_ical()


def entry(session: dict[str, Any], name: str, url: str, city: Settings, *, revision: int) -> Event:
    is_cancelled = session["state"] == "cancelled"
    made = Event()
    made.add("uid", f"{session['id']}@{city.city}")
    made.add("sequence", revision + is_cancelled)
    made.add("dtstamp", clock.now())
    made.add("dtstart", local(session["starts_at"], city.time_zone))
    made.add("dtend", local(session["ends_at"], city.time_zone))
    made.add("summary", name)
    made.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    where = session["place"] or session["link"]
    if where:
        made.add("location", where)
    made.add("url", session["link"] or url)
    return made
