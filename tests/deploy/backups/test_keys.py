"""What a mediator writes can be read nowhere but on their page, and not at all once its key is destroyed."""

import itertools
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pika
import pytest

from deploy import topology
from deploy.backups import BackupError, backup, keys, tools
from deploy.backups.folder import DUMP
from deploy.backups.server import held
from deploy.local.program import ROOT
from services.identity.commands import people
from services.mediations.commands import destruction
from services.mediations.queries.mediations import today
from services.mediations.tables import Mediation
from shared.access import COORDINATOR, MEDIATOR
from shared.database import transaction
from shared.messaging import RPC_EXCHANGE
from tests import machine
from tests.city import City, running_processes
from tests.deploy.backups.conftest import Place
from tests.gateway import visiting
from tests.gateway.mediations import making

SENTENCE = "De sleutel van de schuur ligt bij de overbuurvrouw"
PSEUDONYM = "Wilgenroosje"
EVERY_WORD = re.compile(rf"{SENTENCE}|{PSEUDONYM}|schuur|overbuurvrouw".encode(), re.IGNORECASE)
SEALED = re.compile(rb"v1:[A-Za-z0-9+/]{40,}")
EXCHANGES = (RPC_EXCHANGE, "mediations.events")


@dataclass
class Told:
    """What crossed the bus, and what the processes logged, while a mediator wrote."""

    on_the_bus: bytes
    logs: bytes
    files_of_the_broker: bytes


@contextmanager
def overheard(place: Place) -> Iterator[list[bytes]]:
    """Everything that is sent over the bus in the block: requests, answers and events."""
    heard: list[bytes] = []
    with pika.BlockingConnection(pika.URLParameters(place.settings.amqp_url)) as connection:
        channel = connection.channel()
        queue = channel.queue_declare("", exclusive=True).method.queue
        for exchange in EXCHANGES:
            channel.queue_bind(queue, exchange, "#")
        yield heard
        while (got := channel.basic_get(queue, auto_ack=True))[0] is not None:
            heard.append(got[2])


def a_mediator_writes(place: Place, city: City) -> Told:
    coordinator = visiting.sign_in(city, COORDINATOR, name="Carla Coordinator")
    mediator = making.with_a_key(visiting.sign_in(city, MEDIATOR, name="Mira Mediator"))
    with overheard(place) as heard:
        address = making.begun(coordinator, mediator)
        mediator.submit(f"{address}/suitability", verdict="suitable", remarks=SENTENCE)
        mediator.submit(f"{address}/entries/new/party", pseudonym=PSEUDONYM, about=SENTENCE)
        talk = {"party_id": making.party_of(mediator, address), "concerns": SENTENCE}
        mediator.submit(f"{address}/entries/new/talk", **talk)
        shown = mediator.submit(f"{address}/entries/new/ground_rules", ground_rules=SENTENCE)
    assert shown.html.count(SENTENCE) == 3
    assert PSEUDONYM in shown.html
    logs = "".join(process.log for process in city.processes.values())
    return Told(b"".join(heard), logs.encode(), files_of_the_broker(place))


def files_of_the_broker(place: Place) -> bytes:
    """Where the broker is on this machine. What belongs to other tests may go meanwhile."""
    [node] = place.broker._call("GET", "nodes")
    read = []
    for folder, _folders, files in os.walk(node["db_dir"]):
        for file in files:
            with suppress(FileNotFoundError):
                read.append((Path(folder) / file).read_bytes())
    return b"".join(read)


@pytest.fixture
def told(place: Place) -> Told:
    topology.prepare_broker(place.settings, time.monotonic() + 60)
    with running_processes(place.settings, gateway=True) as city:
        return a_mediator_writes(place, city)


def dumped(place: Place) -> bytes:
    """The whole database as SQL."""
    return said_by("pg_dump", place, place.settings.database_url)


def restored_as_sql(place: Place, file: Path) -> bytes:
    return said_by("pg_restore", place, "--file=-", str(file))


def said_by(program: str, place: Place, *arguments: str) -> bytes:
    with held(place.owner.database_url) as server:
        command = [str(tools.program(program, server.version)), *arguments]
    return subprocess.run(command, capture_output=True, check=True).stdout


def test_dumps_of_database_broker_and_backups_reveal_no_note(place: Place, told: Told):
    made = backup.take(place.owner)
    everywhere = {
        "the bus": told.on_the_bus,
        "the logs": told.logs,
        "the files of the broker": told.files_of_the_broker,
        "the database": dumped(place),
        "a backup": restored_as_sql(place, made / DUMP),
        "the store of keys": restored_as_sql(place, place.settings.backup_dir / keys.FILE),
    }
    assert {where for where, found in everywhere.items() if EVERY_WORD.search(found)} == set()
    assert making.PASSPHRASE.encode() not in b"".join(everywhere.values())
    assert SEALED.search(told.on_the_bus)  # it did cross the bus


def test_a_backup_holds_no_key_and_the_store_of_keys_nothing_else(place: Place, told: Told):
    made = backup.take(place.owner)
    wrapped = [row.wrapped.encode() for row in place.sql("SELECT wrapped FROM mediations.mediation_keys")]
    contents = [row.content.encode() for row in place.sql("SELECT content FROM mediations.entries")]
    in_backup, in_store = (
        restored_as_sql(place, made / DUMP),
        restored_as_sql(place, place.settings.backup_dir / keys.FILE),
    )
    assert all(key in in_store and key not in in_backup for key in wrapped)
    assert all(content in in_backup and content not in in_store for content in contents)
    assert wrapped
    assert (place.settings.backup_dir / keys.FILE).stat().st_mode & 0o077 == 0


def destroyed_today(place: Place) -> None:
    """As when it has been kept for long enough."""
    with transaction(place.owner, "mediations") as tx:
        for mediation in tx.query(Mediation):
            mediation.ended_on = today(tx) - timedelta(days=place.settings.mediation_keep_days)
        tx.flush()
        assert destruction.destroy_what_is_over(tx) == 1


def test_the_store_of_keys_keeps_none_that_was_destroyed(place: Place, told: Told):
    backup.take(place.owner)
    [before] = place.sql("SELECT wrapped FROM mediations.mediation_keys")
    destroyed_today(place)
    backup.take(place.owner)
    assert before.wrapped.encode() not in restored_as_sql(place, place.settings.backup_dir / keys.FILE)


def test_a_restored_city_reads_what_it_read_and_destroys_again_what_was_destroyed(place: Place, told: Told):
    backup.take(place.owner)
    said = place.done("restore", "latest", "--replace")
    assert "Mediations destroyed again, which were destroyed after the backup: 0." in said
    place.goes_on_as(2)
    counted = "SELECT (SELECT count(*) FROM mediations.entries) + (SELECT count(*) FROM mediations.mediation_keys) AS n"
    assert place.sql(counted)[0].n == 4 + 1
    destroyed_today(place)
    assert "which were destroyed after the backup: 1." in place.done("restore", "latest", "--replace")
    place.goes_on_as(3)
    assert place.sql(counted)[0].n == 0


def test_a_passphrase_that_was_chosen_after_the_backup_stays(place: Place, told: Told):
    another = "INSERT INTO mediations.mediator_keys VALUES (gen_random_uuid(), 'kept', 'kept', 3) RETURNING person_id"
    [newer_in_the_file] = place.sql(another)
    backup.take(place.owner)
    place.sql("UPDATE mediations.mediator_keys SET by_passphrase = 'lost', version = 2 WHERE by_passphrase = 'kept'")
    place.sql("UPDATE mediations.mediator_keys SET by_passphrase = 'newer', version = 2 WHERE version = 1")
    place.done("restore", "latest", "--replace")
    place.goes_on_as(2)
    stored = place.sql("SELECT person_id, by_passphrase, version FROM mediations.mediator_keys ORDER BY version")
    assert [(row.by_passphrase, row.version) for row in stored] == [("newer", 2), ("kept", 3)]
    assert stored[1].person_id == newer_in_the_file.person_id


def test_a_key_that_was_destroyed_does_not_wait_for_the_next_backup(place: Place, told: Told):
    backup.take(place.owner)
    file = place.settings.backup_dir / keys.FILE
    [before] = place.sql("SELECT wrapped FROM mediations.mediation_keys")
    assert keys.keep_after(place.owner, 0) == 0
    destroyed_today(place)
    with held(place.owner.database_url):
        assert keys.keep_after(place.owner, 0) == 0  # a backup is under way
    assert before.wrapped.encode() in restored_as_sql(place, file)
    program = (sys.executable, "-m", "deploy", "backup", "--daily")
    process = subprocess.Popen(program, cwd=ROOT, env=place.environment, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    try:
        events = (json.loads(line)["event"] for line in process.stderr)
        assert "keys_kept" in itertools.takewhile(lambda event: event != "backup_made", events)
    finally:
        process.terminate()
        process.communicate(timeout=20)
    assert before.wrapped.encode() not in restored_as_sql(place, file)


# the only copy


def made_anew(place: Place) -> None:
    """The database is lost, and `migrate` has made an empty city."""
    place.is_destroyed()
    machine.create_database(place.postgres, place.name, machine.TEMPLATE)
    topology.prepare_database(place.owner, time.monotonic() + 60)
    place.broker.ensure_vhost(f"{place.name}-{place.settings.epoch}")


def test_an_empty_city_takes_no_mediators_keys_away(place: Place, told: Told):
    backup.take(place.owner)
    file = place.settings.backup_dir / keys.FILE
    before = file.read_bytes()
    made_anew(place)
    sentence = place.sentence("backup")
    assert sentence.startswith("keys.dump holds the keys of mediators (1) and the database has none")
    assert file.read_bytes() == before
    place.done("restore", "latest")
    place.goes_on_as(2)
    assert len(place.sql("SELECT 1 FROM mediations.mediator_keys")) == 1
    made_anew(place)
    file.rename(file.with_suffix(".away"))
    assert place.done("backup").startswith("Made and checked")


def test_the_key_of_the_last_mediator_goes_when_they_are_removed(place: Place, told: Told):
    backup.take(place.owner)
    [mediator] = place.sql("DELETE FROM mediations.mediator_keys RETURNING person_id, by_passphrase")
    with pytest.raises(BackupError, match="the database has none"):
        backup.take(place.owner)
    with transaction(place.owner, "identity") as tx:
        people.erase_again(tx, [mediator.person_id])
    backup.take(place.owner)
    kept = restored_as_sql(place, place.settings.backup_dir / keys.FILE)
    assert mediator.by_passphrase.encode() not in kept


def test_mediations_are_restored_without_their_keys_only_by_who_says_so(place: Place, told: Told):
    backup.take(place.owner)
    file = place.settings.backup_dir / keys.FILE
    whole = file.read_bytes()
    file.unlink()
    missing = place.sentence("restore", "latest", "--replace")
    assert missing.startswith("What was written in mediations (1) could never be read again, as ")
    assert "keys.dump is missing" in missing
    made_anew(place)
    place.done("backup")  # of an empty city
    with_mediations = place.backups()[0].name
    assert "keys.dump holds no keys for them" in place.sentence("restore", with_mediations, "--replace")
    file.write_bytes(whole)
    place.done("restore", with_mediations, "--replace")
    file.unlink()
    place.goes_on_as(2)
    place.done("restore", with_mediations, "--replace", "--without-keys")
