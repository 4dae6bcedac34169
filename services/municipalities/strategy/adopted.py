"""Adopting a strategy: what it says is frozen as a whole, with a checksum by which it is known again."""

import json
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.municipalities.errors import NothingNewToAdopt, NothingToAdopt
from services.municipalities.strategy import queries, rules
from services.municipalities.strategy.access import leading, readable
from services.municipalities.strategy.tables import AdoptedStrategy
from shared import clock
from shared.access import Actor
from shared.contracts.municipalities import StrategyAdopted
from shared.database import settings_of
from shared.errors import ChangedMeanwhile, NotFound
from shared.messaging.outbox import publish


def adopt_strategy(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    seen = leading(tx, actor, request["programme_id"])
    texts, actions = queries.latest_texts(tx, seen.programme_id), queries.actions_of(tx, seen.programme_id)
    content = queries.draft(seen.programme["name"], texts, actions, seen.strategy.review_on)
    if content is None:
        raise NothingToAdopt()
    checksum = rules.checksum(content)
    if checksum != request["checksum"]:
        raise ChangedMeanwhile(checksum=checksum)
    last = newest(tx, seen.programme_id)
    if last is not None and last.checksum == checksum:
        raise NothingNewToAdopt()
    number = last.number + 1 if last else 1
    by = {"adopted_at": clock.now(), "adopted_by": actor.id}
    frozen = {"content": content, "checksum": checksum}
    tx.add(AdoptedStrategy(programme_id=seen.programme_id, number=number, **by, **frozen))
    today = clock.today(settings_of(tx).time_zone)
    publish(tx, StrategyAdopted, programme_id=seen.programme_id, number=number, adopted_on=today)
    return {"number": number}


def adopted_strategy(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    seen = readable(tx, actor, request["programme_id"])
    found = tx.get(AdoptedStrategy, (seen.programme_id, request["number"]))
    if found is None:
        raise NotFound()
    content = read(found)
    return {
        "programme_id": seen.programme_id,
        "programme_name": content["programme"],
        "leads": seen.leads,
        "content": found.content,
        **{name: getattr(found, name) for name in queries.ADOPTED},
        **{name: content[name] for name in ("sections", "actions", "review_on")},
    }


def read(adopted: AdoptedStrategy) -> dict[str, Any]:
    """What `rules.frozen` made text of."""
    content = json.loads(adopted.content)
    actions = [action | {"due_on": _day(action["due_on"])} for action in content["actions"]]
    return content | {"actions": actions, "review_on": _day(content["review_on"])}


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def newest(tx: Session, programme_id: UUID) -> AdoptedStrategy | None:
    found = select(AdoptedStrategy).where(AdoptedStrategy.programme_id == programme_id)
    return tx.scalars(found.order_by(AdoptedStrategy.number.desc()).limit(1)).first()
