"""One thread, one loop: broker, database and signals are all waited for in the same place."""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from pika.adapters.select_connection import IOLoop

# The bits that psycopg uses.
READ, WRITE = 1, 2


class Loop:
    """pika's own loop, turned from outside until something has happened."""

    def __init__(self, on_turn: Callable[[], None] = lambda: None):
        self.io = IOLoop()
        self.io.activate_poller()
        self._on_turn = on_turn

    def wait(self, done: Callable[[], Any], until: float) -> bool:
        """Turns until `done`, at the latest until that moment of the monotonic clock. Says whether it is done."""
        while not done():
            left = until - time.monotonic()
            if left <= 0:
                return False
            self.turn(left)
        return True

    def turn(self, seconds: float = 0.0) -> None:
        """Deals with what has happened, or waits so long for something to happen."""
        alarm = self.io.call_later(seconds, lambda: None)
        self.io.poll()
        self.io.process_timeouts()
        self.io.remove_timeout(alarm)
        self._on_turn()

    def watch(self, fd: int, on_ready: Callable[[int], None]) -> None:
        """Tells what the descriptor is ready for; what has ended is ready to be read."""

        def handler(_fd: int, events: int) -> None:
            on_ready((READ if events & ~IOLoop.WRITE else 0) | (WRITE if events & IOLoop.WRITE else 0))

        self.io.add_handler(fd, handler, IOLoop.READ)

    def want(self, fd: int, bits: int) -> None:
        events = (IOLoop.READ if bits & READ else 0) | (IOLoop.WRITE if bits & WRITE else 0)
        with suppress(OSError):  # libpq closes its socket itself when the server is gone
            self.io.update_handler(fd, events)

    def unwatch(self, fd: int) -> None:
        with suppress(OSError):
            self.io.remove_handler(fd)

    def close(self) -> None:
        self.io.close()
