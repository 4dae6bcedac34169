"""The store of mediators' keys, beside the backups: only as it is now, in one file that each backup replaces, and
each destruction.

What a mediator wrote stands in the backups, sealed. The key of a mediation that was destroyed is in none of them, so
that the oldest backup shows no more than the newest.
"""

import os
from pathlib import Path
from typing import Any, LiteralString
from uuid import UUID

import psycopg
from psycopg.rows import namedtuple_row
from sqlalchemy import text

from deploy.backups import BackupError, folder, tools
from deploy.backups.server import KEYS, Server, UnderWay, connect, held
from services.mediations.commands import destruction
from shared.database import transaction
from shared.settings import Settings

FILE = "keys.dump"
LEFT_OUT = tuple(f"--exclude-table-data={table}" for table in KEYS)
THIS_ALONE = ("--data-only", *(f"--table={table}" for table in KEYS))
DESTRUCTIONS = "SELECT mediation_id, destroyed_on FROM mediations.destructions"
WRAPPED = "SELECT person_id, by_passphrase, by_recovery, version FROM mediations.mediator_keys"
WRAPPED_ANEW = """
UPDATE mediations.mediator_keys SET by_passphrase = :by_passphrase, by_recovery = :by_recovery, version = :version
WHERE person_id = :person_id AND version < :version
"""
# Mediations with words that nobody could read.
LOCKED_FOR_EVER = """
SELECT count(*) FROM mediations.mediations
WHERE confidential_on IS NOT NULL AND destroyed_on IS NULL
AND id NOT IN (SELECT mediation_id FROM mediations.mediation_keys)
"""


def keep(owner: Settings, connection: psycopg.Connection[Any], server: Server, snapshot: str) -> None:
    """In place of what was kept before, unless that is all there is. A city from before there were mediations has none.

    Raises BackupError."""
    if not _has_keys(connection):
        return
    file, new = owner.backup_dir / FILE, owner.backup_dir / f".{FILE}"
    _refuse_to_lose_the_only_copy(file, connection, server)
    with folder.trouble(owner.backup_dir):
        owner.backup_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        new.unlink(missing_ok=True)
        new.touch(mode=0o600)
        tools.dump(owner.database_url, server.version, snapshot, new, *THIS_ALONE)
        with new.open("rb") as written:
            os.fsync(written.fileno())
        new.replace(file)


def keep_after(owner: Settings, known: int) -> int:
    """Where not as many mediations are destroyed as was `known`: no key waits for a backup that may fail. Returns how
    many are. Raises BackupError."""
    with connect(owner.database_url) as connection:
        destroyed = len(_stored(connection, DESTRUCTIONS))
    if destroyed == known:
        return known
    try:
        with held(owner.database_url) as server, connect(owner.database_url) as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            [(snapshot,)] = connection.execute("SELECT pg_export_snapshot()").fetchall()
            keep(owner, connection, server, snapshot)
    except UnderWay:
        return known  # this is called again
    return destroyed


def _refuse_to_lose_the_only_copy(file: Path, connection: psycopg.Connection[Any], server: Server) -> None:
    """A database that was made anew has no keys. That of a mediator who was removed goes as it should."""
    [(keys,)] = connection.execute("SELECT count(*) FROM mediations.mediator_keys").fetchall()
    if keys or not file.exists():
        return
    kept = {UUID(row.partition("\t")[0]) for row in tools.copied(server.version, file, "mediator_keys")}
    removed = connection.execute("SELECT id FROM identity.people WHERE removed_at IS NOT NULL").fetchall()
    if lost := kept - {person_id for (person_id,) in removed}:
        raise BackupError(
            f"{FILE} holds the keys of mediators ({len(lost)}) and the database has none, so no backup was made and the"
            f" file stays as it is: restore the latest backup with it, or, if these keys may be lost, move {file} away."
        )


def restore_into(owner: Settings, beside: Settings, server: Server, *, without_keys: bool) -> int:
    """Brings the keys back, and destroys again what was destroyed after the backup. Returns how many mediations.

    Raises BackupError where keys are missing, unless it is known that it goes `without_keys`."""
    file = owner.backup_dir / FILE
    if file.exists():
        tools.restore(beside.database_url, server.version, Path(file), "--data-only")
    with transaction(beside, "mediations") as tx:
        destruction.note_destroyed(tx, _replaced(owner, server, DESTRUCTIONS))
        if newer := [row._asdict() for row in _replaced(owner, server, WRAPPED)]:
            tx.execute(text(WRAPPED_ANEW), newer)
        destroyed = destruction.destroy_what_is_over(tx)
        if not without_keys:
            _refuse_what_nobody_could_read(file, tx.execute(text(LOCKED_FOR_EVER)).scalar_one())
        return destroyed


def _refuse_what_nobody_could_read(file: Path, mediations: int) -> None:
    if mediations:
        there_is = "holds no keys for them" if file.exists() else "is missing"
        raise BackupError(
            f"What was written in mediations ({mediations}) could never be read again, as {file} {there_is}: bring back"
            " the latest copy of that file, or, if there is none, add --without-keys."
        )


def _replaced(owner: Settings, server: Server, statement: LiteralString) -> list[Any]:
    """Rows of what is replaced: the file may be a day older."""
    if not server.exists(server.name):
        return []
    with connect(owner.database_url, row_factory=namedtuple_row) as connection:
        return _stored(connection, statement)


def _stored(connection: psycopg.Connection[Any], statement: LiteralString) -> list[Any]:
    return connection.execute(statement).fetchall() if _has_keys(connection) else []


def _has_keys(connection: psycopg.Connection[Any]) -> bool:
    [(name,)] = connection.execute("SELECT to_regclass('mediations.destructions')::text").fetchall()
    return name is not None
