"""Settings and secrets of what runs on this machine, as files; and whether a port is free for it."""

import os
import secrets
import shutil
import socket
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).parent
SECRETS = HERE / "secrets"
THIS_MACHINE = "127.0.0.1"


def write_secrets(name: str, *, made: Iterable[str], empty: Iterable[str]) -> None:
    """The folder is closed to others; the files in it are read by containers, which have users of their own.

    Somebody writes into the `empty` ones later.
    """
    unfinished = SECRETS / f".{name}"
    SECRETS.mkdir(mode=0o700, exist_ok=True)
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    for each in made:
        (unfinished / each).write_text(secrets.token_hex(32))
        (unfinished / each).chmod(0o444)
    for each in empty:
        (unfinished / each).touch()
        (unfinished / each).chmod(0o644)
    unfinished.rename(SECRETS / name)


def replace(file: Path, text: str) -> None:
    unfinished = file.with_name(f".{file.name}")
    unfinished.write_text(text)
    os.replace(unfinished, file)


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((THIS_MACHINE, port))
        except OSError:
            return False
    return True
