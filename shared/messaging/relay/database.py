"""The relay's way to the database: no statement waits for ever, and the broker is heard meanwhile."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from shared import roles
from shared.messaging.relay.loop import READ, Loop

CONNECT_SECONDS = 5
STATEMENT_SECONDS = 10.0

# A mark that was lost is set again, a lease is taken again: neither is worth waiting for the disk.
OPTIONS = f"-c role={roles.of(roles.RELAY)} -c synchronous_commit=off -c statement_timeout={STATEMENT_SECONDS:.0f}s"


# As Loop.wait does.
Wait = Callable[[Callable[[], Any], float], bool]


class DatabaseSilent(psycopg.OperationalError):
    """The database took a statement and did not answer."""


class Connection(psycopg.Connection[Any]):
    """`wait` is where psycopg waits for the server, with every statement; here it turns the loop."""

    patience: float | None = None
    _ready = 0
    _under_way = False

    def attach(self, loop: Loop, wait: Wait | None = None) -> None:
        self._loop, self._fd, self._wait_on_loop = loop, self.fileno(), wait or loop.wait
        loop.watch(self._fd, self._on_ready)

    def detach(self) -> None:
        self._loop.unwatch(self._fd)

    def wait(self, gen: Any, *_: Any, **__: Any) -> Any:
        until = time.monotonic() + (self.patience or STATEMENT_SECONDS)
        self._under_way = True
        try:
            wanted = next(gen)
            while True:
                self._ready = 0
                self._loop.want(self._fd, wanted)
                if not self._wait_on_loop(lambda: self._ready, until):
                    raise DatabaseSilent("no answer in time")
                wanted = gen.send(self._ready)
        except StopIteration as result:
            return result.value
        finally:
            self._under_way = False
            self._loop.want(self._fd, READ)

    def _on_ready(self, ready: int) -> None:
        """Between statements only notifications can arrive, or the end."""
        if self._under_way:
            self._ready = ready
            return
        self.pgconn.consume_input()
        while notification := self.pgconn.notifies():
            assert self.pgconn.notify_handler is not None
            self.pgconn.notify_handler(notification)


@contextmanager
def connected(database_url: str, loop: Loop, wait: Wait | None = None) -> Iterator[Connection]:
    """`wait`: how to wait on the loop, if something must be done meanwhile."""
    connection = Connection.connect(
        database_url,
        autocommit=True,
        connect_timeout=CONNECT_SECONDS,
        application_name="middleground-relay",
        options=OPTIONS,
    )
    connection.attach(loop, wait)
    try:
        yield connection
    finally:
        connection.detach()
        connection.close()
