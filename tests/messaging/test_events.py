"""An accepted command's event takes effect elsewhere exactly once, per page in order; nothing blocks the rest."""

import json
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest

from shared.errors import Refusal
from shared.messaging import envelope, failures
from tests.messaging import library
from tests.messaging.conftest import Library
from tests.waiting import eventually


def test_a_committed_command_takes_effect_elsewhere_once(shelf: Library, page_id: UUID):
    shelf.write(page_id)
    shelf.comes_to_read(page_id, 1)


@pytest.mark.parametrize("ending", ["refused", "broken"])
def test_a_command_that_is_rolled_back_announces_nothing(shelf: Library, page_id: UUID, ending: str):
    with pytest.raises(Refusal):
        shelf.write(page_id, 3, **{ending: True})
    shelf.write(page_id)  # what follows has number 1 again: nothing of the first command was kept
    shelf.comes_to_read(page_id, 1)
    assert len(shelf.city.sql("SELECT id FROM author.outbox WHERE aggregate_id = %s", page_id)) == 1


def test_a_message_that_comes_again_has_no_second_effect(shelf: Library, page_id: UUID):
    shelf.write(page_id)
    shelf.comes_to_read(page_id, 1)
    [sent] = shelf.city.sql("SELECT headers, body FROM author.outbox WHERE aggregate_id = %s", page_id)
    for _ in range(3):
        shelf.deliver(json.dumps(sent.body).encode(), sent.headers)
    shelf.write(page_id)  # stands behind the repeats in the queue
    shelf.comes_to_read(page_id, 2)


def test_the_events_of_one_thing_take_effect_in_their_order(shelf: Library):
    pages = [uuid4() for _ in range(4)]
    with ThreadPoolExecutor(8) as several_at_once:
        list(several_at_once.map(lambda n: shelf.write(pages[n % 4], lines=5), range(24)))
    for page_id in pages:
        shelf.comes_to_read(page_id, 30)


def test_a_reaction_that_fails_holds_back_its_own_thing_and_nothing_else(
    shelf: Library, page_id: UUID, another_page_id: UUID
):
    shelf.trouble(page_id, "illegible")
    shelf.write(page_id, lines=2)
    shelf.write(another_page_id, lines=2)
    shelf.write(page_id, lines=1)
    shelf.comes_to_read(another_page_id, 2)
    eventually(lambda: len(shelf.failed(page_id)) == 3)
    assert shelf.read(page_id) == []
    shelf.no_more_trouble(page_id)
    shelf.comes_to_read(page_id, 3)
    eventually(lambda: shelf.failed(page_id) == [])


def test_after_enough_attempts_a_message_is_parked_and_what_follows_waits(
    shelf: Library, page_id: UUID, another_page_id: UUID
):
    shelf.trouble(page_id, "illegible")
    shelf.write(page_id, lines=2)
    parked = eventually(lambda: [row for row in shelf.failed(page_id) if row.parked_at])
    assert [row.attempts for row in parked] == [failures.ATTEMPTS]
    assert parked[0].reason == "tests.messaging.library.Illegible"
    shelf.no_more_trouble(page_id)
    shelf.write(another_page_id)
    shelf.comes_to_read(another_page_id, 1)
    [first, second] = shelf.failed(page_id)
    assert (first.parked_at is None, second.parked_at is None) == (False, True)
    assert shelf.read(page_id) == []


def test_a_body_that_does_not_fit_its_schema_is_set_aside(shelf: Library, page_id: UUID):
    shelf.deliver(json.dumps({"page_id": str(page_id), "line": "seven"}).encode(), headers_of(page_id))
    [row] = eventually(lambda: shelf.failed(page_id))
    assert row.reason == "shared.errors.Invalid"


def test_an_answer_waits_for_the_askers_own_last_change(shelf: Library, page_id: UUID):
    shelf.city.relay.freeze()
    try:
        written = shelf.write(page_id)
        early = shelf.city.ask(library.page, shelf.somebody, after=written.published, page_id=page_id)
        assert (early.data["lines"], early.up_to_date) == ([], False)
    finally:
        shelf.city.relay.thaw()
    for line in range(2, 12):
        written = shelf.write(page_id)
        seen = shelf.city.ask(library.page, shelf.somebody, after=written.published, page_id=page_id)
        assert seen.up_to_date
        assert seen.data["lines"][-1] == line


def headers_of(page_id: UUID, event_type: str = library.LineWritten.type) -> dict[str, str]:
    return {
        envelope.PREFIX + name: value
        for name, value in {
            "id": str(uuid4()),
            "type": event_type,
            "source": "/rotterdam/author",
            "subject": str(page_id),
            "sequence": "1",
            "time": "2026-06-01T12:00:00+00:00",
            "correlationid": str(uuid4()),
        }.items()
    }
