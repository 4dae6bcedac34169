"""A read model is emptied and fed again from the log: it comes out as it was, whatever happens meanwhile."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
import requests

from shared.access import OPERATOR, Actor
from shared.contracts import operation
from shared.errors import Forbidden, NotFound, Refusal
from tests.city import City, fresh_city, running_processes
from tests.messaging import catalogued_library, library
from tests.messaging.conftest import Library
from tests.waiting import eventually

RUN_CATALOGUED_LIBRARY = ("-m", "tests.messaging.run_catalogued_library")

assert catalogued_library  # its table is made with those of the library


class Catalogued(Library):
    """The reader keeps a catalogue, too."""

    def __init__(self, city: City):
        super().__init__(city)
        self.operator = Actor(uuid4(), frozenset({OPERATOR}))

    def rebuild(self) -> UUID:
        return self.city.ask(operation.of("reader", operation.rebuild), self.operator, read_model="catalogue").data[
            "id"
        ]

    def rebuilding(self) -> list[UUID]:
        told = self.city.ask(operation.of("reader", operation.messages), self.operator).data
        return [rebuild["id"] for rebuild in told["rebuilds"]]

    def is_rebuilt(self) -> None:
        """Waits for it, and for all that waited for it."""
        eventually(lambda: not self.rebuilding(), 40, "the catalogue to be rebuilt")
        eventually(self.all_taken_over_by_both, 20, "everything to be taken over")

    def all_taken_over_by_both(self) -> bool:
        [row] = self.city.sql(
            "SELECT count(*) FILTER (WHERE inbox.message_id IS NULL) AS missing FROM author.outbox"
            " CROSS JOIN unnest(ARRAY['reader.author', 'reader.catalogue.author']) AS wanted"
            " LEFT JOIN reader.inbox ON inbox.message_id = outbox.id AND inbox.subscription = wanted"
        )
        return row.missing == 0

    def is_right(self, *page_ids: UUID) -> None:
        """In the catalogue each line of these pages counts once, in order; and was read once, in order."""
        self.is_rebuilt()
        for page_id in page_ids:
            [row] = self.city.sql("SELECT lines FROM author.written_pages WHERE page_id = %s", page_id)
            assert self.entry(page_id) == (row.lines, row.lines, 0)
            assert self.read(page_id) == list(range(1, row.lines + 1))

    def entry(self, page_id: UUID) -> tuple[int, int, int] | None:
        rows = self.city.sql("SELECT lines, last, jumps FROM reader.catalogue WHERE page_id = %s", page_id)
        return tuple(rows[0]) if rows else None

    def catalogue(self) -> set[Any]:
        return {tuple(row) for row in self.city.sql("SELECT * FROM reader.catalogue")}

    def taken_over(self) -> int:
        """By the rebuild that is under way."""
        rows = self.city.sql("SELECT messages FROM reader.rebuilds WHERE finished_at IS NULL")
        return rows[0].messages if rows else 0


@pytest.fixture(scope="module")
def _catalogued(postgres: str, rabbitmq: dict[str, str]) -> Iterator[Catalogued]:
    with fresh_city(postgres, rabbitmq) as settings:
        library.furnish(settings)
        with running_processes(settings, services=RUN_CATALOGUED_LIBRARY) as city:
            yield Catalogued(city)


@pytest.fixture
def shelf(_catalogued: Catalogued) -> Iterator[Catalogued]:
    yield _catalogued
    for process in _catalogued.city.processes.values():
        if not process.alive:
            process.start()


@pytest.fixture
def page_ids(shelf: Catalogued) -> list[UUID]:
    """Of three pages with twenty lines each, which are read and catalogued."""
    page_ids = [uuid4() for _ in range(3)]
    for page_id in page_ids:
        shelf.write(page_id, lines=20)
    shelf.is_right(*page_ids)
    return page_ids


def test_it_comes_out_as_it_was_and_nothing_else_sees_a_message_again(shelf: Catalogued, page_ids: list[UUID]):
    before = shelf.catalogue()
    shelf.city.sql("UPDATE reader.catalogue SET lines = 0")
    shelf.rebuild()
    shelf.is_right(*page_ids)
    assert shelf.catalogue() == before


def test_nothing_is_left_of_it_but_a_note_of_who_asked(
    shelf: Catalogued, page_ids: list[UUID], rabbitmq: dict[str, str]
):
    rebuild_id = shelf.rebuild()
    shelf.is_right(*page_ids)
    [row] = shelf.city.sql("SELECT * FROM reader.rebuilds WHERE id = %s", rebuild_id)
    assert row.person_id == shelf.operator.person_id
    assert row.messages == shelf.city.sql("SELECT count(*) FROM author.outbox")[0].count
    assert shelf.city.sql("SELECT * FROM relay.replays") == []
    vhost = shelf.city.settings.amqp_url.rpartition("/")[2]
    eventually(lambda: not [name for name in names_of_queues(rabbitmq["api"], vhost) if name.startswith("rebuild.")])


def names_of_queues(api_url: str, vhost: str) -> list[str]:
    return [queue["name"] for queue in requests.get(f"{api_url}/api/queues/{vhost}", timeout=5).json()]


def test_what_is_written_meanwhile_waits_and_then_counts_once(shelf: Catalogued, page_ids: list[UUID]):
    shelf.city.relay.freeze()
    try:
        shelf.rebuild()
        assert shelf.catalogue() == set()
        shelf.write(page_ids[0], lines=3)
    finally:
        shelf.city.relay.thaw()
    shelf.is_right(*page_ids)


def test_while_commands_go_on(shelf: Catalogued, page_ids: list[UUID]):
    with ThreadPoolExecutor(4) as several_at_once:
        written = [several_at_once.submit(shelf.write, page_ids[n % 3], lines=3) for n in range(60)]
        for some in (10, 30):
            written[some].result()
            shelf.rebuild()
        for each in written:
            each.result()
    shelf.is_right(*page_ids)


def test_the_services_are_killed_in_the_middle(shelf: Catalogued, page_ids: list[UUID]):
    shelf.trouble(page_ids[0], "slowly catalogued")
    shelf.rebuild()
    for some in (1, 5):
        eventually(lambda some=some: shelf.taken_over() >= some or not shelf.rebuilding())
        shelf.city.services.kill()
        shelf.city.services.start()
    shelf.is_right(*page_ids)


def test_the_services_are_stopped_politely_in_the_middle(shelf: Catalogued, page_ids: list[UUID]):
    shelf.trouble(page_ids[1], "slowly catalogued")
    shelf.rebuild()
    shelf.city.services.stop()
    shelf.city.services.start()
    shelf.is_right(*page_ids)


def test_the_relay_is_killed_before_it_could_note_that_all_is_replayed(shelf: Catalogued, page_ids: list[UUID]):
    """The next one replays everything again; what was taken over already counts once."""
    shelf.city.relay.freeze()
    shelf.rebuild()
    with psycopg.connect(shelf.city.settings.database_url) as holder:
        holder.execute("SELECT 1 FROM relay.replays FOR UPDATE")
        shelf.city.relay.thaw()
        eventually(lambda: all_replayed(shelf))
        shelf.city.relay.kill()
        holder.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'middleground-relay' AND datname = current_database()"
        )
    shelf.city.relay.start()
    shelf.is_right(*page_ids)


def all_replayed(shelf: Catalogued) -> bool:
    return shelf.taken_over() == shelf.city.sql("SELECT count(*) FROM author.outbox")[0].count


def test_the_relay_is_killed_at_any_moment(shelf: Catalogued, page_ids: list[UUID]):
    for page_id in page_ids:
        shelf.write(page_id, lines=400)
    shelf.rebuild()
    for _ in range(2):
        shelf.city.relay.kill()
        shelf.city.relay.start()
    shelf.is_right(*page_ids)


def test_a_reaction_that_fails_meanwhile_holds_back_its_own_thing_alone(shelf: Catalogued, page_ids: list[UUID]):
    before = shelf.catalogue()
    page_id, *others = page_ids
    shelf.trouble(page_id, "uncatalogued")
    shelf.rebuild()
    shelf.is_right(*others)
    assert shelf.entry(page_id) is None
    assert {row.subscription for row in shelf.failed(page_id)} == {"reader.catalogue.author"}
    assert len(shelf.failed(page_id)) == 20
    eventually(lambda: [row for row in shelf.failed(page_id) if row.parked_at])
    shelf.no_more_trouble(page_id)
    parked = operation.of("reader", operation.replay_parked)
    shelf.city.ask(parked, shelf.operator, subscription="reader.catalogue.author")
    eventually(lambda: shelf.failed(page_id) == [])
    assert shelf.catalogue() == before


def test_what_was_set_aside_before_is_tried_from_the_log(shelf: Catalogued, page_ids: list[UUID], page_id: UUID):
    shelf.trouble(page_id, "uncatalogued")
    shelf.write(page_id, lines=5)
    eventually(lambda: [row for row in shelf.failed(page_id) if row.parked_at])
    shelf.no_more_trouble(page_id)
    shelf.rebuild()
    shelf.is_right(page_id, *page_ids)
    assert shelf.failed(page_id) == []


def test_one_that_is_asked_for_again_begins_again(shelf: Catalogued, page_ids: list[UUID]):
    shelf.city.relay.freeze()
    try:
        first, second = shelf.rebuild(), shelf.rebuild()
        assert first != second
        assert shelf.rebuilding() == [second]
    finally:
        shelf.city.relay.thaw()
    shelf.is_right(*page_ids)


def test_it_is_for_operators_and_for_read_models(shelf: Catalogued):
    rebuild = operation.of("reader", operation.rebuild)
    with pytest.raises(Refusal, match=Forbidden.code):
        shelf.city.ask(rebuild, shelf.somebody, read_model="catalogue")
    with pytest.raises(Refusal, match=NotFound.code):
        shelf.city.ask(rebuild, shelf.operator, read_model="library")
