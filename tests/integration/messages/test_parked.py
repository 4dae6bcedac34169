"""What an operator sees of a service's messages and does about the parked ones."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, select, update

from services.trainings.service import TrainingsService
from shared import clock
from shared.access import OPERATOR, Actor
from shared.contracts import operation as contract
from shared.contracts.operation import LAST_DAYS, MOST_BEHIND, MOST_TEXT
from shared.database import count_statements
from shared.errors import Invalid, NotFound
from shared.messaging import operation
from shared.messaging.tables import failed, interventions, outbox, rebuilds
from shared.version import VERSION

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
SOMEBODY = UUID("01a1fb65-113a-736b-99fa-ab0157b41301")


@pytest.fixture(scope="module")
def service() -> str:
    """One stands for all."""
    return "trainings"


@pytest.fixture
def operator() -> Actor:
    return Actor(SOMEBODY, frozenset({OPERATOR}))


@pytest.fixture
def answer(ask, operator):
    """Asks for one of the calls by its contract."""
    return lambda call, **data: ask(call, operation.functions(TrainingsService)[call], operator, **data)


@pytest.fixture
def set_aside(tx):
    """Sets a message aside; parked unless it says otherwise."""

    def stored(**more) -> UUID:
        row = {
            "message_id": uuid4(),
            "subscription": "trainings.identity",
            "aggregate_id": uuid4(),
            "type": "person_erased.v1",
            "headers": {},
            "body": b"{}",
            "reason": "builtins.KeyError",
            "attempts": 8,
            "failed_at": NOON,
            "parked_at": NOON,
        } | more
        tx.execute(insert(failed).values(**row))
        return row["message_id"]

    return stored


@pytest.fixture
def left(tx):
    """What is still set aside, by id."""
    return lambda: {row.message_id: row for row in tx.execute(select(failed))}


def test_without_trouble_there_is_nothing(answer):
    assert answer(contract.messages) == {
        "version": VERSION,
        "unsent": 0,
        "unsent_since": None,
        "retried": 0,
        "behind": 0,
        "parked": 0,
        "rebuilds": [],
        "rebuilt": [],
        "interventions": [],
        "groups": [],
    }


def test_what_was_done_lately_is_told_the_latest_first_and_no_more_of_it_than_a_page_shows(answer, set_aside, tx):
    for reason in ("first", *"abcd", "last"):
        ids = [set_aside(reason=reason), set_aside(reason=reason)]
        answer(contract.discard_parked, message_ids=ids)
        tx.execute(update(interventions).values(happened_at=interventions.c.happened_at - timedelta(minutes=1)))
    told = answer(contract.messages)["interventions"]
    assert [each["reason"] for each in told] == ["last", *"dcba"]
    assert (told[0]["count"], told[0]["person_id"], told[0]["action"]) == (2, SOMEBODY, "discarded")
    tx.execute(update(interventions).values(happened_at=interventions.c.happened_at - timedelta(days=LAST_DAYS)))
    assert answer(contract.messages)["interventions"] == []


def test_rebuilds_that_are_under_way_are_told_from_those_that_have_ended(answer, tx):
    now = clock.now()
    for messages, finished_at in ((1, None), (2, now - timedelta(hours=2)), (3, now), (4, now - timedelta(days=30))):
        row = {"id": uuid4(), "read_model": "dashboard", "messages": messages, "finished_at": finished_at}
        tx.execute(insert(rebuilds).values(**row))
    told = answer(contract.messages)
    assert [each["messages"] for each in told["rebuilds"]] == [1]
    assert [(each["messages"], each["finished_at"]) for each in told["rebuilt"]] == [
        (3, now),
        (2, now - timedelta(hours=2)),
    ]


def test_what_the_relay_has_not_sent_is_counted_from_the_oldest_on(answer, tx):
    event = {"type": "group_formed.v1", "headers": {}, "body": {}}
    for minutes, published_at in ((0, NOON), (5, None), (9, None)):
        happened_at = NOON + timedelta(minutes=minutes)
        row = {"id": uuid4(), "aggregate_id": uuid4(), "sequence": 1, "happened_at": happened_at}
        tx.execute(insert(outbox).values(**row, **event, published_at=published_at))
    told = answer(contract.messages)
    assert (told["unsent"], told["unsent_since"]) == (2, NOON + timedelta(minutes=5))


def test_what_is_tried_again_is_told_from_what_waits_behind_a_parked_message(answer, set_aside):
    tried, parked = uuid4(), uuid4()
    for aggregate_id, parked_at in ((tried, None), (tried, None), (parked, NOON), (parked, None)):
        set_aside(aggregate_id=aggregate_id, parked_at=parked_at)
    told = answer(contract.messages)
    assert (told["retried"], told["behind"], told["parked"]) == (2, 1, 1)


def test_what_came_out_of_order_holds_nothing_up(answer, set_aside):
    aggregate_id = uuid4()
    late = set_aside(aggregate_id=aggregate_id, reason="out_of_order")
    set_aside(aggregate_id=aggregate_id, parked_at=None)
    assert answer(contract.messages)["behind"] == 0
    assert answer(contract.parked_message, message_id=late)["behind_total"] == 0


def test_parked_messages_are_grouped_by_subscription_type_and_reason_the_largest_group_first(answer, set_aside):
    set_aside(reason="out_of_order")
    first = set_aside(message_id=UUID(int=1))
    for minutes in (5, 10):
        set_aside(parked_at=NOON + timedelta(minutes=minutes))
    large, small = answer(contract.messages)["groups"]
    assert large == {
        "subscription": "trainings.identity",
        "type": "person_erased.v1",
        "reason": "builtins.KeyError",
        "count": 3,
        "oldest": NOON,
        "newest": NOON + timedelta(minutes=10),
        "example_id": first,
    }
    assert (small["reason"], small["count"]) == ("out_of_order", 1)


def test_one_statement_tells_all_of_it(answer, set_aside, tx):
    set_aside(), set_aside(reason="out_of_order"), set_aside(parked_at=None)
    statements: list[str] = []
    stop = count_statements(tx.get_bind().engine, statements)
    answer(contract.messages)
    stop()
    assert len([each for each in statements if "SAVEPOINT" not in each]) == 1


def test_a_group_is_listed_from_the_oldest_on(answer, set_aside):
    ids = [set_aside() for _ in range(3)]
    set_aside(reason="out_of_order"), set_aside(parked_at=None)
    chosen = {"type": "person_erased.v1", "reason": "builtins.KeyError"}
    page = answer(contract.parked_messages, **chosen, per_page=2)
    assert [each["message_id"] for each in page["items"]] == ids[:2]
    assert (page["total"], page["pages"]) == (3, 2)
    assert [
        each["message_id"] for each in answer(contract.parked_messages, **chosen, per_page=2, page=2)["items"]
    ] == ids[2:]


def test_a_message_is_shown_with_all_that_is_known_of_it(answer, set_aside):
    aggregate_id, body = uuid4(), {"person_id": str(SOMEBODY)}
    headers = {"cloudEvents:sequence": "3", "x-delivery-count": 2}
    message_id = set_aside(aggregate_id=aggregate_id, headers=headers, body=json.dumps(body).encode(), replays=1)
    followers = [set_aside(aggregate_id=aggregate_id, parked_at=None, attempts=0) for _ in range(2)]
    set_aside(aggregate_id=aggregate_id, subscription="trainings.networks")
    told = answer(contract.parked_message, message_id=message_id)
    assert (told["reason"], told["attempts"], told["replays"]) == ("builtins.KeyError", 8, 1)
    assert told["headers"] == {"cloudEvents:sequence": "3", "x-delivery-count": "2"}
    assert json.loads(told["text"]) == body
    assert (told["size"], told["is_cut"]) == (len(json.dumps(body)), False)
    assert [each["message_id"] for each in told["behind"]] == followers
    assert told["behind_total"] == 2


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (b"{ not even JSON", "{ not even JSON"),
        (b"\xff\x00\xfe", "\N{REPLACEMENT CHARACTER}" * 3),
        (b'"\\ud800"', '"\N{REPLACEMENT CHARACTER}"'),
        (b"[" * 100_000, "[" * MOST_TEXT),
        (b"", None),
    ],
    ids=["no JSON", "no text", "half a letter", "too deep", "nothing"],
)
def test_a_body_is_shown_whatever_it_is(answer, set_aside, body, shown):
    told = answer(contract.parked_message, message_id=set_aside(body=body, aggregate_id=None))
    assert told["text"] == shown
    assert (told["size"], told["is_cut"]) == (len(body), len(body) > MOST_TEXT)


def test_of_a_body_that_was_too_large_to_keep_it_is_said_how_large_it_was(answer, set_aside):
    message_id = set_aside(body=b"the beginning", headers={"bytes-before-cut": "300000"})
    told = answer(contract.parked_message, message_id=message_id)
    assert (told["text"], told["size"], told["is_cut"]) == ("the beginning", 300_000, True)


def test_of_many_that_wait_behind_it_the_first_are_shown(answer, set_aside):
    aggregate_id = uuid4()
    ids = [set_aside(aggregate_id=aggregate_id, parked_at=None) for _ in range(MOST_BEHIND + 5)]
    told = answer(contract.parked_message, message_id=ids[0])
    assert [each["message_id"] for each in told["behind"]] == ids[1 : MOST_BEHIND + 1]
    assert told["behind_total"] == MOST_BEHIND + 4


def test_a_message_that_two_subscriptions_parked_is_told_apart(answer, set_aside):
    message_id = set_aside()
    set_aside(message_id=message_id, subscription="trainings.networks", reason="out_of_order")
    told = answer(contract.parked_message, message_id=message_id, subscription="trainings.networks")
    assert told["reason"] == "out_of_order"


def test_a_message_that_is_not_there_is_not_found(answer):
    with pytest.raises(NotFound):
        answer(contract.parked_message, message_id=uuid4())


def test_a_replayed_message_gets_its_attempts_anew_and_remembers_that(answer, set_aside, left):
    message_id, another = set_aside(replays=1), set_aside()
    assert answer(contract.replay_parked, message_ids=[message_id]) == {"count": 1}
    row = left()[message_id]
    assert (row.parked_at, row.attempts, row.replays) == (None, 0, 2)
    assert row.next_attempt_at is not None
    assert left()[another].parked_at == NOON


def test_a_discarded_message_is_gone(answer, set_aside, left):
    message_id, another = set_aside(), set_aside()
    assert answer(contract.discard_parked, message_ids=[message_id]) == {"count": 1}
    assert set(left()) == {another}


@pytest.mark.parametrize("call", [contract.replay_parked, contract.discard_parked], ids=["replay", "discard"])
def test_a_whole_group_is_chosen_by_what_it_has_in_common(answer, set_aside, left, call):
    set_aside(), set_aside()
    others = {
        set_aside(reason="out_of_order"),
        set_aside(type="group_formed.v1"),
        set_aside(subscription="trainings.x"),
    }
    group = {"subscription": "trainings.identity", "type": "person_erased.v1", "reason": "builtins.KeyError"}
    assert answer(call, **group) == {"count": 2}
    assert {message_id for message_id, row in left().items() if row.parked_at} == others


def test_what_was_parked_since_the_operator_looked_is_left_alone(answer, set_aside, left):
    set_aside()
    later = set_aside(parked_at=NOON + timedelta(microseconds=1))
    assert answer(contract.discard_parked, reason="builtins.KeyError", until=NOON) == {"count": 1}
    assert set(left()) == {later}


@pytest.mark.parametrize("call", [contract.replay_parked, contract.discard_parked], ids=["replay", "discard"])
def test_what_is_not_parked_is_left_alone(answer, set_aside, left, call):
    message_id = set_aside(parked_at=None)
    assert answer(call, message_ids=[message_id]) == {"count": 0}
    assert left()[message_id].attempts == 8
    assert answer(contract.interventions)["interventions"] == []


@pytest.mark.parametrize("chosen", [{}, {"message_ids": []}, {"reason": None}], ids=str)
@pytest.mark.parametrize("call", [contract.replay_parked, contract.discard_parked], ids=["replay", "discard"])
def test_choosing_nothing_is_not_choosing_everything(answer, set_aside, left, call, chosen):
    set_aside()
    with pytest.raises(Invalid):
        answer(call, **chosen)
    assert len(left()) == 1


def test_each_message_that_somebody_did_something_with_is_on_record(answer, set_aside, tx):
    replayed, discarded = set_aside(), set_aside(reason="out_of_order")
    answer(contract.replay_parked, message_ids=[replayed])
    answer(contract.discard_parked, message_ids=[discarded])
    noted = {
        (row.person_id, row.action, row.message_id, row.subscription, row.type, row.reason)
        for row in tx.execute(select(interventions))
    }
    common = ("trainings.identity", "person_erased.v1")
    assert noted == {
        (SOMEBODY, "replayed", replayed, *common, "builtins.KeyError"),
        (SOMEBODY, "discarded", discarded, *common, "out_of_order"),
    }


def test_what_was_done_at_once_is_told_in_one_line(answer, set_aside):
    ids = sorted(set_aside() for _ in range(3))
    answer(contract.discard_parked, reason="builtins.KeyError")
    [told] = answer(contract.interventions)["interventions"]
    assert (told["person_id"], told["action"], told["count"]) == (SOMEBODY, "discarded", 3)
    assert told["message_id"] == ids[0]
