"""A message takes effect once, in the transaction that notes it, and never behind a later one of its aggregate."""

from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, insert, select, update

from shared import clock
from shared.errors import Refusal
from shared.messaging import failures, inbox, outbox
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


class TestTogether:
    """A reaction that takes the events which arrive one after the other."""

    @pytest.fixture
    def calls(self) -> list[list[int]]:
        return []

    @pytest.fixture
    def reactions(self, counted, calls):
        @inbox.together
        def reaction(tx, events):
            calls.append([event["number"] for event in events])
            if 13 in calls[-1]:
                raise KeyError
            if 99 in calls[-1]:
                outbox.publish(tx, counted, thing_id=uuid4(), number=1)

        return {counted.type: (counted, reaction)}

    def test_it_takes_what_is_new_and_in_order_in_one_call(self, tx, message, reactions, calls):
        thing, first = uuid4(), message(uuid4(), 1)
        inbox.take_over(tx, SUBSCRIPTION, [first], reactions)
        inbox.take_over(tx, SUBSCRIPTION, [first, message(thing, 2), message(thing, 1), message(thing, 3)], reactions)
        assert calls == [[1], [2, 3]]

    def test_an_event_of_another_kind_keeps_its_place_between_them(self, tx, message, reactions, calls, recounted):
        def reaction(tx, event):
            calls.append([-event["number"]])

        both = {**reactions, recounted.type: (recounted, reaction)}
        arriving = [message(uuid4(), 1), message(uuid4(), 2), message(uuid4(), 3, recounted.type), message(uuid4(), 4)]
        inbox.take_over(tx, SUBSCRIPTION, arriving, both)
        assert calls == [[1, 2], [-3], [4]]

    def test_they_fail_together(self, tx, message, reactions):
        """Then the listener lets each go alone."""
        with pytest.raises(ReactionFailed):
            inbox.take_over(tx, SUBSCRIPTION, [message(uuid4(), 12), message(uuid4(), 13)], reactions)

    def test_it_announces_nothing(self, tx, message, reactions):
        with pytest.raises(ReactionFailed) as raised:
            inbox.take_over(tx, SUBSCRIPTION, [message(uuid4(), 99)], reactions)
        assert isinstance(raised.value.__cause__, TypeError)


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
