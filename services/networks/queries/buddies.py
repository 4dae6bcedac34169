from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from services.networks import rules
from services.networks.errors import NotAMember
from services.networks.tables import BuddyPair, BuddySearch, Member
from shared import clock
from shared.access import Actor

ROLES = ("newcomer", "guide")


def buddies(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """The asking person's own; nobody else is shown them."""
    own = tx.get(Member, actor.id)
    if own is None:
        raise NotAMember()
    search = tx.get(BuddySearch, actor.id)
    pairs = current_pairs(tx, actor.id)
    has_one = any(pair.newcomer_id == actor.id for pair in pairs)
    return {
        "searching": search.role if search else None,
        "may_ask": rules.a_member_is_new(own.joined_at, clock.now()) and not has_one,
        "pairs": [_as_data(pair, actor.id) for pair in pairs],
    }


def current_pairs(tx: Session, person_id: UUID) -> Sequence[BuddyPair]:
    theirs = or_(BuddyPair.newcomer_id == person_id, BuddyPair.guide_id == person_id)
    return tx.scalars(select(BuddyPair).where(theirs, BuddyPair.state != "over").order_by(BuddyPair.since)).all()


def role_of(pair: BuddyPair, person_id: UUID) -> str:
    return "newcomer" if pair.newcomer_id == person_id else "guide"


def _as_data(pair: BuddyPair, person_id: UUID) -> dict[str, Any]:
    """What the other has said is the other's own until both have said yes."""
    role = role_of(pair, person_id)
    return {
        "id": pair.id,
        "role": role,
        "other_id": pair.guide_id if role == "newcomer" else pair.newcomer_id,
        "state": pair.state,
        "agreed": pair.newcomer_agreed if role == "newcomer" else pair.guide_agreed,
        "since": pair.since,
    }
