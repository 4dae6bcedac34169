"""What was set aside is tried again with growing pauses, in its order, and is parked in the end."""

import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from shared import clock
from shared.database import Database
from shared.messaging import failures, inbox, parked, trials
from shared.messaging.tables import failed
from tests.integration.messages.conftest import SUBSCRIPTION


class Broken(Exception):
    pass


class Reaction:
    """Fails for the things that are broken."""

    def __init__(self) -> None:
        self.broken: set[UUID] = set()
        self.effects: list[int] = []

    def __call__(self, tx, event) -> None:
        if event["thing_id"] in self.broken:
            raise Broken
        self.effects.append(event["number"])


@pytest.fixture
def reaction() -> Reaction:
    return Reaction()


@pytest.fixture
def listener(listening, reaction):
    return listening(reaction)


@pytest.fixture
def set_aside(database: Database, message):
    """Messages of a thing: the first failed, the others wait behind it."""

    def stored(thing_id: UUID, *numbers: int, type_: str = "counted.v1") -> list[UUID]:
        messages = [message(thing_id, number, type_) for number in numbers]
        with database.transaction() as tx:
            inbox.note(tx, SUBSCRIPTION, messages)
            failures.set_aside(tx, SUBSCRIPTION, messages[0], Broken())
            for each in messages[1:]:
                failures.queue_behind(tx, SUBSCRIPTION, each)
        return [each.id for each in messages]

    return stored


@pytest.fixture
def its_time_comes(database: Database):
    def come() -> None:
        with database.transaction() as tx:
            tx.execute(update(failed).where(failed.c.parked_at.is_(None)).values(next_attempt_at=clock.now()))

    return come


def rows(database: Database) -> list[tuple[str, int, bool]]:
    """(reason, attempts, whether it is parked) in order."""
    with database.transaction() as tx:
        found = tx.execute(select(failed).order_by(failed.c.position)).all()
    return [(row.reason, row.attempts, row.parked_at is not None) for row in found]


BROKEN = f"{__name__}.Broken"


def test_nothing_is_tried_before_its_time(listener, set_aside, reaction):
    set_aside(uuid4(), 1)
    assert timedelta() < listener.retry() <= failures.LOOK
    assert reaction.effects == []


def test_when_nothing_waits_there_is_a_look_now_and_then(listener):
    assert listener.retry() == failures.LOOK_WHEN_EMPTY


def test_the_first_takes_effect_and_then_those_behind_it(listener, set_aside, its_time_comes, reaction, database):
    set_aside(uuid4(), 1, 2, 3)
    its_time_comes()
    listener.retry()
    assert reaction.effects == [1, 2, 3]
    assert rows(database) == []


def test_what_fails_again_waits_longer_and_those_behind_it_with_it(
    listener, set_aside, its_time_comes, reaction, database
):
    thing = uuid4()
    reaction.broken = {thing}
    set_aside(thing, 1, 2)
    set_aside(uuid4(), 7)
    its_time_comes()
    listener.retry()
    assert reaction.effects == [7]
    assert rows(database) == [(BROKEN, 2, False), (failures.WAITS, 0, False)]


def test_after_the_last_attempt_it_is_parked(listener, set_aside, its_time_comes, reaction, database):
    thing = uuid4()
    reaction.broken = {thing}
    set_aside(thing, 1, 2)
    for _ in range(failures.ATTEMPTS):
        its_time_comes()
        listener.retry()
    assert rows(database) == [(BROKEN, failures.ATTEMPTS, True), (failures.WAITS, 0, False)]


def test_an_attempt_that_ends_the_process_has_counted(listening, set_aside, its_time_comes, database):
    def reaction(tx, event):
        raise SystemExit

    listener = listening(reaction)
    set_aside(uuid4(), 1)
    for attempts in range(2, failures.ATTEMPTS + 1):
        its_time_comes()
        with pytest.raises(SystemExit):
            listener.retry()
        assert rows(database) == [(BROKEN, attempts, False)]
    its_time_comes()
    listener.retry()
    assert rows(database) == [(failures.ENDED_THE_PROCESS, failures.ATTEMPTS, True)]


def test_replayed_it_gets_all_its_attempts_and_what_waited_goes_on(
    listener, set_aside, its_time_comes, reaction, database
):
    thing = uuid4()
    reaction.broken = {thing}
    [first, _] = set_aside(thing, 1, 2)
    for _ in range(failures.ATTEMPTS):
        its_time_comes()
        listener.retry()
    reaction.broken = set()
    with database.transaction() as tx:
        parked.replay(tx, None, message_ids=[first])
    listener.retry()
    assert reaction.effects == [1, 2]


def test_discarded_it_no_longer_holds_up_what_waited(listener, set_aside, its_time_comes, reaction, database):
    thing = uuid4()
    reaction.broken = {thing}
    [first, _] = set_aside(thing, 1, 2)
    for _ in range(failures.ATTEMPTS):
        its_time_comes()
        listener.retry()
    reaction.broken = set()
    with database.transaction() as tx:
        parked.discard(tx, None, message_ids=[first])
    listener.retry()
    assert reaction.effects == [2]


def test_what_can_not_be_read_is_parked_again_at_once(listener, set_aside, its_time_comes, reaction, database):
    [spoofed] = set_aside(uuid4(), 1)
    with database.transaction() as tx:
        row = tx.execute(select(failed)).one()
        changed = row.headers | {"cloudEvents:source": "/elsewhere/identity"}
        tx.execute(update(failed).where(failed.c.message_id == spoofed).values(headers=changed))
    its_time_comes()
    listener.retry()
    assert rows(database) == [("foreign_source", 2, True)]
    assert reaction.effects == []


def test_a_type_that_is_still_unknown_is_parked_again(listener, set_aside, its_time_comes, database):
    set_aside(uuid4(), 1, type_="counted.v2")
    its_time_comes()
    listener.retry()
    assert rows(database) == [(failures.UNKNOWN_TYPE, 2, True)]


def test_pauses_double_and_no_two_are_alike():
    for attempts in (1, 2, 5):
        shortest = failures.FIRST_PAUSE * 2 ** (attempts - 1)
        assert all(shortest <= failures.pause(attempts) <= 1.5 * shortest for _ in range(20))
    assert len({failures.pause(1) for _ in range(20)}) == 20


def test_a_trial_is_counted_until_the_message_has_taken_effect(tx, message):
    once_more = message(uuid4(), 1)
    assert [trials.note(tx, SUBSCRIPTION, once_more.id) for _ in range(3)] == [1, 2, 3]
    inbox.note(tx, SUBSCRIPTION, [once_more])
    assert trials.note(tx, SUBSCRIPTION, once_more.id) is None


def test_the_reason_names_the_class_and_no_value(listener, set_aside, its_time_comes, reaction, database):
    set_aside(uuid4(), 1)
    with database.transaction() as tx:
        body = json.dumps({"thing_id": "somebody's name", "number": 1}).encode()
        tx.execute(update(failed).values(body=body))
    its_time_comes()
    listener.retry()
    assert rows(database) == [("shared.errors.Invalid", 2, False)]
