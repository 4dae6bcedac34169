"""A process this machine has to keep running, and a way to run one for as long as a block of code."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from random import SystemRandom

ROOT = Path(__file__).resolve().parents[2]
# The system's limit is 108 with the name of the socket, to which supervisord adds a process id.
SOCKET_DIRECTORY_LIMIT = 75
# Below the ports that the system gives to outgoing connections, which could take one before it is listened on.
LISTENERS = range(20_000, 32_768)


class CannotRunError(Exception):
    """Something on this machine is in the way; the message is one sentence for the person at the terminal."""


@dataclass(frozen=True)
class Program:
    name: str
    command: tuple[str, ...]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    stop_signal: str = "TERM"
    stop_seconds: int = 20


@contextmanager
def running(program: Program) -> Iterator[subprocess.Popen[bytes]]:
    """Runs a program through the guard, which stops it even when this process is killed."""
    program.log.parent.mkdir(parents=True, exist_ok=True)
    guard = (sys.executable, "-m", "deploy.local.guard", program.stop_signal, str(program.stop_seconds))
    with program.log.open("ab") as log:
        process = subprocess.Popen(
            (*guard, *program.command),
            cwd=ROOT,
            env={**os.environ, **program.environment},
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait()


def wait_until(ready: Callable[[], bool], seconds: float, what: str, log: Path, alive: Callable[[], bool]) -> None:
    """Returns once `ready`; a program that ends or takes too long is reported with its log."""
    deadline = time.monotonic() + seconds
    while not ready():
        if not alive():
            raise CannotRunError(f"{what} does not start; the reason is at the end of {shown(log)}.")
        if time.monotonic() > deadline:
            raise CannotRunError(f"{what} did not answer within {seconds:.0f} seconds; see {shown(log)}.")
        time.sleep(0.1)


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def signal_number(name: str) -> int:
    return signal.Signals[f"SIG{name}"]


def socket_directory(wanted: Path) -> Path:
    """The wanted directory, or a short one when its path is too long for a socket's address."""
    if len(str(wanted)) <= SOCKET_DIRECTORY_LIMIT:
        return wanted
    return Path(tempfile.gettempdir()) / f"middleground-{os.geteuid()}-{short_name(wanted)}"


def short_name(path: Path) -> str:
    return sha256(str(path).encode()).hexdigest()[:12]


def write_private(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.write_text(text)


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on now, all different."""
    with ExitStack() as stack:
        free: list[int] = []
        while len(free) < count:
            candidate = stack.enter_context(closing(socket.socket()))
            with suppress(OSError):
                candidate.bind(("127.0.0.1", SystemRandom().choice(LISTENERS)))
                free.append(candidate.getsockname()[1])
        return free


def apt_install(reason: str, *packages: str) -> bool:
    """With root or sudo on Debian and Ubuntu; the script says what it does, or why it can not."""
    if not shutil.which("apt-get"):
        return False
    return subprocess.run([str(ROOT / "deploy/apt-install.sh"), reason, *packages], check=False).returncode == 0
