"""A message whose reaction failed until it was parked takes effect once an operator has it tried again."""

from uuid import UUID, uuid4

from shared.access import OPERATOR, Actor
from shared.contracts import operation
from shared.messaging.envelope import PREFIX
from tests.messaging.conftest import Library
from tests.waiting import eventually

SOMEBODY = Actor(uuid4(), frozenset({OPERATOR}))
READER = {call.name: operation.of("reader", call) for call in operation.operation.calls.values()}
REASON = "tests.messaging.library.Illegible"


def park_a_line(shelf: Library, page_id: UUID, lines: int = 1) -> UUID:
    shelf.trouble(page_id, "illegible")
    shelf.write(page_id, lines=lines)
    [parked] = eventually(lambda: [row for row in shelf.failed(page_id) if row.parked_at], what="it to be parked")
    eventually(lambda: len(shelf.failed(page_id)) == lines, what="those behind it to come")
    return parked.message_id


def test_a_replayed_message_takes_effect_and_those_behind_it_follow(shelf: Library, page_id: UUID):
    message_id = park_a_line(shelf, page_id, lines=3)
    told = shelf.city.ask(READER["parked_message"], SOMEBODY, message_id=message_id).data
    assert (told["reason"], told["headers"][f"{PREFIX}sequence"], told["behind_total"]) == (REASON, "1", 2)
    shelf.no_more_trouble(page_id)
    done = shelf.city.ask(READER["replay_parked"], SOMEBODY, message_ids=[message_id])
    assert done.data == {"count": 1}
    shelf.comes_to_read(page_id, 3)
    eventually(lambda: shelf.failed(page_id) == [])


def test_a_message_that_fails_again_is_parked_again_and_remembers_the_replay(shelf: Library, page_id: UUID):
    message_id = park_a_line(shelf, page_id)
    shelf.city.ask(READER["replay_parked"], SOMEBODY, message_ids=[message_id])
    eventually(lambda: [(row.replays, row.parked_at is None) for row in shelf.failed(page_id)] == [(1, False)])
    assert shelf.read(page_id) == []


def test_those_behind_a_discarded_message_take_effect_without_it(shelf: Library, page_id: UUID):
    message_id = park_a_line(shelf, page_id, lines=3)
    shelf.no_more_trouble(page_id)
    shelf.city.ask(READER["discard_parked"], SOMEBODY, message_ids=[message_id])
    eventually(lambda: shelf.read(page_id) == [2, 3], what="the later lines to be read")
    assert shelf.failed(page_id) == []


def test_an_order_that_comes_twice_is_carried_out_once(shelf: Library, page_id: UUID):
    message_id = park_a_line(shelf, page_id)
    key = str(uuid4())
    for _ in range(2):
        done = shelf.city.ask(READER["discard_parked"], SOMEBODY, key=key, message_ids=[message_id])
        assert done.data == {"count": 1}
    noted = shelf.city.sql("SELECT person_id, action FROM reader.interventions WHERE message_id = %s", message_id)
    assert noted == [(SOMEBODY.person_id, "discarded")]
