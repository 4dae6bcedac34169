"""What caused the work in progress: travels from the page through every call, event and log line."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from secrets import token_hex

import structlog

from shared.ids import new_id


@dataclass(frozen=True)
class Context:
    correlation_id: str
    causation_id: str | None
    traceparent: str


def _new_traceparent() -> str:
    return f"00-{token_hex(16)}-{token_hex(8)}-01"


def fresh(correlation_id: str | None = None, traceparent: str | None = None) -> Context:
    return Context(correlation_id or str(new_id()), None, traceparent or _new_traceparent())


_current: ContextVar[Context | None] = ContextVar("context", default=None)


def current() -> Context:
    """The context of the work in progress; work that nobody caused starts one of its own."""
    context = _current.get()
    if context is None:
        context = fresh()
        _current.set(context)
    return context


@contextmanager
def working_in(context: Context, **log_values: str | None) -> Iterator[Context]:
    """Runs a block in `context`; its log lines carry the correlation id and `log_values`."""
    token = _current.set(context)
    logged = {"correlation_id": context.correlation_id, **{k: v for k, v in log_values.items() if v}}
    try:
        with structlog.contextvars.bound_contextvars(**logged):
            yield context
    finally:
        _current.reset(token)


def caused_by(context: Context, message_id: str) -> Context:
    return replace(context, causation_id=message_id)
