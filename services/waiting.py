"""Waiting for PostgreSQL where green threads share one thread.

psycopg's own wait, in C, would stop all others for as long as a statement takes; handing over at each statement takes
longer than most statements do. So there is a wait in place first, for a moment, and the others get their turn when the
answer is not there by then, or when they have not had it for a while.
"""

import time
from typing import Any

from eventlet import patcher
from eventlet.green import select
from psycopg import OperationalError, waiting

MOMENT = 0.0003
TURN = 0.005
# select() knows no others.
MOST_FILES = 1024

_in_place = patcher.original("select").select
_turn_ends = 0.0


def install() -> None:
    waiting.wait = wait  # type: ignore[assignment]  # psycopg says it with a type variable of its own


def wait(generator: Any, fileno: int, interval: float = 0.0, timeout: float | None = None) -> Any:
    if timeout is not None:
        return waiting.wait_select(generator, fileno, interval, timeout)
    try:
        wanted = next(generator)
        while True:
            wanted = generator.send(_ready(fileno, wanted))
    except StopIteration as end:
        return end.value
    except OSError as error:
        raise OperationalError("connection socket closed") from error


def _ready(fileno: int, wanted: int) -> int:
    global _turn_ends
    reading = (fileno,) if wanted & waiting.WAIT_R else ()
    writing = (fileno,) if wanted & waiting.WAIT_W else ()
    readable, writable = (), ()
    if fileno < MOST_FILES and time.monotonic() < _turn_ends:
        readable, writable, _ = _in_place(reading, writing, (), MOMENT)
    if not readable and not writable:
        readable, writable, _ = select.select(reading, writing, (fileno,))
        _turn_ends = time.monotonic() + TURN
    return (waiting.READY_R if readable else 0) | (waiting.READY_W if writable else 0)
