"""A city as it was when a backup was made. docs/decisions/0013-backup-and-restore.md says what happens, and why so.

Everything is prepared in a database beside the city's, which then takes its place by its name; until that moment
nothing is changed, and after it only what is left over goes.
"""

import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import UUID

import psycopg
from psycopg.rows import namedtuple_row
from psycopg.sql import SQL, Identifier

from deploy import topology
from deploy.backups import BackupError, backup, erasures, folder, keys
from deploy.backups.folder import Manifest
from deploy.backups.server import TABLES, Server, connect, held
from deploy.broker import Broker, BrokerError
from services import SERVICES, subscriptions
from services.identity.commands import people, sessions
from services.instance import commands as of_instance
from services.notifications import commands as of_mail
from shared.database import migrate, transaction
from shared.messaging import restored
from shared.settings import Settings

RESTORED, REPLACED = "_restored", "_replaced"
OURS = "middleground-"
SECONDS = 60
# What a city has before anybody has done anything in it.
WITHOUT_DATA = ("instance", "relay")
VERSIONS = ("version", "messaging_version")

Say = Callable[[str], None]


@dataclass(frozen=True)
class Chosen:
    """A backup that is whole, of this city, and not newer than this version. `without_keys`: those of its mediations
    may be missing."""

    path: Path
    manifest: Manifest
    without_keys: bool


def restore(owner: Settings, wanted: str, *, replaces: bool, say: Say, without_keys: bool = False) -> int:
    """Returns the epoch that begins. Raises BackupError; then the city is as it was."""
    chosen = _chosen(owner, wanted, without_keys)
    broker = _broker(owner)
    with held(owner.database_url) as server:
        _refuse_an_older_server(server, chosen)
        _refuse_a_living_city(owner, server)
        before = _latest_epoch(owner, server)
        if before and before.epoch > owner.epoch and before.taken_at == chosen.manifest.taken_at:
            say("This backup was restored before, and then it was cut off. Here is the rest.")
            epoch = before.epoch
            _make_vhost(_settings(owner, broker, epoch, owner.database_url), broker)
        else:
            if not replaces:
                _refuse_to_replace(owner, server)
            vhosts = _vhosts(owner, broker)
            epoch = max(owner.epoch, chosen.manifest.epoch, before.epoch if before else 1, *vhosts) + 1
            _put_in_place(owner, server, broker, epoch, chosen, say)
        _take_away_what_was(owner, server, broker, epoch)
        return epoch


def _put_in_place(owner: Settings, server: Server, broker: Broker, epoch: int, chosen: Chosen, say: Say) -> None:
    beside = _settings(owner, broker, epoch, server.make_anew(server.name + RESTORED))
    try:
        _prepare(owner, beside, server, chosen, say)
        _make_vhost(beside, broker)
        if server.exists(server.name):
            server.drop(server.name + REPLACED)
        server.put_in_its_place(server.name + RESTORED, server.name + REPLACED)
    except BaseException:
        with suppress(psycopg.Error, BrokerError):
            server.drop(server.name + RESTORED)
            broker.delete_vhost(_vhost(owner, epoch))
        raise


def _take_away_what_was(owner: Settings, server: Server, broker: Broker, epoch: int) -> None:
    """What was in the queues before is in the restored city's outboxes, or never happened."""
    for earlier, vhost in _vhosts(owner, broker).items():
        if earlier < epoch:
            broker.delete_vhost(vhost)
    server.drop(server.name + REPLACED)


def _chosen(owner: Settings, wanted: str, without_keys: bool) -> Chosen:
    path = folder.find(owner.backup_dir, wanted)
    manifest = folder.read(path)
    made_of = manifest.city
    if made_of != owner.city:
        raise BackupError(f"The backup {path.name} is of {made_of}, and this is {owner.city}.")
    unknown = sorted(manifest.revisions.items() - _known_revisions())
    if unknown:
        raise BackupError(
            f"The backup {path.name} was made by a newer version, {manifest.version}: upgrade Middleground first."
        )
    folder.check(path, manifest)
    return Chosen(path, manifest, without_keys)


def _known_revisions() -> set[tuple[str, str]]:
    return {
        (".".join(table), revision)
        for table, place in migrate.histories([*SERVICES]).items()
        for revision in migrate.revisions(place)
    }


def _broker(owner: Settings) -> Broker:
    if not owner.rabbitmq_api_url:
        raise BackupError("RABBITMQ_API_URL is not set: a restored city gets new queues through it.")
    broker = Broker(owner.amqp_url, owner.rabbitmq_api_url)
    expected = _vhost(owner, owner.epoch)
    if broker.vhost() != expected:
        raise BackupError(
            f"AMQP_URL names the vhost {broker.vhost()}; that of a city which can be restored is {expected}."
        )
    return broker


def _vhost(owner: Settings, epoch: int) -> str:
    return f"{owner.city}-{epoch}"


def _vhosts(owner: Settings, broker: Broker) -> dict[int, str]:
    """Those of this city, by epoch."""
    found = {name: re.fullmatch(rf"{re.escape(owner.city)}-(\d+)", name) for name in broker.vhosts()}
    return {int(match[1]): name for name, match in found.items() if match}


def _refuse_an_older_server(server: Server, chosen: Chosen) -> None:
    if server.version < chosen.manifest.server:
        raise BackupError(
            f"The backup {chosen.path.name} was made by PostgreSQL {chosen.manifest.server}, and the server is"
            f" {server.version}."
        )


def _refuse_a_living_city(owner: Settings, server: Server) -> None:
    users = server.users()
    ours = [name.removeprefix(OURS) for name in users if name.startswith(OURS)]
    if ours:
        raise BackupError(f"{owner.city_name} is running ({', '.join(ours)}): stop its processes first.")
    if users:
        others = ", ".join(name or "without a name" for name in users)
        raise BackupError(f"Somebody is connected to the database of {owner.city_name} ({others}): end that first.")


def _refuse_to_replace(owner: Settings, server: Server) -> None:
    if server.exists(server.name) and _has_data(owner.database_url):
        raise BackupError(
            f"{owner.city_name} has data, which would be lost: to have the backup in its place, add --replace."
        )


def _has_data(url: str) -> bool:
    with connect(url) as connection:
        for schema, table in connection.execute(TABLES).fetchall():
            if schema in WITHOUT_DATA or table in VERSIONS:
                continue
            if (
                connection.execute(SQL("SELECT FROM {} LIMIT 1").format(Identifier(schema, table))).fetchone()
                is not None
            ):
                return True
    return False


def _latest_epoch(owner: Settings, server: Server) -> Any:
    """`epoch` and `taken_at` of what the database holds now, if it holds a city."""
    if not server.exists(server.name):
        return None
    with connect(owner.database_url, row_factory=namedtuple_row) as connection:
        if connection.execute("SELECT to_regclass('instance.epochs')::text AS name").fetchone() == (None,):
            return None
        return connection.execute("SELECT epoch, taken_at FROM instance.epochs ORDER BY epoch DESC LIMIT 1").fetchone()


def _settings(owner: Settings, broker: Broker, epoch: int, database_url: str) -> Settings:
    amqp_url = urlsplit(broker.amqp_url)._replace(path=f"/{quote(_vhost(owner, epoch), safe='')}").geturl()
    return replace(
        owner, epoch=epoch, amqp_url=amqp_url, database_url=database_url, migrations_database_url=database_url
    )


def _prepare(owner: Settings, beside: Settings, server: Server, chosen: Chosen, say: Say) -> None:
    """The restored city, complete, in the database beside."""
    manifest = chosen.manifest
    backup.restore_into(beside.database_url, server, chosen.path, manifest)
    say(f"Rows restored: {sum(manifest.counts.values()):,}, in {len(manifest.counts)} tables.")
    topology.upgrade(beside)
    with connect(beside.database_url) as connection:
        again = restored.publish_again(connection, manifest.taken_at, subscriptions())
    say(f"Messages published once more: {again:,}, those of the last {restored.PUBLISHED_AGAIN.days} days.")
    gone = [*erasures.person_ids(owner.backup_dir), *_removed_in(owner, server)]
    with transaction(beside, "identity") as tx:
        say(f"People removed again, who were removed after the backup: {people.erase_again(tx, gone):,}.")
        say(f"Sessions ended: {sessions.end_everybodys(tx):,}. Everybody signs in again.")
    destroyed = keys.restore_into(owner, beside, server, without_keys=chosen.without_keys)
    say(f"Mediations destroyed again, which were destroyed after the backup: {destroyed:,}.")
    with transaction(beside, "notifications") as tx:
        of_mail.hold_after_restore(tx, manifest.taken_at)
    say("Mail is held, since some of it may have been sent before: ./middleground mail status")
    with transaction(beside, "instance") as tx:
        of_instance.begin_epoch(tx, beside.epoch, manifest.taken_at)
        of_instance.list_backups(tx, folder.as_listed(owner.backup_dir))


def _removed_in(owner: Settings, server: Server) -> list[UUID]:
    """In what is replaced: the journal may lack the last minute of it."""
    if not server.exists(server.name):
        return []
    with connect(owner.database_url) as connection:
        if connection.execute("SELECT to_regclass('identity.people')::text").fetchone() == (None,):
            return []
        return [id_ for (id_,) in connection.execute("SELECT id FROM identity.people WHERE removed_at IS NOT NULL")]


def _make_vhost(restored_city: Settings, broker: Broker) -> None:
    broker.ensure_vhost(_vhost(restored_city, restored_city.epoch))
    topology.prepare_broker(restored_city, time.monotonic() + SECONDS)
