"""A backup is made in full swing and restored elsewhere: whatever had happened by then takes effect once, in order."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest

from deploy.backups import backup, folder
from deploy.backups.server import held
from deploy.broker import Broker
from shared.errors import Refusal
from shared.messaging import restored, topology
from shared.settings import Settings
from tests import machine
from tests.city import City, fresh_city, running_processes
from tests.messaging import library
from tests.messaging.conftest import RUN_LIBRARY, Library
from tests.waiting import eventually

READ_BY = {"reader": {"reader.author": {library.LineWritten.type}}}
ON_ITS_WAY = """
SELECT count(*) AS messages FROM author.outbox WHERE published_at IS NOT NULL
AND NOT EXISTS (SELECT FROM reader.inbox WHERE inbox.message_id = outbox.id)
"""


class Writing:
    """Writes lines on several pages, until it is stopped. `accepted`: how many there were on each."""

    def __init__(self, shelf: Library, pages: list[UUID]):
        self.shelf, self.pages = shelf, pages
        self.accepted = dict.fromkeys(pages, 0)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._write)

    def _write(self) -> None:
        while not self._stop.is_set():
            for page in self.pages:
                try:
                    self.accepted[page] = self.shelf.write(page, lines=10).data["last"]
                except Refusal:
                    return

    def __enter__(self) -> "Writing":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()


@pytest.fixture
def shelf(postgres: str, rabbitmq: dict[str, str], tmp_path: Path) -> Iterator[Library]:
    with fresh_city(postgres, rabbitmq, backup_dir=tmp_path / "backups") as settings:
        library.furnish(settings)
        with running_processes(settings, services=RUN_LIBRARY) as city:
            yield Library(city)


@contextmanager
def restored_elsewhere(before: Settings, postgres: str, rabbitmq: dict[str, str], made: Path) -> Iterator[Settings]:
    """With new queues, as a restore makes them."""
    name, broker = machine.unique("restored"), Broker(rabbitmq["amqp"], rabbitmq["api"])
    manifest = folder.read(made)
    url = machine.create_database(postgres, name)
    try:
        with held(before.database_url) as server:
            backup.restore_into(url, server, made, manifest)
        broker.ensure_vhost(name)
        broker.set_policies(name, topology.policies(["reader"]))
        after = replace(before, epoch=2, database_url=url, amqp_url=broker.amqp_url_of(name))
        library.furnish(after)
        with psycopg.connect(url) as connection:
            restored.publish_again(connection, manifest.taken_at, READ_BY)
        yield after
    finally:
        broker.delete_vhost(name)
        machine.drop_database(postgres, name)


def written(city: City, page: UUID) -> int:
    """How far a page got, by its own account."""
    rows = city.sql("SELECT lines FROM author.written_pages WHERE page_id = %s", page)
    return rows[0].lines if rows else 0


def test_what_had_happened_takes_effect_once_and_what_came_later_never(
    shelf: Library, postgres: str, rabbitmq: dict[str, str]
) -> None:
    pages = [uuid4() for _ in range(4)]
    _quick, slow, illegible, _ = pages
    shelf.trouble(slow, "slow")
    shelf.trouble(illegible, "illegible")
    settings = shelf.city.settings
    with Writing(shelf, pages) as writing:
        eventually(lambda: shelf.failed(illegible), what="a line to be set aside")
        eventually(lambda: shelf.city.sql(ON_ITS_WAY)[0].messages > 10, 30, "the reader to fall behind")
        made = backup.take(settings)
        at_the_backup = dict(writing.accepted)
        eventually(lambda: min(writing.accepted.values()) > max(at_the_backup.values()) + 10, 30, "more to be written")
    for process in shelf.city.processes.values():
        process.kill()

    with (
        restored_elsewhere(settings, postgres, rabbitmq, made) as after,
        running_processes(after, services=RUN_LIBRARY) as city,
    ):
        again = Library(city)
        for page in (slow, illegible):
            again.no_more_trouble(page)
        for page in pages:
            lines = written(city, page)
            assert lines < writing.accepted[page]
            again.comes_to_read(page, lines)
        assert city.sql("SELECT * FROM reader.failed") == []

        lines = written(city, slow)
        again.write(slow, lines=3)
        again.comes_to_read(slow, lines + 3)
        sources = city.sql("SELECT DISTINCT headers->>'cloudEvents:source' AS source FROM author.outbox ORDER BY 1")
        assert [row.source for row in sources] == ["/rotterdam/2/author", "/rotterdam/author"]


def test_the_messages_that_were_on_their_way_are_in_the_backup_and_in_no_inbox(
    shelf: Library, postgres: str, page_id: UUID
) -> None:
    """So without publishing them again they would be lost: this is what the other test is about."""
    shelf.trouble(page_id, "slow")
    shelf.write(page_id, lines=40)
    eventually(lambda: shelf.city.sql(ON_ITS_WAY)[0].messages > 5, what="lines to be on their way")
    made = backup.take(shelf.city.settings)
    name = machine.unique("looked_into")
    url = machine.create_database(postgres, name)
    try:
        with held(shelf.city.settings.database_url) as server:
            backup.restore_into(url, server, made, folder.read(made))
        with psycopg.connect(url) as connection:
            [(messages,)] = connection.execute(ON_ITS_WAY).fetchall()
            assert messages > 0
    finally:
        machine.drop_database(postgres, name)
    shelf.no_more_trouble(page_id)


def test_a_message_of_a_later_epoch_is_not_for_this_city(shelf: Library, page_id: UUID) -> None:
    """Whoever restored the city elsewhere has another epoch, and is another city from there on."""
    shelf.write(page_id)
    shelf.comes_to_read(page_id, 1)
    [sent] = shelf.city.sql("SELECT headers, body FROM author.outbox WHERE aggregate_id = %s", page_id)
    attributes = sent.headers | {
        "cloudEvents:id": str(uuid4()),
        "cloudEvents:sequence": "2",
        "cloudEvents:source": "/rotterdam/2/author",
    }
    body = b'{"page_id": "%s", "line": 2}' % str(page_id).encode()
    shelf.deliver(body, attributes)
    assert shelf.parked(body).reason == "foreign_source"
    assert shelf.read(page_id) == [1]
