"""What an operator sees of a service's messages and does about those that are parked.

Replaying gives a message its attempts anew. Discarding ends it without an effect; what waited behind it goes on. Each
stands in `interventions`, written in the transaction that does it.
"""

import json
import math
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    Delete,
    Label,
    Select,
    Text,
    Update,
    cast,
    delete,
    exists,
    func,
    insert,
    literal,
    select,
    true,
    update,
)
from sqlalchemy.orm import Session

from shared.contracts.operation import LAST, LAST_DAYS, MOST_BEHIND, MOST_GROUPS, MOST_TEXT
from shared.errors import NotFound
from shared.messaging import rebuild
from shared.messaging.dead_letters import ALL_BYTES
from shared.messaging.failures import OUT_OF_ORDER
from shared.messaging.tables import failed, interventions, outbox
from shared.version import VERSION

MOST_HEADER = 1_000
LATEST = 50

IS_PARKED = failed.c.parked_at.is_not(None)
LATELY = ("rebuilds", "rebuilt", "interventions")
COUNTS = ("unsent", "unsent_since", "retried", "behind", "parked")
GROUP = ("subscription", "type", "reason", "count", "oldest", "newest", "example_id")
SUMMARY = ("message_id", "subscription", "type", "reason", "attempts", "replays", "failed_at", "parked_at")


def groups(tx: Session) -> dict[str, Any]:
    """How many messages wait for what, and the groups of those that are parked. One statement: a page asks it of
    every service."""
    unsent, set_aside, parked = _unsent(), _set_aside(), _parked()
    everything = unsent.join(set_aside, true()).outerjoin(parked, true())
    rows = tx.execute(
        select(*_lately(), unsent, set_aside, parked)
        .select_from(everything)
        .order_by(parked.c.count.desc(), parked.c.oldest)
    ).all()
    return {
        "version": VERSION,
        **{name: getattr(rows[0], name) for name in COUNTS},
        **{name: [_with_moments(each) for each in getattr(rows[0], name) or []] for name in LATELY},
        "groups": [{name: row._mapping[name] for name in GROUP} for row in rows if row.subscription],
    }


def _lately() -> list[Label[Any]]:
    """What is rebuilt, and what was done in the last days."""
    since = func.now() - timedelta(days=LAST_DAYS)
    done = _done().where(interventions.c.happened_at > since).limit(LAST)
    told = (rebuild.under_way_as_json(), rebuild.finished_as_json(since, LAST), rebuild.as_json(done))
    return [each.label(name) for name, each in zip(LATELY, told, strict=True)]


def _with_moments(told: dict[str, Any]) -> dict[str, Any]:
    """JSON knows no moments."""
    return {
        name: datetime.fromisoformat(value) if name.endswith("_at") and value else value for name, value in told.items()
    }


def _unsent() -> CTE:
    counts = (func.count().label("unsent"), func.min(outbox.c.happened_at).label("unsent_since"))
    return select(*counts).where(outbox.c.published_at.is_(None)).cte("unsent")


def _set_aside() -> CTE:
    earlier = failed.alias()
    is_behind = failed.c.reason != OUT_OF_ORDER
    is_behind &= exists().where(
        earlier.c.subscription == failed.c.subscription,
        earlier.c.aggregate_id == failed.c.aggregate_id,
        earlier.c.position < failed.c.position,
        earlier.c.reason != OUT_OF_ORDER,
        earlier.c.parked_at.is_not(None),
    )
    each = select(IS_PARKED.label("is_parked"), is_behind.label("is_behind")).cte("set_aside")
    return select(
        func.count().filter(each.c.is_parked).label("parked"),
        func.count().filter(~each.c.is_parked, each.c.is_behind).label("behind"),
        func.count().filter(~each.c.is_parked, ~each.c.is_behind).label("retried"),
    ).cte("counted")


def _parked() -> CTE:
    kind = (failed.c.subscription, failed.c.type, failed.c.reason)
    size = func.count()
    oldest = func.min(failed.c.parked_at)
    return (
        select(
            *kind,
            size.label("count"),
            oldest.label("oldest"),
            func.max(failed.c.parked_at).label("newest"),
            _first(failed.c.message_id).label("example_id"),
        )
        .where(IS_PARKED)
        .group_by(*kind)
        .order_by(size.desc(), oldest)
        .limit(MOST_GROUPS)
        .cte("parked_groups")
    )


def _first(ids: ColumnElement[UUID]) -> ColumnElement[str]:
    """PostgreSQL finds no smallest among ids; they grow with time."""
    return func.min(cast(ids, Text))


def listed(tx: Session, *, page: int, per_page: int, **chosen: Any) -> dict[str, Any]:
    """Those that are parked, the oldest first."""
    are_chosen = _are(**chosen)
    total = tx.scalar(select(func.count()).select_from(failed).where(*are_chosen)) or 0
    columns = [failed.c[name] for name in SUMMARY]
    start = (page - 1) * per_page
    found = tx.execute(
        select(*columns).where(*are_chosen).order_by(failed.c.position).limit(per_page).offset(start)
    ).mappings()
    return {"items": [*map(dict, found)], "total": total, "page": page, "pages": math.ceil(total / per_page)}


def one(tx: Session, message_id: UUID, subscription: str | None = None) -> dict[str, Any]:
    """With what it says, and what waits behind it."""
    in_subscription = failed.c.subscription == subscription if subscription else true()
    found = tx.execute(
        select(failed).where(failed.c.message_id == message_id, in_subscription).order_by(failed.c.position).limit(1)
    ).first()
    if found is None:
        raise NotFound()
    whole, size = _readable(found.body), int(found.headers.get(ALL_BYTES) or len(found.body))
    behind, behind_total = _behind(tx, found)
    return {
        **{name: getattr(found, name) for name in SUMMARY},
        "aggregate_id": found.aggregate_id,
        "headers": {_plain(name): _plain(_as_text(value))[:MOST_HEADER] for name, value in found.headers.items()},
        "text": whole[:MOST_TEXT],
        "size": size,
        "is_cut": size > len(found.body) or len(whole) > MOST_TEXT,
        "behind": behind,
        "behind_total": behind_total,
    }


def _behind(tx: Session, first: Any) -> tuple[list[dict[str, Any]], int]:
    """What came out of order holds nothing up and waits for nothing."""
    if first.aggregate_id is None or first.reason == OUT_OF_ORDER:
        return [], 0
    found = tx.execute(
        select(failed.c.message_id, failed.c.type, failed.c.failed_at, func.count().over().label("total"))
        .where(
            failed.c.subscription == first.subscription,
            failed.c.aggregate_id == first.aggregate_id,
            failed.c.position > first.position,
            failed.c.reason != OUT_OF_ORDER,
        )
        .order_by(failed.c.position)
        .limit(MOST_BEHIND)
    ).all()
    shown = [{"message_id": row.message_id, "type": row.type, "failed_at": row.failed_at} for row in found]
    return shown, found[0].total if found else 0


def _readable(body: bytes) -> str:
    """A body need not be JSON, nor text at all."""
    text = body.decode("utf-8", "replace")
    with suppress(ValueError, RecursionError):
        text = json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    return _plain(text)


def _plain(text: str) -> str:
    return "".join(
        letter if letter.isprintable() or letter in "\n\t" else "\N{REPLACEMENT CHARACTER}" for letter in text
    )


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def replay(tx: Session, person_id: UUID | None, **chosen: Any) -> int:
    """Returns how many will be tried again."""
    anew = {"parked_at": None, "next_attempt_at": func.now(), "attempts": 0, "replays": failed.c.replays + 1}
    return _carry_out(tx, person_id, "replayed", update(failed).where(*_are(**chosen)).values(anew))


def discard(tx: Session, person_id: UUID | None, **chosen: Any) -> int:
    """Returns how many there were."""
    return _carry_out(tx, person_id, "discarded", delete(failed).where(*_are(**chosen)))


def _carry_out(tx: Session, person_id: UUID | None, action: str, change: Update | Delete) -> int:
    about = ("message_id", "subscription", "type", "reason")
    done = change.returning(*(failed.c[name] for name in about)).cte("done")
    noted: Select[Any] = select(
        func.gen_random_uuid(),
        func.now(),
        literal(person_id, interventions.c.person_id.type),
        literal(action),
        *(done.c[name] for name in about),
    )
    into = ["id", "happened_at", "person_id", "action", *about]
    written = insert(interventions).from_select(into, noted).execution_options(preserve_rowcount=True)
    return tx.execute(written).rowcount  # type: ignore[attr-defined]


def _are(
    *,
    message_ids: list[UUID] | None = None,
    subscription: str | None = None,
    type: str | None = None,
    reason: str | None = None,
    until: Any = None,
) -> list[ColumnElement[bool]]:
    """Parked, and like everything that is given."""
    given = {"subscription": subscription, "type": type, "reason": reason}
    wanted = [IS_PARKED, *(failed.c[name] == value for name, value in given.items() if value is not None)]
    if message_ids is not None:
        wanted.append(failed.c.message_id.in_(message_ids))
    if until is not None:
        wanted.append(failed.c.parked_at <= until)
    return wanted


def latest_interventions(tx: Session) -> list[dict[str, Any]]:
    found = tx.execute(_done().limit(LATEST)).mappings()
    return [dict(each) for each in found]


def _done() -> Select[Any]:
    """What was done at once stands in one line: all of it bears the time of its transaction. The latest comes first."""
    about = ("happened_at", "person_id", "action", "subscription", "type", "reason")
    kind = [interventions.c[name] for name in about]
    return (
        select(*kind, func.count().label("count"), _first(interventions.c.message_id).label("message_id"))
        .group_by(*kind)
        .order_by(interventions.c.happened_at.desc())
    )
