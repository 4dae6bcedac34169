"""How days, times and people's words look on a page, in the reader's language and the city's time zone."""

from datetime import date, datetime, timedelta
from typing import Any

from flask import Flask
from flask_babel import format_date, format_datetime, format_decimal, format_time, format_timedelta, get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.gateway import handbook_labels, labels, past_labels, public_labels, signal_labels
from shared import clock, taxonomies

# What the record of a person holds, and from which lists; areas and line manager come beside them.
PERSON = {
    "name": _l("Name"),
    "email": _l("E-mail address"),
    "organisation": _l("Organisation"),
    "sector": _l("Sector"),
    "level": _l("Level"),
    "language": _l("Language"),
}
PERSON_TAXONOMIES = {"sector": "sectors", "level": "levels", "language": "languages"}

# How a day is written, in full and in short; in Finnish it is a number that counts, and in no case.
DAYS, SHORT_DAYS = {"fi": "cccc d. MMMM y"}, {"fi": "ccc d. MMM"}

# Codes that are no taxonomy of the field but our own; a page never shows a bare code.
LABELS = {
    **public_labels.LABELS,
    **signal_labels.LABELS,
    **handbook_labels.LABELS,
    **past_labels.LABELS,
    "interpreter": {"none": _l("None"), "needed": _l("Still to be booked"), "booked": _l("Booked")},
    "session_role": {
        "trainer": _l("Trainer"),
        "co_trainer": _l("Co-trainer"),
        "shadow": _l("Shadow"),
        "observer": _l("Observer"),
    },
    "intervision_state": {
        "planned": _l("Planned"),
        "open": _l("Running"),
        "ended": _l("Held"),
        "cancelled": _l("Cancelled"),
    },
    "intervision_role": {
        "case_bringer": _l("Brings the case"),
        "facilitator": _l("Facilitator"),
        "participant": _l("Takes part"),
    },
    "expiry": {"valid": _l("Valid"), "soon": _l("Expires soon"), "expired": _l("Expired")},
    "enrolment": {"enrolled": _l("Has a place"), "waiting": _l("On the waiting list")},
    "wish": {"with": _l("To be in one group"), "not_with": _l("Not to be in one group")},
    "revocation_reason": {
        "issued_in_error": _l("It was issued by mistake"),
        "not_completed": _l("The course was not completed after all"),
        "misused": _l("It was misused"),
        "asked_by_holder": _l("The holder asked for it"),
    },
    "withholding_reason": {
        "names_somebody": _l("It names somebody"),
        "recognisable": _l("Somebody can be recognised by it"),
        "confidential": _l("It tells what was said in confidence"),
        "hurtful": _l("It hurts somebody"),
    },
    "thank_you_state": {"drafted": _l("Not thanked yet"), "sent": _l("Thanked")},
    "standing_of_a_trainer": {"active": _l("Active"), "dormant": _l("Has not trained for a year")},
    "standing_of_a_member": {"active": _l("Active"), "dormant": _l("At rest")},
    "audience": {
        "nobody": _l("Nobody"),
        "members": _l("Members"),
        "members_and_coordinators": _l("Members and coordinators"),
    },
    "need_state": {
        "open": _l("Open"),
        "planned": _l("Planned"),
        "done": _l("Done"),
        "declined": _l("Will not be done"),
    },
    "need_origin": {"survey": _l("From a survey"), "conversation": _l("From a conversation")},
    "activity_state": {"planned": _l("Planned"), "done": _l("Held"), "called_off": _l("Called off")},
    "provider_date_state": {"planned": _l("Planned"), "cancelled": _l("Cancelled")},
    "hiding_outcome": {
        "corrected": _l("Corrected by its author"),
        "shown": _l("Shown again after a second look"),
        "upheld": _l("Hidden still, after a second look"),
        "gone": _l("Deleted by its author"),
    },
    "post_state": {
        "unanswered": _l("What waits for an answer"),
        "accepted": _l("Where an answer helped"),
        "mine": _l("What I wrote"),
        "followed": _l("What I follow"),
        "asked": _l("What is asked of me"),
    },
    "programme_state": {"draft": _l("Draft"), "registered": _l("Registered")},
    "action_state": {"planned": _l("Planned"), "started": _l("Started"), "done": _l("Done"), "dropped": _l("Dropped")},
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
        "mediations": _l("Mediations"),
        "handbook": _l("Handbook"),
        "notifications": _l("Mail"),
        "instance": _l("Backups and disks"),
    },
    "meeting_state": {"planned": _l("Planned"), "cancelled": _l("Cancelled")},
    "meeting_reply": {"yes": _l("I come"), "maybe": _l("Perhaps"), "no": _l("I cannot come")},
    "initiative_state": {
        "idea": _l("Idea"),
        "running": _l("Running"),
        "resting": _l("Resting"),
        "done": _l("Done"),
        "stopped": _l("Stopped"),
    },
    **labels.OF_A_TOPIC,
    "role": {
        "coordinator": _l("Coordinator"),
        "trainer": _l("Trainer"),
        "expert": _l("Expert"),
        "support": _l("Support of the network"),
        "mediator": _l("Mediator"),
        "editor": _l("Editor of the handbook"),
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
    return f"{long_day(value)}, {clock_time(value)}" if value else ""


def short_moment(value: datetime | None) -> str:
    """Thu 3 Dec, 13:30"""
    written = SHORT_DAYS.get(language(), "EEE d MMM")
    return f"{format_datetime(value, written)}, {clock_time(value)}" if value else ""


def long_day(value: datetime, rebase: bool = True) -> str:
    """Thursday 3 December 2026; of a time without a zone when it is not to be brought to the city's (`rebase`)."""
    return format_datetime(value, DAYS.get(language(), "EEEE d MMMM y"), rebase=rebase)


def clock_time(value: datetime | None) -> str:
    """13:30, or 13.30 where it is written so"""
    return format_time(value, "short") if value else ""


def age(value: datetime | None) -> str:
    """5 minutes"""
    return format_timedelta(clock.now() - value) if value else ""


def size(number: int) -> str:
    """41 GB; of bytes"""
    for unit, one in (("GB", 1024**3), ("MB", 1024**2)):
        if number >= one:
            return f"{format_decimal(number / one, '0' if number >= 10 * one else '0.0')} {unit}"
    return f"{format_decimal(number // 1024)} kB"


def waiting(hours: float) -> str:
    """3 hours, 2 days; at least a minute"""
    return format_timedelta(timedelta(hours=hours), granularity="minute")


def decimal(value: float | None) -> str:
    """7,4 in Dutch, 7.4 in English"""
    return format_decimal(value, "0.0") if value is not None else ""


def number(value: int) -> str:
    """3.836 in Dutch, 3,836 in English"""
    return format_decimal(value)


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
        waiting=waiting,
        number=number,
        term=term,
        terms=terms,
        label=label,
    )
