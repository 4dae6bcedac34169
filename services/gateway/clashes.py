"""Rooms and trainers that are needed twice at the same time: said on a page, with the other session by its name."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask import request
from flask_babel import gettext as _

from services.gateway import plans
from services.gateway.clients import Names, bus
from shared.contracts import trainings as contract

# The hidden field that says which clashes the page has shown already.
KNOWN = "known_clashes"
PLANNED = ("date", "start_time", "minutes", "delivery", "place")


def of_plan(plan: dict[str, Any], **where: Any) -> list[dict[str, Any]]:
    """`where`: the programme, or the group and the kind, or the session."""
    about = {name: where[name] for name in ("programme_id", "group_id", "session_id", "kind") if name in where}
    return bus().ask(contract.clashes_of_plan, **{name: plan[name] for name in PLANNED}, **about)["clashes"]


def warnings(plan: dict[str, Any], **where: Any) -> list[dict[str, Any]]:
    """As `of_plan`, for `ui.alert`."""
    return alerts(of_plan(plan, **where))


def of_sessions(sessions: Iterable[dict[str, Any]]) -> set[UUID]:
    """Which of them clash with something."""
    to_come = [session["id"] for session in sessions if session["state"] in ("planned", "open")]
    if not to_come:
        return set()
    found = bus().ask(contract.clashes, session_ids=to_come)
    return {each["session_id"] for each in found["sessions"]}


def as_known(clashes: list[dict[str, Any]]) -> str:
    """For the hidden field of the form below the warnings."""
    return " ".join(sorted(f"{clash['session_id']}{clash['same_room']:d}" for clash in clashes))


def are_known(clashes: list[dict[str, Any]]) -> bool:
    """Nobody is asked to confirm what they have seen, nor something else than they have seen."""
    return request.form.get(KNOWN, "") == as_known(clashes)


def alerts(clashes: list[dict[str, Any]], names: Names | None = None) -> list[dict[str, Any]]:
    """For `ui.alert`, one for each other session. `names`: of the people concerned, if they are known already."""
    if not clashes:
        return []
    names = names or bus().names(person_id for clash in clashes for person_id in clash["trainer_ids"])
    return [_alert(clash, [person["name"] for person in names.in_order(clash["trainer_ids"])]) for clash in clashes]


def _alert(clash: dict[str, Any], people: list[str]) -> dict[str, Any]:
    told = _("%(session)s: %(when)s.", session=plans.name_of(clash), when=plans.from_to(clash))
    alert = {"kind": "warning", "title": _title(clash["same_room"], people), "text": told}
    if clash["place"]:
        alert["text"] = _("%(told)s Location: %(place)s.", told=told, place=clash["place"])
    if clash["visible"]:
        alert |= {"href": f"/sessions/{clash['session_id']}", "action": _("To that session")}
    return alert


def _title(same_room: bool, people: list[str]) -> str:
    who = ", ".join(people)
    if same_room and people:
        return _("The room is taken at that time, and so is %(who)s", who=who)
    if same_room:
        return _("The room is taken at that time")
    return _("%(who)s gives another session at that time", who=who)
