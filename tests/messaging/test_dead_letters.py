"""What can't be read, or was given up on, ends up where operators look, byte for byte, and holds nothing up."""

import json
from typing import Any
from uuid import UUID, uuid4

import pika
import pytest

from shared.messaging import dead_letters, envelope, failures
from shared.messaging.envelope import PREFIX
from shared.messaging.topology import DELIVERY_LIMIT
from tests.messaging import library
from tests.messaging.conftest import Library
from tests.messaging.test_events import headers_of
from tests.waiting import eventually


def without(name: str) -> dict[str, str]:
    return {key: value for key, value in headers_of(uuid4()).items() if key != PREFIX + name}


def other(**attributes: Any) -> dict[str, Any]:
    return headers_of(uuid4()) | {PREFIX + name: value for name, value in attributes.items()}


def body() -> bytes:
    """Its own each time, so that a test finds it again."""
    return json.dumps({"page_id": str(uuid4()), "line": 1}).encode()


UNREADABLE = {
    "bad JSON": (lambda: b"{" + uuid4().bytes.hex().encode(), {}, {}, "not_json"),
    "no UTF-8": (lambda: b'"\xff' + uuid4().bytes.hex().encode() + b'"', {}, {}, "not_json"),
    "nested without end": (lambda: b"[" * 100_000 + uuid4().bytes.hex().encode(), {}, {}, "not_json"),
    "no number": (lambda: b'{"line": NaN, "' + uuid4().bytes.hex().encode() + b'": 1}', {}, {}, "not_json"),
    "another content type": (body, {}, {"content_type": "text/plain"}, "content_type"),
    "no id": (body, without("id"), {}, "attribute_missing"),
    "no id that is one": (body, other(id="seven"), {}, "attribute_wrong"),
    "no sequence that is one": (body, other(sequence="99999999999"), {}, "attribute_wrong"),
    "an attribute that can't be stored": (body, other(correlationid="a\0b"), {}, "attribute_wrong"),
    "a name that can't be stored": (body, other(**{"a\0b": "c"}), {}, "attribute_wrong"),
    "an attribute that is no text": (body, other(sequence=1), {}, "attribute_wrong"),
    "another city": (body, other(source="/genk/author"), {}, "foreign_source"),
    "another service of this city": (body, other(source="/rotterdam/reader"), {}, "foreign_source"),
}


@pytest.mark.parametrize(("made", "headers", "properties", "reason"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_can_not_be_read_is_parked_as_it_came(
    shelf: Library, page_id: UUID, made: Any, headers: dict[str, Any], properties: dict[str, Any], reason: str
):
    sent = made()
    shelf.deliver(sent, headers or headers_of(uuid4()), **properties)
    shelf.write(page_id)
    shelf.comes_to_read(page_id, 1)  # it holds nothing up
    row = shelf.parked(sent[: dead_letters.MOST_BYTES])
    assert (row.reason, row.subscription, row.aggregate_id) == (reason, "reader.author", None)


def test_a_message_whose_properties_are_broken_is_parked_too(shelf: Library, page_id: UUID):
    """They can't be decoded, so that it is not known any more which queue it came from."""
    sent = body()
    shelf.deliver(sent, headers_of(page_id), content_type=b"\xff\xfe")
    shelf.write(page_id)
    shelf.comes_to_read(page_id, 1)
    row = shelf.parked(sent)
    assert (row.reason, row.subscription, row.type) == ("content_type", "dead-letters.reader", "unknown")


def test_of_what_is_too_large_the_beginning_is_kept_and_how_large_it_was(shelf: Library):
    sent = b'"' + uuid4().hex.encode() * 9_000 + b'"'
    assert len(sent) > envelope.MOST_BYTES
    shelf.deliver(sent, headers_of(uuid4()))
    row = shelf.parked(sent[: dead_letters.MOST_BYTES])
    assert row.reason == "too_large"
    assert row.headers[dead_letters.ALL_BYTES] == str(len(sent))


def test_the_same_again_is_parked_once(shelf: Library, page_id: UUID):
    sent = body()
    for _ in range(3):
        shelf.deliver(sent, without("id"))
    shelf.parked(sent)
    shelf.write(page_id)
    shelf.comes_to_read(page_id, 1)
    assert shelf.parked(sent).reason == "attribute_missing"


def test_what_can_not_be_read_is_not_applied_when_it_is_replayed(shelf: Library):
    sent = body()
    shelf.deliver(sent, other(source="/genk/author"))
    row = shelf.parked(sent)
    replayed = "UPDATE reader.failed SET parked_at = NULL, next_attempt_at = now() WHERE message_id = %s"
    shelf.city.sql(replayed, row.message_id)
    eventually(lambda: shelf.parked(sent).attempts > row.attempts)
    assert shelf.read(UUID(json.loads(sent)["page_id"])) == []


class TestGivenUpOn:
    """A message that was delivered too often: the broker or the connection was to blame, or the message."""

    @staticmethod
    def given_up_on(shelf: Library, page_id: UUID, **more: Any) -> dict[str, Any]:
        """While the reader is away somebody takes it and returns it, until RabbitMQ has had enough."""
        headers = headers_of(page_id) | more
        shelf.city.services.stop()
        shelf.deliver(json.dumps({"page_id": str(page_id), "line": 1}).encode(), headers)
        with pika.BlockingConnection(pika.URLParameters(shelf.city.settings.amqp_url)) as connection:
            channel = connection.channel()
            channel.basic_qos(prefetch_count=1)
            returned = 0
            for method, _, _ in channel.consume("reader.author", inactivity_timeout=0.5):
                if method is None:
                    break
                channel.basic_nack(method.delivery_tag, requeue=True)
                returned += 1
        assert returned == 1 + DELIVERY_LIMIT
        shelf.city.services.start()
        return headers

    def test_one_that_was_never_tried_goes_back_and_takes_effect(self, shelf: Library, page_id: UUID):
        self.given_up_on(shelf, page_id)
        eventually(lambda: shelf.read(page_id) == [1])
        assert shelf.failed(page_id) == []

    def test_it_does_so_once(self, shelf: Library, page_id: UUID):
        self.given_up_on(shelf, page_id, **{dead_letters.RETURNED: "1"})
        [row] = eventually(lambda: shelf.failed(page_id))
        assert (row.reason, row.parked_at is None) == ("delivery_limit", False)
        assert shelf.read(page_id) == []

    def test_one_that_was_tried_is_parked(self, shelf: Library, page_id: UUID):
        message_id = uuid4()
        shelf.city.sql("INSERT INTO reader.trials VALUES (%s, 'reader.author', 1)", message_id)
        self.given_up_on(shelf, page_id, **{PREFIX + "id": str(message_id)})
        [row] = eventually(lambda: shelf.failed(page_id))
        assert (row.message_id, row.reason) == (message_id, "delivery_limit")

    def test_one_that_had_taken_effect_is_forgotten(self, shelf: Library, page_id: UUID, another_page_id: UUID):
        shelf.write(page_id)
        shelf.comes_to_read(page_id, 1)
        [sent] = shelf.city.sql("SELECT headers FROM author.outbox WHERE aggregate_id = %s", page_id)
        self.given_up_on(shelf, page_id, **sent.headers)
        self.given_up_on(shelf, another_page_id)  # comes behind it
        eventually(lambda: shelf.read(another_page_id) == [1])
        assert (shelf.read(page_id), shelf.failed(page_id)) == ([1], [])


def test_a_message_that_ends_the_process_is_parked_and_the_others_go_on(
    shelf: Library, page_id: UUID, another_page_id: UUID
):
    shelf.trouble(page_id, "fatal")
    services = shelf.city.services
    shelf.city.relay.freeze()
    shelf.write(page_id)
    shelf.write(another_page_id)
    shelf.city.relay.thaw()
    while not (found := shelf.failed(page_id)):
        if not services.alive:
            services.start(wait=False)
        eventually(lambda: not services.alive or shelf.failed(page_id), 30)
    [row] = found
    assert (row.reason, row.parked_at is None) == (failures.ENDED_THE_PROCESS, False)
    services.wait_until_ready()
    shelf.comes_to_read(another_page_id, 1)
    assert shelf.read(page_id) == []
    assert library.LineWritten.type == row.type
