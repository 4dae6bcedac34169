"""Which records make a figure of a programme incomplete, and where each is set right."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from services.gateway import plans
from services.gateway.clients import bus
from shared.contracts import identity, municipalities, trainings

MOST_PEOPLE = 200  # in one list; who is set right makes place for the next

Finding = dict[str, Any]

FLAGS = {
    "street_level_missing": (_l("Nobody at street level is named"), "street-level"),
    "policy_level_missing": (_l("No decision-maker is named"), "policy-level"),
}
# What a programme may hold besides its registration: told when it knows the field and nothing is filled in.
DETAILS = {
    "beneficiaries": _l("How many people it reaches is not filled in"),
    "sdgs": _l("No sustainable development goal is chosen"),
}


@dataclass(frozen=True)
class Quality:
    """A finding: part, what, where, at (a moment or None), href, action.

    `people_lacking` of the `people` in the programme have no sector or no level.
    """

    programme: dict[str, Any]
    findings: list[Finding]
    over: int
    recorded: int
    people: int
    people_lacking: int


def of_programme(programme_id: UUID) -> Quality:
    of_it = {"programme_id": programme_id}
    programme, gaps, participants = bus().ask_together(
        (municipalities.programme, of_it), (trainings.gaps, of_it), (trainings.participants, of_it)
    )
    lacking = _lacking(participants["person_ids"])
    found = [
        *(_gap(gap) for gap in gaps["gaps"]),
        *(_person(person) for person in lacking["items"]),
        *_of_the_programme(programme),
    ]
    return Quality(programme, found, gaps["over"], gaps["recorded"], len(participants["person_ids"]), lacking["total"])


def _lacking(person_ids: list[UUID]) -> dict[str, Any]:
    if not person_ids:
        return {"items": [], "total": 0}
    return bus().ask(identity.people, person_ids=person_ids, lacking="either", per_page=MOST_PEOPLE)


def _gap(gap: dict[str, Any]) -> Finding:
    return {"at": gap["starts_at"], **GAPS[gap["kind"]](gap)}


def _session(gap: dict[str, Any], what: str) -> Finding:
    about = {"title": gap["session_title"], "kind": gap["session_kind"], "group_name": gap["group_name"]}
    return {
        "part": "sessions",
        "what": what,
        "where": plans.name_of(about),
        "href": f"/sessions/{gap['session_id']}/record",
        "action": _("Record it"),
    }


def _without_record(gap: dict[str, Any]) -> Finding:
    return _session(gap, _("It was held by the plan and has no record"))


def _attendance_missing(gap: dict[str, Any]) -> Finding:
    missing = ngettext(
        "The attendance of %(num)s person is not recorded",
        "The attendance of %(num)s people is not recorded",
        gap["people"],
    )
    return _session(gap, missing)


def _group(gap: dict[str, Any], what: str, path: str, action: str) -> Finding:
    href = f"/groups/{gap['group_id']}/{path}"
    return {"part": "groups", "what": what, "where": gap["group_name"], "href": href, "action": action}


GAPS: dict[str, Callable[[dict[str, Any]], Finding]] = {
    "session_without_record": _without_record,
    "attendance_not_recorded": _attendance_missing,
    "group_without_trainer": lambda gap: _group(gap, _("No trainer"), "trainers", _("Assign a trainer")),
    "group_without_people": lambda gap: _group(gap, _("Nobody has a place"), "members/new", _("Add a person")),
}


def _person(person: dict[str, Any]) -> Finding:
    lacks = {
        (False, False): _("No sector and no level"),
        (False, True): _("No sector"),
        (True, False): _("No level"),
    }
    return {
        "part": "people",
        "what": lacks[bool(person["sector"]), bool(person["level"])],
        "where": person["name"],
        "at": None,
        "href": f"/people/{person['id']}/edit",
        "action": _("Fill in"),
    }


def _of_the_programme(programme: dict[str, Any]) -> list[Finding]:
    address = f"/programmes/{programme['id']}"
    told = [(FLAGS[flag][0], f"{address}/{FLAGS[flag][1]}") for flag in programme["flags"]]
    told += [
        (what, f"{address}/settings") for name, what in DETAILS.items() if name in programme and not programme[name]
    ]
    about = {"part": "programme", "where": programme["name"], "at": None, "action": _("Fill in")}
    return [{**about, "what": str(what), "href": href} for what, href in told]
