"""The folder of backups: for each a folder of its own, named by its moment, with the dump and what is known of it."""

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from deploy.backups import BackupError

DUMP, MANIFEST = "database.dump", "manifest.json"
UNFINISHED = ".unfinished-"
LATEST = "latest"


@dataclass(frozen=True)
class Manifest:
    """`counts`: rows by table. `revisions`: by table of versions. `server`: the major version of PostgreSQL. `size` and
    `sha256` of the dump. `checked_at`: when it was restored for a trial; null before that, and when it failed."""

    city: str
    version: str
    epoch: int
    taken_at: datetime
    server: int
    revisions: dict[str, str]
    counts: dict[str, int]
    size: int
    sha256: str
    checked_at: datetime | None = None


def prepare(folder: Path) -> None:
    """Makes it, and takes away what an interrupted backup left."""
    with trouble(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in folder.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left)


def begin(folder: Path, taken_at: datetime) -> Path:
    """Where the new backup is written until it is complete."""
    with trouble(folder):
        unfinished = folder / f"{UNFINISHED}{taken_at:%Y%m%dT%H%M%S}.{taken_at.microsecond // 1000:03}Z"
        unfinished.mkdir(mode=0o700)
        (unfinished / DUMP).touch(mode=0o600)
    return unfinished


def complete(unfinished: Path, manifest: Manifest) -> Path:
    backup = unfinished.with_name(unfinished.name.removeprefix(UNFINISHED))
    with trouble(unfinished.parent):
        write(unfinished, manifest)
        unfinished.rename(backup)
        _sync(backup.parent)
    return backup


def write(backup: Path, manifest: Manifest) -> None:
    said = json.dumps(asdict(manifest), indent=2, default=datetime.isoformat)
    new = backup / f".{MANIFEST}"
    with trouble(backup.parent), os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(f"{said}\n")
        file.flush()
        os.fsync(file.fileno())
    new.replace(backup / MANIFEST)
    _sync(backup)


def read(backup: Path) -> Manifest:
    try:
        said = json.loads((backup / MANIFEST).read_text(encoding="utf-8"))
        moments = {name: said[name] and datetime.fromisoformat(said[name]) for name in ("taken_at", "checked_at")}
        return Manifest(**said | moments)
    except FileNotFoundError as error:
        raise BackupError(f"{backup} is no backup: it has no {MANIFEST}.") from error
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise BackupError(f"The backup {backup.name} can not be read: its {MANIFEST} is damaged.") from error


def check(backup: Path, manifest: Manifest) -> None:
    """Raises when the dump is not, byte by byte, what was written."""
    dump = backup / DUMP
    if not dump.is_file():
        raise BackupError(f"The backup {backup.name} is not whole: its {DUMP} is missing.")
    if dump.stat().st_size != manifest.size or sha256(dump) != manifest.sha256:
        raise BackupError(f"The backup {backup.name} is damaged: its {DUMP} is not as it was written.")


def all_of(folder: Path) -> dict[Path, Manifest]:
    """The latest first. What can't be read is none."""
    found = {}
    for backup in sorted(folder.glob("[0-9]*"), reverse=True) if folder.is_dir() else ():
        try:
            found[backup] = read(backup)
        except BackupError:
            continue
    return found


def find(folder: Path, wanted: str) -> Path:
    if wanted != LATEST:
        backup = Path(wanted) if os.sep in wanted else folder / wanted
        if not backup.is_dir():
            raise BackupError(f"There is no backup {wanted} in {folder}.")
        return backup
    good = [backup for backup, manifest in all_of(folder).items() if manifest.checked_at]
    if not good:
        raise BackupError(f"There is no good backup in {folder}.")
    return good[0]


def remove(backup: Path) -> None:
    going = backup.with_name(f"{UNFINISHED}{backup.name}")
    backup.rename(going)
    shutil.rmtree(going)


def sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def with_check(manifest: Manifest, checked_at: datetime) -> Manifest:
    return replace(manifest, checked_at=checked_at)


def as_listed(folder: Path) -> list[dict[str, Any]]:
    """As the service `instance` keeps them."""
    told = ("taken_at", "checked_at", "version", "epoch", "size")
    return [
        {"file": backup.name, **{name: getattr(manifest, name) for name in told}}
        for backup, manifest in all_of(folder).items()
    ]


@contextmanager
def trouble(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise BackupError(f"There is no room left in {folder}, where backups are kept.") from error
        raise BackupError(f"{folder}, where backups are kept, can not be written to: {error.strerror}.") from error


def _sync(folder: Path) -> None:
    """So that a power cut does not take the names away."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
