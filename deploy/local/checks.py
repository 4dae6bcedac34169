"""What can be in the way before the demo starts, each told in one sentence."""

import fcntl
import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psutil

from deploy.local.program import CannotRunError, shown

NEEDED_MEGABYTES = 500


def folder(var: Path) -> None:
    try:
        var.mkdir(parents=True, exist_ok=True)
        for place in (var, *var.iterdir()):
            if place.stat().st_uid != os.geteuid() and place.name != "postgres":
                raise CannotRunError(
                    f"{shown(place)} belongs to the user {place.owner()}: run this as that user, or remove it."
                )
    except PermissionError as error:
        raise CannotRunError(f"This user may not write to {shown(var)}.") from error


def disk(var: Path) -> None:
    free = free_megabytes(var)
    if free < NEEDED_MEGABYTES:
        raise CannotRunError(
            f"The disk is full: {free} MB are free where {shown(var)} is and the demo needs {NEEDED_MEGABYTES} MB."
        )


def free_megabytes(var: Path) -> int:
    return shutil.disk_usage(var).free // 1_000_000


def port(number: int) -> None:
    if _answers("127.0.0.1", number) or _answers("::1", number) or not _can_listen(number):
        raise CannotRunError(
            f"Port {number} is taken{_by_whom(number)}: stop that, or choose three other ports with "
            f'make demo PORTS="9001 9002 9003".'
        )


@contextmanager
def only_one(file: Path) -> Iterator[None]:
    """Two demos on the same data would end each other's processes."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            raise CannotRunError(
                f"The demo runs already (process {lock.read().strip()}): stop that one first."
            ) from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def _answers(host: str, number: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with suppress(OSError), closing(socket.socket(family)) as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, number)) == 0
    return False


def _can_listen(number: int) -> bool:
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", number))
        except OSError:
            return False
    return True


def _by_whom(number: int) -> str:
    with suppress(psutil.Error, OSError):
        for connection in psutil.net_connections("tcp"):
            listening = connection.status == psutil.CONN_LISTEN
            if listening and connection.laddr and connection.laddr.port == number and connection.pid:
                return f" by {psutil.Process(connection.pid).name()} (process {connection.pid})"
    return ""
