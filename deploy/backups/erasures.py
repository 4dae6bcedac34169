"""The journal of erasures, beside the backups: who was removed, as ids, so that nobody comes back with a backup.

A line may be torn by a power cut; then the next append writes it once more. Nothing is ever taken out: whichever backup
is restored, even one that was put away long ago, all that are in here are removed again.
"""

import json
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from deploy.backups import folder
from services.identity.queries import people
from shared.database import transaction
from shared.settings import Settings

FILE = "erasures.jsonl"
# A removal may be committed later than one that was dated after it.
OVERLAP = timedelta(hours=1)


def append(owner: Settings) -> int:
    """Writes down who was removed since the last time. Returns how many."""
    file = owner.backup_dir / FILE
    known = dict(_lines(file))
    since = max(known.values()) - OVERLAP if known else None
    with transaction(owner, "identity") as tx:
        removed = people.removed_since(tx, since)
    new = [(person_id, removed_at) for person_id, removed_at in removed if person_id not in known]
    if new:
        _write(file, new)
    return len(new)


def person_ids(backup_dir: Path) -> list[UUID]:
    return [person_id for person_id, _ in _lines(backup_dir / FILE)]


def _lines(file: Path) -> Iterator[tuple[UUID, datetime]]:
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines() if file.exists() else ():
        try:
            said = json.loads(line)
            yield UUID(said["person_id"]), datetime.fromisoformat(said["removed_at"])
        except (ValueError, TypeError, KeyError):
            continue


def _write(file: Path, removed: list[tuple[UUID, datetime]]) -> None:
    lines = [json.dumps({"person_id": str(id_), "removed_at": at.isoformat()}) for id_, at in removed]
    with folder.trouble(file.parent):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        torn = file.exists() and not file.read_bytes().endswith(b"\n")
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a") as journal:
            journal.write("\n" * torn + "".join(f"{line}\n" for line in lines))
            journal.flush()
            os.fsync(journal.fileno())
