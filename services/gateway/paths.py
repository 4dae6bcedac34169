"""How the path of a trainer is said."""

from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from services.gateway import formats
from services.gateway.clients import Names
from shared.contracts.trainings import path_states

# Facts that no requirement names: parts that somebody had in a session, and what follows from them.
EXPIRY_KINDS = {"valid": "ok", "soon": "wait", "expired": "stop"}


def state(code: str) -> str:
    return formats.term(code, "trainer_path")


def requirement(code: str) -> str:
    return formats.term(code, "trainer_requirements")


def missing(needs: list[dict[str, Any]]) -> str:
    """Observed delivery (2), Gave a session (1)"""
    return ", ".join(
        _("%(what)s (%(number)s)", number=each["needed"] - each["done"], what=requirement(each["requirement"]))
        for each in needs
        if each["done"] < each["needed"]
    )


def steps(path: dict[str, Any]) -> list[dict[str, Any]]:
    """For `ui.phases`: the whole path, with the day on which each step was taken."""
    codes = path_states()
    here = codes.index(path["state"]) if path["state"] in codes else 0
    taken = {each["state"]: formats.short_day(each["decided_on"]) for each in reversed(path["decisions"])}
    return [
        {
            "label": state(code),
            "state": "done" if number < here else "current" if number == here else "todo",
            "note": taken.get(code) if number <= here else None,
        }
        for number, code in enumerate(codes)
    ]


def people_in(path: dict[str, Any], most: int) -> list[UUID | None]:
    """Whose names are needed to show it."""
    proposed_by = [path["proposal"]["proposed_by"]] if path["proposal"] else []
    trained = [each["person_id"] for each in [*path["trained"][:most], *path["trained_by"]]]
    by = [each["by_id"] for each in path["facts"]]
    return [*proposed_by, *by, *trained, *(each["decided_by"] for each in path["decisions"])]


def history(path: dict[str, Any], names: Names) -> list[dict[str, Any]]:
    """For `ui.timeline`, the latest first."""
    return [
        {"date": formats.short_day(each["decided_on"]), "title": state(each["state"]), "text": _decided(each, names)}
        for each in path["decisions"]
    ]


def _decided(decision: dict[str, Any], names: Names) -> str:
    said = [_("Decided by %(name)s.", name=names[decision["decided_by"]])]
    if decision["expires_on"]:
        said.append(_("Valid until %(day)s.", day=formats.short_day(decision["expires_on"])))
    if decision["reason"]:
        said.append(_("Reason: %(reason)s", reason=decision["reason"]))
    return " ".join(said)


def facts(path: dict[str, Any], names: Names) -> list[dict[str, Any]]:
    """What, when, by whom, and where it can be read."""
    return [{**fact, "what": _what(fact["requirement"]), "by": _by(fact, names)} for fact in path["facts"]]


def _what(source: str) -> str:
    said = {
        "course": _("Completed the course"),
        "observed": _("Was observed while giving a session"),
        "trainer": _("Gave a session"),
        "co_trainer": _("Gave a session as co-trainer"),
        "shadow": _("Shadowed a session"),
    }
    return said.get(source) or requirement(source)


def _by(fact: dict[str, Any], names: Names) -> str:
    if fact["requirement"] == "observed":
        return _("Observed by %(name)s", name=names[fact["by_id"]])
    return _("Noted by %(name)s", name=names[fact["by_id"]]) if fact["note_id"] else ""


def people(trainings: list[dict[str, Any]], names: Names) -> list[dict[str, Any]]:
    return [{**each, "name": names[each["person_id"]]} for each in trainings]
