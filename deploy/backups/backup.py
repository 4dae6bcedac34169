"""Making a backup: a dump of the city's database in one snapshot, and a trial restore that shows that it is whole."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

from deploy.backups import BackupError, folder, keys, tools
from deploy.backups.folder import DUMP, Manifest
from deploy.backups.server import Server, connect, counts, held
from services.instance import commands, rules
from shared import clock
from shared.database import transaction
from shared.settings import Settings
from shared.version import VERSION

SCRATCH = "_check"
VERSIONS = "SELECT schemaname, tablename FROM pg_tables WHERE tablename IN ('version', 'messaging_version')"


@dataclass(frozen=True)
class Snapshot:
    """What is true of the dump, because both see the same moment."""

    id: str
    taken_at: datetime
    epoch: int
    revisions: dict[str, str]
    counts: dict[str, int]


def take(owner: Settings) -> Path:
    """Returns where it is. Raises BackupError; what was dumped stays, but is no good backup until it was checked."""
    with held(owner.database_url) as server:
        folder.prepare(owner.backup_dir)
        backup = _dump(owner, server)
        check(owner, server, backup)
        tidy(owner)
        return backup


def _dump(owner: Settings, server: Server) -> Path:
    with connect(owner.database_url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        seen = _snapshot(connection, owner)
        unfinished = folder.begin(owner.backup_dir, seen.taken_at)
        dump = unfinished / DUMP
        with folder.trouble(owner.backup_dir):
            tools.dump(owner.database_url, server.version, seen.id, dump, *keys.LEFT_OUT)
        keys.keep(owner, connection, server, seen.id)
    return folder.complete(
        unfinished,
        Manifest(
            city=owner.city,
            version=VERSION,
            epoch=seen.epoch,
            taken_at=seen.taken_at,
            server=server.version,
            revisions=seen.revisions,
            counts=seen.counts,
            size=dump.stat().st_size,
            sha256=folder.sha256(dump),
        ),
    )


def _snapshot(connection: psycopg.Connection[Any], owner: Settings) -> Snapshot:
    [(taken_at, id_)] = connection.execute("SELECT now(), pg_export_snapshot()").fetchall()
    revisions = {}
    for table in connection.execute(VERSIONS).fetchall():
        found = connection.execute(SQL("SELECT version_num FROM {}").format(Identifier(*table))).fetchone()
        if found:
            revisions[".".join(table)] = found[0]
    if "instance.version" not in revisions:
        raise BackupError("There is no city in the database yet, so there is nothing to back up.")
    [(epoch,)] = connection.execute("SELECT max(epoch) FROM instance.epochs").fetchall()
    return Snapshot(id_, taken_at, epoch or owner.epoch, revisions, counts(connection))


def check(owner: Settings, server: Server, backup: Path) -> None:
    """Restores it beside the city's database, looks whether all is there, and notes that it is."""
    manifest = folder.read(backup)
    scratch = server.name + SCRATCH
    try:
        restore_into(server.make_anew(scratch), server, backup, manifest)
    finally:
        server.drop(scratch)
    folder.write(backup, folder.with_check(manifest, clock.now()))


def restore_into(url: str, server: Server, backup: Path, manifest: Manifest) -> None:
    tools.restore(url, server.version, backup / DUMP)
    with connect(url) as connection:
        found = counts(connection)
    wrong = sorted(table for table in {*found, *manifest.counts} if found.get(table) != manifest.counts.get(table))
    if wrong:
        table = wrong[0]
        raise BackupError(
            f"The backup {backup.name} is not whole: restored, {table} has {found.get(table, 0)} rows instead of"
            f" {manifest.counts.get(table, 0)}."
        )


def tidy(owner: Settings) -> None:
    """Old ones go, and the city knows of those that are there."""
    there_are = folder.all_of(owner.backup_dir)
    taken_at = [each.taken_at for each in there_are.values()]
    going = rules.backups_that_may_go(taken_at, last_good(owner.backup_dir), clock.now(), owner.backup_keep_days)
    with folder.trouble(owner.backup_dir):
        for backup, manifest in there_are.items():
            if manifest.taken_at in going:
                folder.remove(backup)
    with transaction(owner, "instance") as tx:
        commands.list_backups(tx, folder.as_listed(owner.backup_dir))


def last_good(backup_dir: Path) -> datetime | None:
    return max((each.taken_at for each in folder.all_of(backup_dir).values() if each.checked_at), default=None)
