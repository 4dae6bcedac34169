"""A message takes effect once, in the transaction that notes it, and never behind a later one of its aggregate."""

from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, insert, select, update

from shared import clock
from shared.errors import Refusal
from shared.messaging import failures, inbox
from shared.messaging.inbox import Outcome, ReactionFailed
from shared.messaging.tables import failed
from shared.messaging.tables import inbox as inbox_table
from tests.integration.messages.conftest import SUBSCRIPTION


@pytest.fixture
def effects() -> list[int]:
    """The numbers that took effect, in their order."""
    return []


@pytest.fixture
def take_over(tx, counted, effects):
    def taken(*messages) -> Counter[Outcome]:
        def reaction(tx, event):
            effects.append(event["number"])

        return inbox.take_over(tx, SUBSCRIPTION, messages, {counted.type: (counted, reaction)})

    return taken


def test_what_comes_together_takes_effect_in_its_order(take_over, message, effects):
    thing, another = uuid4(), uuid4()
    together = [message(thing, 1), message(another, 1), message(thing, 2), message(another, 5)]
    assert take_over(*together) == {Outcome.APPLIED: 4}
    assert effects == [1, 1, 2, 5]


def test_what_comes_again_has_no_second_effect(take_over, message, effects):
    first, second = message(uuid4(), 1), message(uuid4(), 2)
    take_over(first)
    assert take_over(first, second, first, second) == {Outcome.APPLIED: 1, Outcome.REPEATED: 3}
    assert effects == [1, 2]


def test_what_comes_behind_a_later_one_is_parked_and_holds_nothing_up(take_over, message, effects, waiting, tx):
    thing = uuid4()
    take_over(message(thing, 2))
    assert take_over(message(thing, 1), message(thing, 3)) == {Outcome.PARKED: 1, Outcome.APPLIED: 1}
    assert take_over(message(thing, 4)) == {Outcome.APPLIED: 1}
    assert effects == [2, 3, 4]
    assert waiting(tx) == [(1, failures.OUT_OF_ORDER, True)]


def test_the_same_holds_within_what_comes_together(take_over, message, effects, waiting, tx):
    thing = uuid4()
    take_over(message(thing, 3), message(thing, 1), message(thing, 2))
    assert effects == [3]
    assert waiting(tx) == [(1, failures.OUT_OF_ORDER, True), (2, failures.OUT_OF_ORDER, True)]


def test_numbers_may_be_left_out_because_nobody_listens_to_everything(take_over, message, effects):
    thing = uuid4()
    take_over(message(thing, 2))
    take_over(message(thing, 7))
    assert effects == [2, 7]


def test_behind_one_that_waits_the_later_ones_of_its_aggregate_wait(take_over, message, effects, waiting, tx):
    thing = uuid4()
    failures.set_aside(tx, SUBSCRIPTION, message(thing, 1), KeyError())
    assert take_over(message(thing, 2), message(uuid4(), 9), message(thing, 3)) == {
        Outcome.SET_ASIDE: 2,
        Outcome.APPLIED: 1,
    }
    assert effects == [9]
    assert waiting(tx) == [
        (1, "builtins.KeyError", False),
        (2, failures.WAITS, False),
        (3, failures.WAITS, False),
    ]


def test_a_type_that_nobody_here_knows_is_parked_and_what_follows_waits(take_over, message, effects, waiting, tx):
    thing = uuid4()
    take_over(message(thing, 1, "counted.v2"), message(thing, 2))
    assert effects == []
    assert waiting(tx) == [(1, failures.UNKNOWN_TYPE, True), (2, failures.WAITS, False)]


def test_whatever_a_reaction_raises_takes_everything_back(database, counted, message):
    """Also a refusal, which a command may raise to keep what it changed."""

    class Wrong(Refusal):
        keeps_changes = True

    def reaction(tx, event):
        raise Wrong

    with pytest.raises(ReactionFailed) as raised, database.transaction() as tx:
        inbox.take_over(tx, SUBSCRIPTION, [message(uuid4(), 1)], {counted.type: (counted, reaction)})
    assert isinstance(raised.value.__cause__, Wrong)
    with database.transaction() as tx:
        assert tx.scalar(select(func.count()).select_from(inbox_table)) == 0


def test_what_was_taken_over_is_remembered_for_thirty_days(take_over, message, tx):
    take_over(message(uuid4(), 1), message(uuid4(), 2))
    long_ago = clock.now() - timedelta(days=31)
    tx.execute(update(inbox_table).where(inbox_table.c.sequence == 1).values(received_at=long_ago))
    inbox.forget_old(tx)
    assert list(tx.scalars(select(inbox_table.c.sequence))) == [2]


def test_and_longer_while_it_waits(take_over, message, tx):
    first = message(uuid4(), 1)
    failures.set_aside(tx, SUBSCRIPTION, first, KeyError())
    long_ago = clock.now() - timedelta(days=99)
    tx.execute(
        insert(inbox_table).values(message_id=first.id, subscription=SUBSCRIPTION, received_at=long_ago, sequence=1)
    )
    inbox.forget_old(tx)
    assert list(tx.scalars(select(inbox_table.c.sequence))) == [1]
    assert tx.scalar(select(func.count()).select_from(failed)) == 1
