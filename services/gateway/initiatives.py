"""What the pages of an initiative have in common, and what a meeting shows of one."""

from typing import Any
from uuid import UUID

from services.gateway import formats
from services.gateway.clients import bus
from services.gateway.visitor import current
from shared.contracts import networks as contract
from shared.errors import Refusal


class NotTakingPart(Refusal):
    """As the service refuses who sends such a form."""

    code = "not_taking_part"
    status = 403


KINDS_OF_STATE = {"idea": "wait", "running": "ok", "resting": "none", "done": "busy", "stopped": "stop"}


def states() -> list[tuple[str, str]]:
    return [(state, formats.label(state, "initiative_state")) for state in contract.INITIATIVE_STATES]


def found(initiative_id: UUID) -> dict[str, Any]:
    return bus().ask(contract.initiative, initiative_id=initiative_id)


def own(initiative_id: UUID) -> dict[str, Any]:
    """Before somebody fills in a form for nothing: only who takes part may send it."""
    initiative = found(initiative_id)
    if current().person_id not in initiative["person_ids"]:
        raise NotTakingPart()
    return initiative


def part_of(parts: list[dict[str, Any]], part_id: UUID) -> dict[str, Any] | None:
    """None where somebody else has removed it meanwhile."""
    return next((part for part in parts if part["id"] == part_id), None)
