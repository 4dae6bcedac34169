"""Who reads a strategy, who writes it, and the lock under which it changes."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.municipalities import queries
from services.municipalities.errors import StrategyNotYours
from services.municipalities.maps import queries as maps
from services.municipalities.maps.tables import Issue, PolarisationMap
from services.municipalities.strategy import rules
from services.municipalities.strategy.tables import Action, Strategy
from services.municipalities.tables import Programme
from shared.access import OPERATOR, Actor
from shared.errors import NotFound

OWNER_IDS = (
    select(func.array_agg(Action.owner_id))
    .where(Action.programme_id == Programme.id)
    .correlate(Programme)
    .scalar_subquery()
)


@dataclass(frozen=True)
class Seen:
    """The strategy of a registered programme, as the asking person may use it."""

    programme: dict[str, Any]
    strategy: Strategy
    leads: bool
    writes: bool
    map: dict[str, Any] | None = None

    @property
    def programme_id(self) -> UUID:
        return self.programme["id"]

    @property
    def may_own(self) -> list[UUID]:
        return rules.who_may_own_an_action(self.programme, self.strategy.writer_ids)

    def about(self) -> dict[str, Any]:
        return {
            "programme_id": self.programme_id,
            "programme_name": self.programme["name"],
            "leads": self.leads,
            "writes": self.writes,
            "writer_ids": self.strategy.writer_ids,
            "owner_ids": self.may_own,
            "review_on": self.strategy.review_on,
            "map": self.map,
            "version": self.strategy.version,
        }


def readable(tx: Session, actor: Actor, programme_id: UUID) -> Seen:
    """One statement. Where nothing was written yet there is a strategy all the same, an empty one."""
    statement = (
        select(Programme, queries.COORDINATOR_IDS, Strategy, PolarisationMap, Issue.title, OWNER_IDS)
        .outerjoin(Strategy, Strategy.programme_id == Programme.id)
        .outerjoin(PolarisationMap, PolarisationMap.id == Strategy.map_id)
        .outerjoin(Issue, Issue.id == PolarisationMap.issue_id)
        .where(Programme.id == programme_id, Programme.state == "registered")
    )
    row = tx.execute(statement).first()
    if row is None:
        raise NotFound()
    programme, coordinator_ids, strategy, drawn, issue_title, owner_ids = row
    strategy = strategy or Strategy(programme_id=programme_id, writer_ids=[], session_ids=[], version=1)
    people = {
        "coordinator_ids": coordinator_ids,
        "decision_maker_ids": programme.decision_maker_ids,
        "street_level_ids": programme.street_level_ids,
    }
    if not actor.has(OPERATOR) and actor.id not in rules.who_reads(people, strategy.writer_ids, owner_ids or []):
        raise StrategyNotYours()
    leads = actor.id in coordinator_ids
    about = {"id": programme.id, "name": programme.name, **people}
    chosen = maps.as_drawn(drawn) | {"title": issue_title} if drawn else None
    return Seen(about, strategy, leads, leads or actor.id in strategy.writer_ids, chosen)


def commentable(tx: Session, actor: Actor, programme_id: UUID) -> Seen:
    """Locked, for everybody who reads it; an operator looks, and does not speak along."""
    seen = readable(tx, actor, programme_id)
    if actor.has(OPERATOR) and not seen.writes:
        raise StrategyNotYours()
    return _locked(tx, seen)


def writable(tx: Session, actor: Actor, programme_id: UUID) -> Seen:
    """Locked, for who writes."""
    seen = readable(tx, actor, programme_id)
    if not seen.writes:
        raise StrategyNotYours()
    return _locked(tx, seen)


def leading(tx: Session, actor: Actor, programme_id: UUID) -> Seen:
    """Locked, for a coordinator of the programme."""
    seen = readable(tx, actor, programme_id)
    if not seen.leads:
        raise StrategyNotYours()
    return _locked(tx, seen)


def _locked(tx: Session, seen: Seen) -> Seen:
    """Its first change begins it."""
    nothing = {"writer_ids": [], "session_ids": [], "version": 1}
    tx.execute(insert(Strategy).values(programme_id=seen.programme_id, **nothing).on_conflict_do_nothing())
    strategy = tx.get_one(Strategy, seen.programme_id, with_for_update=True, populate_existing=True)
    return replace(seen, strategy=strategy)
