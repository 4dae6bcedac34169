"""The tree of who trained whom, as pages and files show it."""

from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from services.gateway import formats
from services.gateway.clients import Names

Branch = dict[str, Any]


def people_in(branches: list[Branch]) -> list[UUID]:
    return [branch["person_id"] for branch in branches if branch["person_id"]]


def named(branches: list[Branch], names: Names) -> list[Branch]:
    """Each with its name, and that of who trained them."""
    told = [branch | {"name": _name(branch, names)} for branch in branches]
    by_number = {branch["number"]: branch["name"] for branch in told}
    return [branch | {"trained_by": by_number.get(branch["parent"])} for branch in told]


def who_trained(branches: list[Branch]) -> list[Branch]:
    """Each once, without those who were trained and have trained nobody so far."""
    return [branch for branch in branches if branch["direct"] and not branch["again"]]


def drawings(branches: list[Branch]) -> list[Branch]:
    """One for each seed trainer, as `ui.tree` wants it: who is counted only is one leaf more."""
    drawn: dict[int, Branch] = {}
    for branch in branches:
        leaf = {"name": branch["name"], "note": note(branch), "kind": _kind(branch), "children": []}
        drawn[branch["number"]] = leaf
        if branch["parent"] is not None:
            drawn[branch["parent"]]["children"].append(leaf)
    for branch in branches:
        if branch["unnamed"] and not branch["again"]:
            drawn[branch["number"]]["children"].append(_counted(branch["unnamed"]))
    return [drawn[branch["number"]] | {"branch": branch} for branch in branches if branch["parent"] is None]


def _counted(people: int) -> Branch:
    some = ngettext("%(num)s person", "%(num)s people", people)
    return {"name": some, "note": _("counted, not named"), "kind": "planned"}


def note(branch: Branch) -> str:
    if not branch["direct"] or branch["again"]:
        return formats.short_day(branch["trained_on"])
    reached = ngettext("reached %(num)s person", "reached %(num)s people", branch["reach"])
    return f"{reached}, {state(branch).lower()}"


def state(branch: Branch) -> str:
    return formats.label("active" if branch["active"] else "dormant", "standing_of_a_trainer")


def _kind(branch: Branch) -> str:
    """By shape too: who trains now is filled, who rests is a ring of dots."""
    if not branch["direct"] or branch["again"]:
        return "trained"
    return "lead" if branch["active"] else "dormant"


def _name(branch: Branch, names: Names) -> str:
    return names[branch["person_id"]] if branch["person_id"] else _("Somebody who is not named")
