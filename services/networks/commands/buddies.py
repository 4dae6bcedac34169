from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.networks import rules
from services.networks.colleagues.queries import sectors_of
from services.networks.errors import HasABuddy, NotNewAnyMore
from services.networks.queries import buddies, membership
from services.networks.tables import BuddyPair, BuddySearch, Member
from shared import clock
from shared.access import Actor
from shared.contracts.networks import BuddiesPaired, BuddiesProposed
from shared.errors import NotFound
from shared.ids import new_id
from shared.messaging.outbox import publish

MATCHING = func.hashtextextended("networks.buddies", 0)


def search_buddy(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """For a buddy, or as one. Whoever fits is proposed at once; else when somebody comes who does."""
    own = membership.own(tx, actor)
    _one_at_a_time(tx)
    if request["role"] == "newcomer":
        if not rules.a_member_is_new(own.joined_at, clock.now()):
            raise NotNewAnyMore()
        if any(pair.newcomer_id == actor.id for pair in buddies.current_pairs(tx, actor.id)):
            raise HasABuddy()
    said = insert(BuddySearch).values(person_id=actor.id, role=request["role"], since=clock.now())
    tx.execute(said.on_conflict_do_update(index_elements=[BuddySearch.person_id], set_={"role": request["role"]}))
    _propose(tx)


def stop_search(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """Whoever has a buddy keeps them."""
    membership.refuse_a_stranger(tx, actor, writing=True)
    tx.execute(delete(BuddySearch).where(BuddySearch.person_id == actor.id))


def answer_buddy(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """With a yes of both they are buddies; after a no, somebody else is looked for."""
    pair = _own_pair(tx, actor, request["pair_id"])
    if not request["agrees"]:
        _end(tx, pair)
        return
    setattr(pair, f"{buddies.role_of(pair, actor.id)}_agreed", True)
    if pair.state == "proposed" and pair.newcomer_agreed and pair.guide_agreed:
        pair.state, pair.since = "paired", clock.now()
        tx.execute(delete(BuddySearch).where(BuddySearch.person_id == pair.newcomer_id, BuddySearch.role == "newcomer"))
        publish(tx, BuddiesPaired, pair_id=pair.id, person_ids=[pair.newcomer_id, pair.guide_id])


def end_buddy(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """By either, without a reason."""
    _end(tx, _own_pair(tx, actor, request["pair_id"]))


def forget(tx: Session, person_id: UUID) -> None:
    """Of who leaves or is erased."""
    tx.execute(delete(BuddySearch).where(BuddySearch.person_id == person_id))
    tx.execute(delete(BuddyPair).where(or_(BuddyPair.newcomer_id == person_id, BuddyPair.guide_id == person_id)))


def _own_pair(tx: Session, actor: Actor, pair_id: UUID) -> BuddyPair:
    membership.refuse_a_stranger(tx, actor, writing=True)
    _one_at_a_time(tx)
    pair = tx.get(BuddyPair, pair_id, with_for_update=True, populate_existing=True)
    if pair is None or pair.state == "over" or actor.id not in (pair.newcomer_id, pair.guide_id):
        raise NotFound()
    return pair


def _one_at_a_time(tx: Session) -> None:
    """So that nobody gets two buddies, or more newcomers than they wanted."""
    tx.execute(select(func.pg_advisory_xact_lock(MATCHING)))


def _end(tx: Session, pair: BuddyPair) -> None:
    pair.state = "over"
    tx.flush()
    _propose(tx)


def _propose(tx: Session) -> None:
    """To everybody who waits, as far as there is somebody for them."""
    searches = tx.execute(
        select(BuddySearch.role, Member)
        .join(Member, Member.person_id == BuddySearch.person_id)
        .where(Member.until >= membership.today(tx))
        .order_by(BuddySearch.since, BuddySearch.person_id)
    ).all()
    pairs = tx.scalars(select(BuddyPair)).all()
    current = [pair for pair in pairs if pair.state != "over"]
    taken = {pair.newcomer_id for pair in current}
    known = {role: _as_buddies(tx, [member for has, member in searches if has == role]) for role in buddies.ROLES}
    found = rules.who_is_proposed_to_whom(
        [newcomer for newcomer in known["newcomer"] if newcomer.id not in taken],
        known["guide"],
        Counter(pair.guide_id for pair in current),
        {(pair.newcomer_id, pair.guide_id) for pair in pairs},
    )
    for newcomer_id, guide_id in found:
        pair = BuddyPair(id=new_id(), newcomer_id=newcomer_id, guide_id=guide_id, state="proposed", since=clock.now())
        tx.add(pair)
        publish(tx, BuddiesProposed, pair_id=pair.id, person_ids=[newcomer_id, guide_id])


def _as_buddies(tx: Session, members: Sequence[Member]) -> list[rules.Buddy]:
    sectors = sectors_of(tx, [member.person_id for member in members])
    return [
        rules.Buddy.of(each.person_id, each.joined_at, each.languages, each.area_ids, sectors.get(each.person_id))
        for each in members
    ]
