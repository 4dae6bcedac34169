"""A date of intervision as an entry of a calendar."""

from typing import Any

from flask import current_app, url_for
from icalendar import Event

from services.gateway import calendars


def entry(date: dict[str, Any]) -> Event:
    city = current_app.config["CITY"]
    return calendars.entry(
        date, date["title"], city.public_url + url_for("provider.show"), city, revision=date["revision"]
    )
