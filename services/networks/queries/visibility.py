from typing import Any

from sqlalchemy.orm import Session

from services.networks import rules
from services.networks.errors import NotAMember
from services.networks.queries.membership import as_shown, today
from services.networks.tables import Member
from shared.access import Actor


def who_can_see_me(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """By the same rule that shows them to others."""
    own = tx.get(Member, actor.id)
    if own is None:
        raise NotAMember()
    on = today(tx)
    return {
        "audiences": {part: getattr(own, f"{part}_for") for part in rules.PARTS},
        "as_member": as_shown(own, rules.audiences_with(a_member=True, a_coordinator=False), on),
        "as_coordinator": as_shown(own, rules.audiences_with(a_member=False, a_coordinator=True), on),
    }
