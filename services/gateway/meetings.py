"""What the pages of a meeting have in common: its plan as a form, and how it is told."""

from typing import Any
from uuid import UUID

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, StringField, URLField

from services.gateway import formats
from services.gateway.clients import Names, bus
from services.gateway.forms import DateField, Form, TimeField
from shared.contracts import networks as contract
from shared.contracts.fields import local

USUAL_MINUTES = 90


class PlanForm(Form):
    call = contract.plan_meeting
    title = StringField(_l("What is the meeting about?"))
    date = DateField(_l("Date"))
    start_time = TimeField(_l("Starts at"))
    minutes = StringField(_l("Takes"))
    delivery = RadioField(_l("How do people take part?"), validate_choice=False)
    place = StringField(_l("Location"), description=_l("Building, room and address."))
    link = URLField(_l("Link to the online meeting"), description=_l("It begins with https://"))
    informal = BooleanField(
        _l("It is informal"), description=_l("Nothing is written down, and nobody is reminded of minutes.")
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.delivery.choices = formats.choices("deliveries")


class ChangeForm(PlanForm):
    call = contract.change_meeting
    informal = None


def found(meeting_id: UUID) -> dict[str, Any]:
    return bus().ask(contract.meeting, meeting_id=meeting_id)


def as_typed(meeting: dict[str, Any]) -> dict[str, Any]:
    """Its plan, in the words of the form."""
    starts_at = local(meeting["starts_at"], current_app.config["CITY"].time_zone)
    minutes = int((meeting["ends_at"] - meeting["starts_at"]).total_seconds() // 60)
    told = {name: meeting[name] for name in ("title", "delivery", "place", "link")}
    return told | {"date": starts_at.date(), "start_time": starts_at.time(), "minutes": minutes}


def when(meeting: dict[str, Any]) -> str:
    """Thursday 3 December 2026, 13:30 to 15:30"""
    until = formats.clock_time(meeting["ends_at"])
    return _("%(moment)s to %(until)s", moment=formats.moment(meeting["starts_at"]), until=until)


def people_by_reply(meeting: dict[str, Any], names: Names) -> dict[str, list[str]]:
    """By name; who was recorded as present stands under `present`."""
    told: dict[str, list[str]] = {each: [] for each in (*contract.REPLIES, "present")}
    for person in meeting["people"]:
        if person["reply"]:
            told[person["reply"]].append(names[person["person_id"]])
        if person["present"]:
            told["present"].append(names[person["person_id"]])
    return {reply: sorted(people, key=str.casefold) for reply, people in told.items()}


def people_in(meeting: dict[str, Any]) -> list[UUID | None]:
    """Everybody whose name its page needs."""
    return [
        meeting["author_id"],
        meeting["minutes_by"],
        *(person["person_id"] for person in meeting["people"]),
        *(item["author_id"] for item in meeting["agenda"]),
        *(action["owner_id"] for action in (*meeting["actions"], *meeting["open_actions"])),
    ]
