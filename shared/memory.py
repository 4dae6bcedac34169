"""Keeps a process that runs for months small. Stands before its other imports."""

import ctypes
import sys

# From <malloc.h>.
M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8
LARGE = 2**20  # bytes


def save() -> None:
    # structlog imports it wherever it is found, for tracebacks with local variables, which ours never show.
    sys.modules.setdefault("rich", None)  # type: ignore[arg-type]
    _give_back_what_is_free()


def _give_back_what_is_free() -> None:
    """glibc would keep a block of the size of any that was ever freed for the next one, in each thread: 40 MB of what
    has checked passwords. Other allocators have no such switch, or do so anyway."""
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError):
        return
    mallopt(M_MMAP_THRESHOLD, LARGE)
    mallopt(M_ARENA_MAX, 1)
