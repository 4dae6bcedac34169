"""A read model is emptied, and fed again by all messages that there ever were for it.

It forgets what it has taken over, so it takes everything over once more; the relay reads it from the log into a queue
that is the rebuild's own. Until the last of them has come, what else would feed it waits: see `inbox.Rebuilding`. After
that most of it turns out to be known. docs/decisions/0011-rebuilding.md says more.
"""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    delete,
    exists,
    func,
    insert,
    literal_column,
    select,
    text,
    update,
)
from sqlalchemy.orm import Session

from shared.ids import new_id
from shared.messaging import OUTBOX_CHANNEL, RELAY, read_models
from shared.messaging.tables import failed, inbox, rebuilds

IS_UNDER_WAY = rebuilds.c.finished_at.is_(None)
# Looked for every second.
UNDER_WAY = select(rebuilds).where(IS_UNDER_WAY).order_by(rebuilds.c.started_at)
TOLD = [rebuilds.c[name] for name in ("id", "read_model", "started_at", "finished_at", "messages")]


def queue_name(listener: str, rebuild_id: UUID) -> str:
    return f"rebuild.{listener}.{rebuild_id}"


def start(tx: Session, service: Any, read_model: str, person_id: UUID | None) -> UUID:
    """One that is under way already is given up for this one."""
    feeding = read_models.feeding(service, read_model)
    subscriptions = [subscription for subscription, _ in feeding.values()]
    # Everybody who takes over writes here first, or holds a row here while trying again: they finish before, or see it.
    tx.execute(text("LOCK TABLE inbox, failed IN EXCLUSIVE MODE"))
    for table in service.read_models[read_model].tables:
        tx.execute(delete(table))
    for noted in (inbox, failed):
        tx.execute(delete(noted).where(noted.c.subscription.in_(subscriptions)))
    for given_up in tx.scalars(_finish(rebuilds.c.read_model == read_model).returning(rebuilds.c.id)).all():
        _forget_replay(tx, given_up)
    rebuild_id = new_id()
    tx.execute(insert(rebuilds).values(id=rebuild_id, read_model=read_model, person_id=person_id))
    _ask_for_replay(
        tx, rebuild_id, service.name, {owner: sorted(reactions) for owner, (_, reactions) in feeding.items()}
    )
    return rebuild_id


def _ask_for_replay(tx: Session, rebuild_id: UUID, listener: str, types: Mapping[str, list[str]]) -> None:
    tx.execute(
        text("INSERT INTO relay.replays (id, queue, types) VALUES (:id, :queue, CAST(:types AS jsonb))"),
        {"id": rebuild_id, "queue": queue_name(listener, rebuild_id), "types": json.dumps(types)},
    )
    tx.execute(select(func.pg_notify(OUTBOX_CHANNEL, RELAY)))


def _forget_replay(tx: Session, rebuild_id: UUID) -> None:
    tx.execute(text("DELETE FROM relay.replays WHERE id = :id"), {"id": rebuild_id})


def under_way(tx: Session) -> list[Any]:
    return list(tx.execute(UNDER_WAY))


def under_way_as_json() -> ScalarSelect[Any]:
    """For a statement that asks for more; None when there is none."""
    return as_json(select(*TOLD).where(IS_UNDER_WAY).order_by(rebuilds.c.started_at))


def finished_as_json(since: ColumnElement[Any], most: int) -> ScalarSelect[Any]:
    """The latest first."""
    return as_json(
        select(*TOLD).where(rebuilds.c.finished_at > since).order_by(rebuilds.c.finished_at.desc()).limit(most)
    )


def as_json(rows: Select[Any]) -> ScalarSelect[Any]:
    """All rows as one value, in their order, for a statement that asks for more; None when there are none."""
    each = func.to_jsonb(literal_column("told"))
    return select(func.jsonb_agg(each)).select_from(rows.subquery("told")).scalar_subquery()


def is_under_way(read_model: str) -> ColumnElement[bool]:
    return exists().where(IS_UNDER_WAY, rebuilds.c.read_model == read_model)


def count(tx: Session, rebuild_id: UUID, messages: int) -> bool:
    """False when the rebuild is over: then nothing of this transaction may stay. Asked after noting."""
    counted = update(rebuilds).where(IS_UNDER_WAY, rebuilds.c.id == rebuild_id)
    return (
        tx.execute(counted.values(messages=rebuilds.c.messages + messages).returning(rebuilds.c.id)).first() is not None
    )


def finish(tx: Session, rebuild_id: UUID) -> None:
    tx.execute(_finish(rebuilds.c.id == rebuild_id))
    _forget_replay(tx, rebuild_id)


def _finish(which: Any) -> Any:
    return update(rebuilds).where(IS_UNDER_WAY, which).values(finished_at=func.now())
