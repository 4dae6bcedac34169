"""What caused the work in progress: travels from the page through every call, event and log line."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from secrets import token_hex

import structlog

from shared.ids import new_id


@dataclass(frozen=True)
class Context:
    correlation_id: str
    causation_id: str | None
    traceparent: str

    @property
    def trace_id(self) -> str:
        return self.traceparent.split("-")[1] if self.traceparent else ""


def fresh(
    correlation_id: str | None = None, traceparent: str | None = None, causation_id: str | None = None
) -> Context:
    """The next step of the work that these name; what is not named begins here."""
    return Context(correlation_id or str(new_id()), causation_id, _next_span(traceparent))


# https://www.w3.org/TR/trace-context/: version, trace, span, flags
_TRACEPARENT = re.compile(r"00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})")


def _next_span(traceparent: str | None) -> str:
    """A span of the same trace; of a new one where `traceparent` is none."""
    known = _TRACEPARENT.fullmatch(traceparent or "")
    trace, flags = known.groups() if known else (token_hex(16), "01")
    return f"00-{trace}-{token_hex(8)}-{flags}"


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
    """Runs a block in `context`; its log lines carry the correlation id, the trace and `log_values`."""
    token = _current.set(context)
    logged = {
        "correlation_id": context.correlation_id,
        "trace_id": context.trace_id,
        **{k: v for k, v in log_values.items() if v},
    }
    try:
        with structlog.contextvars.bound_contextvars(**logged):
            yield context
    finally:
        _current.reset(token)
