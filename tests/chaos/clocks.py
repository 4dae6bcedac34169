"""A clock of its own for each process, which a fault may set: libfaketime tells the process another time."""

import os
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

TELL_TIME = "import time; print(time.time())"
FOLLOWS_SECONDS = 1


def _library() -> Path | None:
    package = find_spec("libfaketime")
    if package is None or package.origin is None:
        return None
    return Path(package.origin).parent / "vendor/libfaketime/src/libfaketime.so.1"


def environment(clock: Path) -> dict[str, str]:
    """For a process that goes by this clock. What it measures durations with stays right, as after any real jump."""
    set_clock(clock, 0)
    return {
        "LD_PRELOAD": str(_library()),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_CACHE_DURATION": str(FOLLOWS_SECONDS),
        "DONT_FAKE_MONOTONIC": "1",
    }


def set_clock(clock: Path, seconds: int) -> None:
    """So many seconds off. A process may read at any moment, so the file is never half written."""
    unfinished = clock.with_suffix(".new")
    unfinished.write_text(f"{seconds:+d}\n")
    unfinished.rename(clock)


@cache
def missing() -> str | None:
    """Why no process here can be told another time, if so."""
    if _library() is None:
        return "libfaketime is not installed"
    told = {"LD_PRELOAD": str(_library()), "FAKETIME": "+86400"}
    command = [sys.executable, "-c", TELL_TIME]
    right, off = (
        subprocess.run(command, env={**os.environ, **more}, capture_output=True, text=True, check=False).stdout
        for more in ({}, told)
    )
    works = right and off and float(off) - float(right) > 80_000
    return None if works else "libfaketime does not work on this machine"
