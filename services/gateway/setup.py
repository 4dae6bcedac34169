"""Setting up: from an empty instance to a first introduction, in steps.

Nothing is kept of it. How far somebody is, is what there is by now; so it can be left and taken up at any moment.
"""

from typing import Any
from uuid import UUID

from flask import request

from services.gateway.clients import bus
from services.gateway.visitor import current, require
from shared.access import COORDINATOR
from shared.contracts import fields, handbook, identity, municipalities, trainings
from shared.contracts.base import Call, Nothing, Schema
from shared.errors import NotFound

STEPS = ("areas", "people", "programme", "introduction", "reading", "invitations")
STEP_STATES = ("done", "current", "to_do")
# What an address carries on pages of others, so that they lead back here.
THEN = "setup"
# More people than have an account already in an instance that is about to begin.
FIRST_PEOPLE = 25


class SetupStep(Schema):
    name = fields.Choice(STEPS)
    state = fields.Choice(STEP_STATES)


class Setup(Schema):
    """Of the latest programme of who asks, a registered one if there is any. `areas`, `chapters`: so many there are.
    `people`: whether there is anybody without an account. Reading is done, too, when there is nothing to read or
    people were invited without."""

    steps = fields.Many(fields.Part(SetupStep))
    areas = fields.Number()
    people = fields.YesNo()
    chapters = fields.Number()
    programme_id = fields.Id(allow_none=True)
    session_id = fields.Id(allow_none=True)
    reading = fields.Many(fields.Id())
    invited = fields.Number()


SETUP = Call("gateway", "setup", Nothing, Setup, (COORDINATOR,), changes=False)


def answer(_key: str | None) -> dict[str, Any]:
    """For the API."""
    found = state()
    return {name: found[name] for name in Setup().fields}


def state() -> dict[str, Any]:
    """As the contract's `Setup`, with the `programme` and the `introduction` in brief."""
    require(SETUP)
    programmes, areas, people, chapters = bus().ask_together(
        (municipalities.programmes, {}),
        (municipalities.areas, {}),
        (identity.people, {"per_page": FIRST_PEOPLE}),
        (handbook.contents, {"per_page": 1}),
    )
    found = _programme_of(programmes)
    introduction = found["introduction"]
    found |= {
        "areas": len(areas["areas"]),
        "people": people["pages"] > 1 or any(not person["has_account"] for person in people["items"]),
        "chapters": chapters["total"],
        "session_id": introduction["id"] if introduction else None,
        "reading": introduction["reading"] if introduction else [],
        "invited": introduction["people"] if introduction else 0,
    }
    return found | {"steps": steps(found)}


def programme_and_introduction() -> dict[str, Any]:
    """What the steps after the people are about: `programme`, its `programme_id`, and `introduction`."""
    require(SETUP)
    return _programme_of(bus().ask(municipalities.programmes))


def steps(found: dict[str, Any]) -> list[dict[str, str]]:
    """The first one that is not done is the current one."""
    stands = found["introduction"] is not None
    done = {
        "areas": bool(found["areas"]),
        "people": found["people"],
        "programme": is_registered(found["programme"]),
        "introduction": stands,
        "reading": stands and bool(found["reading"] or found["invited"] or not found["chapters"]),
        "invitations": bool(found["invited"]),
    }
    current_step = next((name for name in STEPS if not done[name]), None)
    state_of = {name: "done" if done[name] else "current" if name == current_step else "to_do" for name in STEPS}
    return [{"name": name, "state": state_of[name]} for name in STEPS]


def is_registered(programme: dict[str, Any] | None) -> bool:
    return programme is not None and programme["state"] == "registered"


def is_under_way() -> bool:
    """Whether a page of somebody else is a part of setting up."""
    return request.values.get("then") == THEN


def _programme_of(found: dict[str, Any]) -> dict[str, Any]:
    """The latest one of the visitor that is registered; before there is any, the latest draft."""
    own = [each for each in found["programmes"] if current().person_id in each["coordinator_ids"]]
    programme = next(filter(is_registered, own), own[0] if own else None)
    return {
        "programme": programme,
        "programme_id": programme["id"] if programme else None,
        "introduction": _introduction(programme["id"]) if programme and is_registered(programme) else None,
    }


def _introduction(programme_id: UUID) -> dict[str, Any] | None:
    """A programme that was registered a moment ago may not be known there yet."""
    try:
        return bus().ask(trainings.first_introduction, programme_id=programme_id)["introduction"]
    except NotFound:
        return None
