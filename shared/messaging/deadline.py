"""No work waits for ever: a database that accepts bytes and answers nothing would hold up a green thread for good."""

from collections.abc import Iterator
from contextlib import contextmanager

import eventlet


class TookTooLong(Exception):
    """The block did not end in time. A database connection that it was using is discarded."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    timeout = eventlet.Timeout(seconds)
    try:
        yield
    except eventlet.Timeout as late:
        if late is not timeout:
            raise
        raise TookTooLong from None
    finally:
        timeout.cancel()
