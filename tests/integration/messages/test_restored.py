"""Which messages a restored city publishes once more, and which it notes as never sent."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from shared import clock
from shared.messaging import restored
from shared.messaging.inbox import KEPT
from shared.settings import Settings

TAKEN_AT = clock.now() - timedelta(days=3)
HEARD, UNHEARD = "person_erased.v1", "person_changed.v1"
BY_TRAININGS = {"trainings": {"trainings.identity": {HEARD, UNHEARD}}}


class Base:
    """What stands in the database of a restored city, before its processes run. Nothing of it stays."""

    def __init__(self, connection: psycopg.Connection[Any]):
        self.connection = connection

    def announced(self, happened_at: datetime, *, type_: str = HEARD, published: bool = True) -> UUID:
        id_ = uuid4()
        self.connection.execute(
            "INSERT INTO identity.outbox (id, aggregate_id, sequence, type, headers, body, happened_at, published_at)"
            " VALUES (%s, %s, 1, %s, '{}', '{}', %s, %s)",
            [id_, uuid4(), type_, happened_at, happened_at if published else None],
        )
        return id_

    def taken_over(self, message_id: UUID, received_at: datetime) -> None:
        self.connection.execute(
            "INSERT INTO trainings.inbox (message_id, subscription, received_at) VALUES (%s, 'trainings.identity', %s)",
            [message_id, received_at],
        )

    def bound(self, type_: str, since: datetime | None) -> None:
        self.connection.execute("INSERT INTO instance.bindings VALUES ('trainings', %s, %s)", [type_, since])

    def publish_again(self) -> int:
        return restored.publish_again(self.connection, TAKEN_AT, BY_TRAININGS)

    def goes_out(self) -> set[UUID]:
        return {id_ for (id_,) in self.connection.execute("SELECT id FROM identity.outbox WHERE published_at IS NULL")}

    def known(self) -> dict[UUID, datetime]:
        return dict(self.connection.execute("SELECT message_id, received_at FROM trainings.inbox").fetchall())


@pytest.fixture
def base(city: Settings) -> Iterator[Base]:
    with psycopg.connect(city.database_url) as connection:
        yield Base(connection)
        connection.rollback()


def test_what_the_inboxes_remember_goes_out_again_and_nothing_older(base: Base):
    oldest = TAKEN_AT - KEPT + timedelta(days=1)
    young, old = base.announced(oldest + timedelta(minutes=1)), base.announced(oldest - timedelta(minutes=1))
    never = base.announced(oldest - timedelta(days=100), published=False)
    assert base.publish_again() == 1
    assert base.goes_out() == {young, never}
    assert old not in base.goes_out()


def test_whatever_goes_out_again_is_remembered_until_long_after_it_has_come(base: Base):
    """The backup may be weeks old: the inbox would forget, while the message is on its way once more."""
    message_id = base.announced(TAKEN_AT - timedelta(days=28))
    base.taken_over(message_id, TAKEN_AT - timedelta(days=28))
    base.publish_again()
    assert clock.now() - base.known()[message_id] < timedelta(minutes=1)


def test_a_listener_does_not_get_what_was_published_before_it_began_to_listen(base: Base):
    began = TAKEN_AT - timedelta(days=5)
    base.bound(HEARD, None)
    base.bound(UNHEARD, began)
    before = base.announced(began - timedelta(hours=1), type_=UNHEARD)
    after = base.announced(began + timedelta(hours=1), type_=UNHEARD)
    always = base.announced(began - timedelta(hours=1))
    base.publish_again()
    assert set(base.known()) == {before}
    assert base.goes_out() == {before, after, always}  # somebody else may listen to it


def test_a_type_that_only_this_version_listens_to_begins_with_the_restore(base: Base):
    base.bound(HEARD, None)
    published = base.announced(TAKEN_AT - timedelta(hours=1), type_=UNHEARD)
    base.announced(TAKEN_AT - timedelta(hours=1), type_=UNHEARD, published=False)
    base.publish_again()
    assert set(base.known()) == {published}


def test_a_rebuild_that_was_under_way_is_replayed_anew(base: Base):
    asked = "INSERT INTO relay.replays (id, queue, types, done_at) VALUES (%s, 'rebuild.x', '{}', now())"
    base.connection.execute(asked, [uuid4()])
    base.publish_again()
    assert base.connection.execute("SELECT done_at FROM relay.replays").fetchall() == [(None,)]
