"""How days, times and people's words look on a page, in the reader's language and the city's time zone."""

from datetime import date, datetime
from typing import Any

from flask import Flask
from flask_babel import format_date, format_datetime, format_decimal, format_time, format_timedelta, get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from shared import clock, taxonomies

# Codes that are no taxonomy of the field but our own; a page never shows a bare code.
LABELS = {
    "session_kind": {
        "introduction": _l("Introduction"),
        "training_day": _l("Training day"),
        "deepening": _l("Deepening half-day"),
    },
    "session_state": {
        "planned": _l("Planned"),
        "open": _l("Running"),
        "recorded": _l("Recorded"),
        "cancelled": _l("Cancelled"),
    },
    "attendance": {
        "not_recorded": _l("Not yet recorded"),
        "present": _l("Present"),
        "absent": _l("Absent"),
        "excused": _l("Excused"),
    },
    "enrolment": {"enrolled": _l("Has a place"), "waiting": _l("On the waiting list")},
    "programme_state": {"draft": _l("Draft"), "registered": _l("Registered")},
    "phase": {
        "registration": _l("Registration"),
        "introduction": _l("Introduction"),
        "course": _l("Course"),
        "strategy": _l("Strategy"),
        "network": _l("Network"),
    },
    "next_step": {
        "plan_introduction": _l("Plan an introduction"),
        "invite_people": _l("Invite people to the introduction"),
        "record_introduction": _l("Record who came to the introduction"),
        "form_group": _l("Form a group"),
        "assign_trainer": _l("Assign a trainer"),
        "plan_training_day": _l("Plan the training day"),
        "plan_deepening": _l("Plan the deepening half-day"),
        "record_session": _l("Record the session"),
        "close_survey": _l("Close the feedback"),
    },
    "group_state": {
        "forming": _l("Forming"),
        "planned": _l("Planned"),
        "running": _l("Running"),
        "completed": _l("Completed"),
    },
    "service": {
        "identity": _l("People and accounts"),
        "municipalities": _l("Programmes"),
        "trainings": _l("Introductions, groups and sessions"),
        "networks": _l("Expert network"),
        "feedback": _l("Feedback"),
        "notifications": _l("Mail"),
        "instance": _l("Backups and disks"),
    },
    "disk": {"mail": _l("the mail"), "backups": _l("the backups")},
    "read_model": {"dashboard": _l("overview of the programmes")},
    "role": {
        "coordinator": _l("Coordinator"),
        "trainer": _l("Trainer"),
        "expert": _l("Expert"),
        "operator": _l("Operator"),
    },
}


def language() -> str:
    return str(get_locale()).split("_")[0]


def day(value: date | None) -> str:
    return format_date(value, "full") if value else ""


def short_day(value: date | None) -> str:
    return format_date(value, "medium") if value else ""


def period(programme: dict[str, Any]) -> str:
    """From its first to its last day, as far as they are known."""
    start, end = programme["starts_on"], programme["ends_on"]
    if not (start and end):
        return ""
    return _("%(start)s to %(end)s", start=short_day(start), end=short_day(end))


def moment(value: datetime | None) -> str:
    """Thursday 3 December 2026, 13:30"""
    return f"{format_datetime(value, 'EEEE d MMMM y')}, {format_time(value, 'HH:mm')}" if value else ""


def short_moment(value: datetime | None) -> str:
    """Thu 3 Dec, 13:30"""
    return f"{format_datetime(value, 'EEE d MMM')}, {format_time(value, 'HH:mm')}" if value else ""


def clock_time(value: datetime | None) -> str:
    return format_time(value, "HH:mm") if value else ""


def age(value: datetime | None) -> str:
    """5 minutes"""
    return format_timedelta(clock.now() - value) if value else ""


def size(number: int) -> str:
    """41 GB; of bytes"""
    for unit, one in (("GB", 1024**3), ("MB", 1024**2)):
        if number >= one:
            return f"{format_decimal(number / one, '0' if number >= 10 * one else '0.0')} {unit}"
    return f"{format_decimal(number // 1024)} kB"


def decimal(value: float | None) -> str:
    """7,4 in Dutch, 7.4 in English"""
    return format_decimal(value, "0.0") if value is not None else ""


def term(code: str | None, taxonomy: str) -> str:
    """The label of a taxonomy's code: {{ person.sector | term("sectors") }}"""
    return taxonomies.label(taxonomy, code, language()) if code else ""


def terms(codes: list[str], taxonomy: str) -> list[str]:
    return [term(code, taxonomy) for code in codes]


def label(code: str | None, group: str) -> str:
    """The label of one of our own codes: {{ session.state | label("session_state") }}"""
    return str(LABELS[group][code]) if code else ""


def choices(taxonomy: str, blank: Any = None) -> list[tuple[str, Any]]:
    """For a form's select or radios, in the reader's language."""
    found: list[tuple[str, Any]] = list(taxonomies.choices(taxonomy, language()))
    return [("", blank), *found] if blank is not None else found


def install(app: Flask) -> None:
    app.jinja_env.filters.update(
        day=day,
        short_day=short_day,
        period=period,
        moment=moment,
        short_moment=short_moment,
        clock_time=clock_time,
        age=age,
        decimal=decimal,
        term=term,
        terms=terms,
        label=label,
    )
