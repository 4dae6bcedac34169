"""Finds and ends what an earlier run that was killed has left behind."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil

# Every process of a run inherits this; its value is the folder the run works in.
MARK = "MIDDLEGROUND_RUN"
PATIENCE = 10


def mark(home: Path) -> None:
    """Makes everything this process starts from now on recognisable."""
    os.environ[MARK] = str(home)


def find(home: Path) -> list[psutil.Process]:
    own = {process.pid for process in (psutil.Process(), *psutil.Process().parents())}
    return [process for process in _marked(home) if process.pid not in own]


def end(home: Path) -> int:
    """Asks everything to stop, kills what does not, and says how many there were."""
    found = find(home)
    for process in found:
        with suppress(psutil.NoSuchProcess):
            process.terminate()
    _, stubborn = psutil.wait_procs(found, timeout=PATIENCE)
    # Includes what the first ones started or restarted meanwhile.
    for process in {*stubborn, *find(home)}:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(find(home), timeout=PATIENCE)
    return len(found)


def _marked(home: Path) -> Iterator[psutil.Process]:
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            if process.status() != psutil.STATUS_ZOMBIE and process.environ().get(MARK) == str(home):
                yield process
