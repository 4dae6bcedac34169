"""The store of mediators' keys, beside the backups: only as it is now, in one file that each backup replaces.

What a mediator wrote stands in the backups, sealed. The key of a mediation that was destroyed is in none of them, so
that the oldest backup shows no more than the newest.
"""

import os
from pathlib import Path
from typing import Any

import psycopg

from deploy.backups import folder, tools
from deploy.backups.server import KEYS, Server, connect
from services.mediations.commands import destruction
from shared.database import transaction
from shared.settings import Settings

FILE = "keys.dump"
LEFT_OUT = tuple(f"--exclude-table-data={table}" for table in KEYS)
THIS_ALONE = ("--data-only", *(f"--table={table}" for table in KEYS))


def keep(owner: Settings, connection: psycopg.Connection[Any], server: Server, snapshot: str) -> None:
    """In place of what was kept before. A city from before there were mediations has none."""
    if not _has_keys(connection):
        return
    file, new = owner.backup_dir / FILE, owner.backup_dir / f".{FILE}"
    with folder.trouble(owner.backup_dir):
        new.unlink(missing_ok=True)
        new.touch(mode=0o600)
        tools.dump(owner.database_url, server.version, snapshot, new, *THIS_ALONE)
        with new.open("rb") as written:
            os.fsync(written.fileno())
        new.replace(file)


def restore_into(owner: Settings, beside: Settings, server: Server) -> int:
    """Brings the keys back, and destroys again what was destroyed after the backup. Returns how many mediations."""
    file = owner.backup_dir / FILE
    if file.exists():
        tools.restore(beside.database_url, server.version, Path(file), "--data-only")
    with transaction(beside, "mediations") as tx:
        destruction.note_destroyed(tx, _destroyed_in(owner, server))
        return destruction.destroy_what_is_over(tx)


def _destroyed_in(owner: Settings, server: Server) -> list[Any]:
    """In what is replaced: the file may be a day older."""
    if not server.exists(server.name):
        return []
    with connect(owner.database_url) as connection:
        if not _has_keys(connection):
            return []
        return connection.execute("SELECT mediation_id, destroyed_on FROM mediations.destructions").fetchall()


def _has_keys(connection: psycopg.Connection[Any]) -> bool:
    return connection.execute("SELECT to_regclass('mediations.destructions')::text").fetchone() != (None,)
