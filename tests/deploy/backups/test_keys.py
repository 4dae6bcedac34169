"""What a mediator writes can be read nowhere but on their page, and not at all once its key is destroyed."""

import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pika
import pytest

from deploy import topology
from deploy.backups import backup, keys, tools
from deploy.backups.folder import DUMP
from deploy.backups.server import held
from services.mediations.commands import destruction
from services.mediations.queries.mediations import today
from services.mediations.tables import Mediation
from shared.access import COORDINATOR, MEDIATOR
from shared.database import transaction
from shared.messaging import RPC_EXCHANGE
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
