"""A program that is not ours listens to a city with nothing but docs/asyncapi.yaml at hand.

The account of each may do what that document says and nothing more.
"""

import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import jsonschema_rs
import pika
import pytest
import yaml

from deploy.broker import Broker
from deploy.docs import DOCS
from deploy.local.program import Program
from shared.contracts import trainings
from tests.city import City, Process, running_city
from tests.messaging.test_city import Official
from tests.waiting import eventually

OWNERS = ("municipalities", "trainings")
STRANGERS = Path(__file__).with_name("strangers")
PERMISSIONS = {
    "configure": r"^statistics-.*",
    "write": r"^statistics-.*",
    "read": r"^(statistics-.*|[a-z]+\.events)$",
}
# What nameko itself names the queue of an event handler.
NAMEKO = {
    "configure": r"^(statistics-.*|evt-.*--statistics\..*)$",
    "write": r"^(statistics-.*|evt-.*--statistics\..*)$",
    "read": r"^(statistics-.*|evt-.*--statistics\..*|[a-z]+\.events)$",
}


@pytest.fixture(scope="module")
def city(postgres: str, rabbitmq: dict[str, str]) -> Iterator[City]:
    with running_city(postgres, rabbitmq) as city:
        yield city


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return yaml.safe_load((DOCS / "asyncapi.yaml").read_text(encoding="utf-8"))


class Stranger:
    """One of the programs as a process, in which nothing of ours can be imported, and what it has written down."""

    def __init__(self, city: City, program: str, address: str, queues: list[str], folder: Path):
        self.city, self.queues, self.notes = city, queues, folder / "notes.sqlite"
        command = (sys.executable, "-I", str(STRANGERS / f"{program}.py"), address, str(self.notes))
        self.process = Process(Program(program, command, folder / "log"), self._listens)
        self.missed = set(self._announced())  # there was no binding yet

    def _listens(self) -> bool:
        try:
            with pika.BlockingConnection(pika.URLParameters(self.city.settings.amqp_url)) as connection:
                channel = connection.channel()
                return all(channel.queue_declare(name, passive=True).method.consumer_count for name in self.queues)
        except pika.exceptions.ChannelClosedByBroker:
            return False

    def noted(self) -> list[Any]:
        with closing(sqlite3.connect(self.notes)) as notes:
            return notes.execute("SELECT type, subject, id FROM happened ORDER BY position").fetchall()

    def comes_to_note(self, *types: str) -> None:
        """All that the city announced of these types, each once, in order per thing."""
        announced = [each for each in self._sent() if each[0] in types]
        eventually(lambda: len(self.noted()) >= len(announced), 30, f"{len(announced)} notes")
        assert by_subject(self.noted()) == by_subject(announced)

    def all_comes_again(self) -> None:
        """As if the relay had died before it noted that all this was published."""
        again = [message_id for _, _, message_id in self._sent()]
        for owner in OWNERS:
            self.city.sql(f"UPDATE {owner}.outbox SET published_at = NULL WHERE id = ANY(%s::uuid[])", again)
            self.city.sql("SELECT pg_notify('outbox', %s)", owner)
        eventually(self._published, 30, "everything to be published again")

    def _published(self) -> bool:
        return not any(self.city.sql(f"SELECT id FROM {each}.outbox WHERE published_at IS NULL") for each in OWNERS)

    def _sent(self) -> list[Any]:
        return [each for each in self._announced() if each not in self.missed]

    def _announced(self) -> list[Any]:
        outboxes = (f"SELECT type, aggregate_id, id, sequence FROM {owner}.outbox" for owner in OWNERS)
        rows = self.city.sql(f"{' UNION ALL '.join(outboxes)} ORDER BY sequence")
        return [(row.type, str(row.aggregate_id), str(row.id)) for row in rows]


def by_subject(notes: list[Any]) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for type_, subject, message_id in notes:
        found.setdefault(subject, []).append((type_, message_id))
    return found


@contextmanager
def account(city: City, rabbitmq: dict[str, str], permissions: dict[str, str]) -> Iterator[str]:
    """The address of the city's broker with an account of a stranger."""
    broker = Broker(city.settings.amqp_url, rabbitmq["api"])
    name = f"statistics-{uuid4().hex[:8]}"
    broker.ensure_user(name, "secret", broker.vhost(), permissions=permissions)
    try:
        yield broker.amqp_url_of(broker.vhost(), name, "secret")
    finally:
        broker.delete_user(name)


@contextmanager
def stranger(
    city: City, rabbitmq: dict[str, str], folder: Path, program: str, permissions: dict[str, str], *queues: str
) -> Iterator[Stranger]:
    with account(city, rabbitmq, permissions) as address:
        listener = Stranger(city, program, address, list(queues), folder)
        try:
            listener.process.start()
            yield listener
            assert listener.process.alive, listener.process.log
        finally:
            listener.process.stop()


def fills_a_group(official: Official) -> None:
    programme_id = official.registers_a_programme()
    official.plans_an_introduction(programme_id, [uuid4() for _ in range(4)])
    people = [uuid4() for _ in range(5)]
    official.order(trainings.form_group, programme_id=programme_id, name="Group 1", places=3, person_ids=people)


def test_a_plain_pika_client_notes_every_event_once_and_in_order(city: City, rabbitmq: dict[str, str], tmp_path: Path):
    types = (
        "session_planned.v1",
        "people_invited.v1",
        "group_formed.v1",
        "person_enrolled.v1",
        "person_waitlisted.v1",
    )
    official = Official(city)
    with stranger(city, rabbitmq, tmp_path, "pika_client", PERMISSIONS, "statistics-trainings") as client:
        fills_a_group(official)
        client.comes_to_note(*types)
        client.process.kill()
        fills_a_group(official)
        client.process.start()
        client.comes_to_note(*types)
        client.all_comes_again()
        fills_a_group(official)  # stands behind the repeats
        client.comes_to_note(*types)


def test_a_plain_nameko_service_notes_every_event_once_and_in_order(
    city: City, rabbitmq: dict[str, str], tmp_path: Path
):
    types = ("programme_registered.v1", "session_planned.v1", "people_invited.v1")
    queues = ("statistics-sessions", "evt-municipalities-programme_registered.v1--statistics.on_programme")
    official = Official(city)
    with stranger(city, rabbitmq, tmp_path, "nameko_service", NAMEKO, *queues) as service:
        fills_a_group(official)
        service.comes_to_note(*types)
        service.process.stop()
        fills_a_group(official)
        service.process.start()
        service.comes_to_note(*types)
        service.all_comes_again()
        fills_a_group(official)
        service.comes_to_note(*types)


@pytest.mark.parametrize(
    "attempt",
    [
        lambda channel: channel.basic_publish("trainings.events", "group_formed.v1", b"{}"),
        lambda channel: channel.basic_get("municipalities.trainings"),
        lambda channel: channel.queue_delete("municipalities.trainings"),
        lambda channel: channel.exchange_declare("trainings.events", "topic", durable=True),
    ],
    ids=["publish", "read", "delete", "declare"],
)
def test_a_strangers_account_can_do_no_more_than_listen(city: City, rabbitmq: dict[str, str], attempt: Any):
    with (
        account(city, rabbitmq, PERMISSIONS) as address,
        pika.BlockingConnection(pika.URLParameters(address)) as connection,
    ):
        channel = connection.channel()
        channel.confirm_delivery()
        with pytest.raises(pika.exceptions.ChannelClosedByBroker, match="ACCESS_REFUSED"):
            attempt(channel)


def test_the_document_names_the_permissions_that_suffice(document: dict[str, Any]):
    words = re.sub(r"\s+", " ", document["info"]["description"])
    assert f"configure and write `{PERMISSIONS['configure']}`, read `{PERMISSIONS['read']}`" in words


def test_what_arrives_is_what_the_document_says(city: City, document: dict[str, Any]):
    schemas = document["components"]["schemas"]
    with pika.BlockingConnection(pika.URLParameters(city.settings.amqp_url)) as connection:
        channel = connection.channel()
        queue = channel.queue_declare("", exclusive=True).method.queue
        for owner in {each["bindings"]["amqp"]["exchange"]["name"] for each in document["channels"].values()}:
            channel.queue_bind(queue, owner, "#")
        fills_a_group(Official(city))
        seen = set()
        for method, properties, body in channel.consume(queue, auto_ack=True, inactivity_timeout=2):
            if method is None:
                break
            message = document["channels"][method.routing_key]
            assert method.exchange == message["bindings"]["amqp"]["exchange"]["name"]
            validate(schemas["attributes"], properties.headers)
            validate(schemas[method.routing_key], yaml.safe_load(body))
            assert (properties.content_type, properties.content_encoding) == ("application/json", "utf-8")
            assert properties.delivery_mode == pika.DeliveryMode.Persistent.value
            assert (properties.message_id, properties.type) == (
                properties.headers["cloudEvents:id"],
                properties.headers["cloudEvents:type"],
            )
            assert properties.type == method.routing_key
            seen.add(method.routing_key)
    assert {"programme_registered.v1", "session_planned.v1", "group_formed.v1", "person_waitlisted.v1"} <= seen


def validate(schema: dict[str, Any], data: Any) -> None:
    jsonschema_rs.Draft7Validator(schema, validate_formats=True).validate(data)
