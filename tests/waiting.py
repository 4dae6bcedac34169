"""Waiting for a condition instead of sleeping."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def eventually(condition: Callable[[], T], seconds: float = 15, what: str = "") -> T:
    """What `condition` gives as soon as it is true; fails when it does not come true in time."""
    deadline = time.monotonic() + seconds
    while not (result := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"{what or 'this'} did not come true within {seconds:g} seconds, but was {result!r}")
        time.sleep(0.02)
    return result
