"""Answering a call: who asks, may they, is the request whole, was it carried out before, and only then the function.

A request is {data, meta}; meta holds `token`, `key`, `after`, `correlation_id`, `traceparent`. An answer is either
{answer, published, up_to_date} or {error}. No exception crosses the bus.
"""

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

import structlog
from sqlalchemy.exc import DBAPIError

from shared import access, context
from shared.access import Actor
from shared.contracts.base import Call, instance, load
from shared.database import Database, is_conflict, is_outage
from shared.errors import Failed, Forbidden, Refusal, SignInRequired, Unavailable
from shared.messaging import idempotency, inbox, metrics, outbox

if TYPE_CHECKING:
    from shared.messaging.service import Resources

log = structlog.get_logger()

AFTER_SECONDS = 1.0
AFTER_STEP = 0.005
MOST_CONFLICTS = 3

Function = Callable[..., Any]


def answer(resources: "Resources", call: Call, function: Function, data: Any, meta: dict[str, Any]) -> dict[str, Any]:
    work = context.fresh(meta.get("correlation_id"), meta.get("traceparent"))
    with context.working_in(work, call=call.routing_key):
        try:
            return _answer(resources, call, function, data, meta)
        except Refusal as refusal:
            log.info("call_refused", code=refusal.code)
            return {"error": refusal.as_data()}
        except Exception as error:
            if is_outage(error):
                log.warning("database_unavailable", reason=type(error).__name__)
                return {"error": Unavailable().as_data()}
            log.exception("call_failed")
            metrics.failed(call.service, metrics.CALL)
            return {"error": Failed().as_data()}


def _answer(resources: "Resources", call: Call, function: Function, data: Any, meta: dict[str, Any]) -> dict[str, Any]:
    actor = access.verify(meta.get("token"), resources.settings.secret_key)
    if not actor.may_call(call.who):
        raise Forbidden() if actor.person_id else SignInRequired()
    request = load(call.request, data)
    up_to_date = _wait_for(resources.database, resources.listens_to, meta.get("after") or ())
    if call.changes:
        done = _past_conflicts(lambda: _carry_out(resources, call, function, actor, request, data, meta))
        return {**done, "up_to_date": up_to_date}
    with resources.database.transaction() as tx:
        result = function(tx, actor, request)
    return {"answer": instance(call.answer).dump(result or {}), "published": [], "up_to_date": up_to_date}


def _past_conflicts(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """When two transactions wait for each other PostgreSQL takes one of them back, and it can be made again."""
    for _ in range(MOST_CONFLICTS):
        try:
            return work()
        except DBAPIError as error:
            if not is_conflict(error):
                raise
            log.info("transactions_conflicted")
    return work()


def _carry_out(
    resources: "Resources",
    call: Call,
    function: Function,
    actor: Actor,
    request: dict[str, Any],
    data: Any,
    meta: dict[str, Any],
) -> dict[str, Any]:
    key = _scoped_key(call, actor, meta)
    print_ = idempotency.fingerprint(call.routing_key, data) if key else ""
    with resources.database.transaction() as tx:
        if key:
            earlier = idempotency.recall(tx, key, print_)
            if earlier is not None:
                return earlier
        result = function(tx, actor, request)
        given = {"answer": instance(call.answer).dump(result or {}), "published": outbox.published(tx)}
        if key:
            idempotency.remember(tx, key, print_, given)
    log.info("command_carried_out", announced=[event_type for event_type, _ in given["published"]])
    return given


def _scoped_key(call: Call, actor: Actor, meta: dict[str, Any]) -> str | None:
    """Two people may use the same key without meeting. Calls with a secret are never stored."""
    if call.secret or not meta.get("key"):
        return None
    return f"{actor.person_id}:{meta['key']}"


def _wait_for(database: Database, listens_to: frozenset[str], after: Sequence[Sequence[str]]) -> bool:
    """Waits until the asker's own last change has arrived here. False when it did not within a second."""
    expected = [UUID(message_id) for event_type, message_id in after if event_type in listens_to]
    if not expected:
        return True
    deadline = time.monotonic() + AFTER_SECONDS
    while True:
        with database.transaction() as tx:
            if inbox.received(tx, expected) == len(set(expected)):
                return True
        if time.monotonic() > deadline:
            return False
        time.sleep(AFTER_STEP)
