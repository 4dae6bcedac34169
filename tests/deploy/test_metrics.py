"""What a city in use tells Prometheus: all that alerts and dashboard ask for, and nothing about anybody."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pika
import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

from deploy.local.program import free_ports
from services import SERVICES, service_class
from services.gateway.app import create_app
from services.gateway.metrics import METHODS, NO_ROUTE, OTHER
from shared.access import COORDINATOR, OPERATOR, Actor
from shared.contracts import operation
from shared.messaging import metrics, read_models
from shared.messaging.inbox import Outcome
from shared.messaging.relay import held
from shared.messaging.service import answers
from shared.version import VERSION
from tests import machine
from tests.city import City, Process, gateway_process, running_city
from tests.deploy.queries import Named, named
from tests.gateway.visiting import SECONDS, Visitor, add_person, sign_in
from tests.messaging.forwarder import Forwarder
from tests.waiting import eventually

PROCESSES = ("services", "relay", "gateway")

# What others export, as each of them says.
PROMETHEUS = {"up": {"job", "instance"}, "ALERTS": {"alertname", "alertstate"}}
QUEUE = {"vhost", "queue"}
RABBITMQ: Named = {
    "rabbitmq_detailed_queue_messages": QUEUE,
    "rabbitmq_detailed_queue_consumers": QUEUE,
    "rabbitmq_alarms_memory_used_watermark": set(),
    "rabbitmq_alarms_free_disk_space_watermark": set(),
    "rabbitmq_process_resident_memory_bytes": set(),
    "rabbitmq_resident_memory_limit_bytes": set(),
    "rabbitmq_disk_space_available_bytes": set(),
    "rabbitmq_disk_space_available_limit_bytes": set(),
    "rabbitmq_connections": set(),
}
INSTANCE: Named = {"middleground_backup_last_success_timestamp_seconds": set()}
# What Prometheus adds to whatever it asks.
ADDED = {"city", "job", "instance"}

SUBSCRIPTIONS = {
    subscription
    for service in SERVICES
    for each in read_models.queues(service_class(service)).values()
    for subscription in each
}
NUMBER = re.compile(r"\d+(\.\d+)?|\+Inf")


def routes() -> set[str]:
    app = create_app(machine.city(postgres_url="postgresql://nowhere.invalid/"))
    return {rule.endpoint for rule in app.url_map.iter_rules()} | {NO_ROUTE}


# Label -> all that may ever stand in it.
VALUES = {
    "service": {*SERVICES, metrics.UNKNOWN},
    "subscription": {*SUBSCRIPTIONS, metrics.UNKNOWN},
    "outcome": {*Outcome, "answered", "refused", "failed", "unanswered", "sent", "postponed", "given_up"},
    "kind": {metrics.CALL, metrics.JOB, metrics.REACTION},
    "call": {call.name for service in SERVICES for call in answers(service_class(service))},
    "read_model": {name for service in SERVICES for name in service_class(service).read_models},
    "reason": {held.RETURNED, held.NACKED, held.ENDS_CHANNEL, held.UNSENDABLE},
    "method": {*METHODS, OTHER},
    "status": {str(status.value) for status in HTTPStatus},
    "city": {"rotterdam"},
    "version": {VERSION},
    "generation": {"0", "1", "2"},
}


def told(process: Process) -> list[Sample]:
    port = process.program.environment["HEALTH_PORT"]
    answer = requests.get(f"http://127.0.0.1:{port}/metrics", timeout=SECONDS)
    assert answer.status_code == requests.codes.ok
    return [sample for family in text_string_to_metric_families(answer.text) for sample in family.samples]


def told_by_all(city: City) -> list[Sample]:
    return [sample for name in PROCESSES for sample in told(city.processes[name])]


def value(samples: list[Sample], name: str, **labels: str) -> float:
    """The sum of those that have these labels."""
    return sum(sample.value for sample in samples if sample.name == name and sample.labels.items() >= labels.items())


@contextmanager
def unsendable(city: City) -> Iterator[None]:
    """A message that no broker takes, at the head of identity's outbox."""
    city.sql(
        "INSERT INTO identity.outbox (id, aggregate_id, sequence, type, headers, body)"
        " VALUES (gen_random_uuid(), gen_random_uuid(), 1, repeat('x', 300), '{}', '{}')"
    )
    yield
    city.sql("DELETE FROM identity.outbox WHERE length(type) = 300")


def leave_a_letter(city: City) -> None:
    """With the dead letters of trainings, and with a name on it that no queue has."""
    with pika.BlockingConnection(pika.URLParameters(city.settings.amqp_url)) as connection:
        properties = pika.BasicProperties(headers={"x-first-death-queue": "Jan Jansen"}, delivery_mode=2)
        connection.channel().basic_publish("", "dead-letters.trainings", b"{", properties)


@pytest.fixture(scope="module")
def city(postgres: str, rabbitmq: dict[str, str]) -> Iterator[City]:
    with running_city(postgres, rabbitmq, gateway=True) as city:
        yield city


@pytest.fixture(scope="module")
def coordinator(city: City) -> Visitor:
    return sign_in(city, COORDINATOR, name="Carla Coordinator")


@pytest.fixture(scope="module")
def samples(city: City, coordinator: Visitor) -> list[Sample]:
    """After pages, calls and messages as they are usual, and such as nobody foresaw."""
    person_id = add_person(coordinator, "Somebody in a group")
    assert coordinator.open(f"/people/{person_id}").status == requests.codes.ok
    assert coordinator.open(f"/people/{uuid4()}").status == requests.codes.not_found
    assert coordinator.open(f"/nothing/{person_id}").status == requests.codes.not_found
    requests.request("BREW", f"{city.url}/people/{person_id}", timeout=SECONDS)
    coordinator.api("DELETE", f"/people/{person_id}")
    leave_a_letter(city)
    with unsendable(city):
        eventually(lambda: value(told(city.relay), "middleground_relay_refused_total"))
    eventually(lambda: value(told(city.services), "middleground_messages_total", outcome="applied"))
    eventually(lambda: value(told(city.services), "middleground_messages_parked"))
    return told_by_all(city)


def test_all_that_alerts_and_dashboard_ask_for_is_told(samples: list[Sample]) -> None:
    ours: Named = {}
    for sample in samples:
        ours.setdefault(sample.name, set()).update(sample.labels)
    known = {**PROMETHEUS, **RABBITMQ, **INSTANCE, **ours}
    wanted = named()
    assert set(wanted) - set(known) == set()
    missing = {name: labels - known[name] - ADDED for name, labels in wanted.items()}
    assert {name: labels for name, labels in missing.items() if labels} == {}


def test_and_nothing_is_told_that_nobody_asks_for(samples: list[Sample]) -> None:
    def family(name: str) -> str:
        return re.sub(r"_(bucket|sum|count|total)$", "", name)

    asked = {family(name) for name in named()}
    ours = {family(sample.name) for sample in samples if not sample.name.startswith(("process_", "python_"))}
    assert ours - asked == set()
    assert all(name.startswith("middleground_") for name in ours)


def test_no_label_can_hold_anything_but_a_few_known_values(samples: list[Sample]) -> None:
    values = {**VALUES, "route": routes()}
    seen: set[str] = set()
    for sample in samples:
        for label, found in sample.labels.items():
            if label == "le":
                assert NUMBER.fullmatch(found)
            elif sample.name != "python_info":
                assert found in values[label], f"{sample.name} {label}"
                seen.add(label)
    assert set(values) - seen == set(), "a label that is not told any more"


def test_all_say_which_city_they_are_of_and_in_which_version(city: City) -> None:
    for name in PROCESSES:
        told_ = told(city.processes[name])
        assert value(told_, "middleground_build_info", city="rotterdam", version=VERSION) == 1, name
        assert value(told_, "process_resident_memory_bytes") > 10 * 1024 * 1024, name


def test_a_page_is_counted_by_its_route(city: City, coordinator: Visitor, samples: list[Sample]) -> None:
    def counted() -> tuple[float, float]:
        now = told(city.gateway)
        requests_ = value(now, "middleground_requests_total", route="people.show", method="GET", status="200")
        return requests_, value(now, "middleground_request_seconds_count", route="people.show")

    answered, timed = counted()
    for name in ("Somebody else", "Somebody new"):
        coordinator.open(f"/people/{add_person(coordinator, name)}")
    assert counted() == (answered + 2, timed + 2)


def test_what_is_no_page_of_ours_is_counted_as_one(samples: list[Sample]) -> None:
    assert value(samples, "middleground_requests_total", route=NO_ROUTE, method="GET", status="404") == 1
    assert value(samples, "middleground_requests_total", method=OTHER) == 1


def test_calls_are_counted_by_what_came_of_them(samples: list[Sample]) -> None:
    calls = {"service": "identity", "call": "person"}
    assert value(samples, "middleground_calls_total", **calls, outcome="answered") >= 1
    assert value(samples, "middleground_calls_total", **calls, outcome="refused") >= 1


def test_a_name_that_somebody_invented_is_unknown(samples: list[Sample]) -> None:
    assert value(samples, "middleground_messages_total", subscription=metrics.UNKNOWN, outcome="parked") == 1


def test_a_letter_is_parked_until_somebody_discards_it(city: City, samples: list[Sample]) -> None:
    parked = {"service": "trainings"}
    assert value(samples, "middleground_messages_parked", **parked) == 1
    operator = Actor(uuid4(), frozenset({OPERATOR}))
    city.ask(operation.of("trainings", operation.discard_parked), operator, reason="content_type")
    assert value(told(city.services), "middleground_messages_parked", **parked) == 0


def test_a_mail_that_is_wrong_by_itself_is_told_apart_from_what_holds_up_all(city: City) -> None:
    def waiting() -> tuple[float, float]:
        now = told(city.services)
        return value(now, "middleground_mails_queued"), value(now, "middleground_mails_held_up")

    queued, held_up = waiting()
    for attempts in (0, 3):
        city.sql(
            "INSERT INTO notifications.mails (id, kind, person_id, state, attempts, queued_at, due_at, reason, kept)"
            " VALUES (gen_random_uuid(), 'promoted', gen_random_uuid(), 'queued', %s, now(), now() + interval '1 day',"
            " 'mail_server_unreachable', false)",
            attempts,
        )
    assert waiting() == (queued + 2, held_up + 1)
    city.sql("DELETE FROM notifications.mails WHERE reason = 'mail_server_unreachable'")


@pytest.fixture
def way(city: City) -> Iterator[Forwarder]:
    """The services' way to the database."""
    database, services, usual = urlsplit(city.settings.database_url), city.services, city.services.program
    [socket_folder] = parse_qs(database.query)["host"]
    way = Forwarder(socket_folder, 5432)
    way.open()
    far = f"postgresql://{database.username}@127.0.0.1:{way.port}{database.path}"
    services.stop()
    services.program = replace(usual, environment={**usual.environment, "DATABASE_URL": far})
    services.start()
    yield way
    way.close()
    services.stop()
    services.program = usual
    services.start()


def test_a_database_that_says_nothing_costs_its_own_figures_and_no_others(city: City, way: Forwarder) -> None:
    figures = {f"middleground_{name}" for name in ("messages_parked", "messages_retried", "mails_queued", "departures")}
    before = {sample.name for sample in told(city.services)}
    assert figures <= before
    way.freeze()
    assert {sample.name for sample in told(city.services)} == before - figures - {"middleground_mails_held_up"}


@pytest.fixture
def another_gateway(city: City, tmp_path: Path) -> Iterator[Callable[..., Process]]:
    """Of the same city, with other settings."""
    with ExitStack() as stack:

        def start(**environment: str) -> Process:
            own = replace(city.settings, public_url=f"http://127.0.0.1:{free_ports(1)[0]}")
            gateway = gateway_process(own, tmp_path)
            everything = {**gateway.program.environment, "TMPDIR": str(tmp_path), **environment}
            gateway.program = replace(gateway.program, environment=everything)
            stack.callback(gateway.stop)
            gateway.start(wait=False)
            return gateway

        yield start


def test_workers_of_the_gateway_count_together(another_gateway: Callable[..., Process], tmp_path: Path) -> None:
    gateway = another_gateway(GATEWAY_WORKERS="2")
    gateway.wait_until_ready()
    page = f"{gateway.program.environment['PUBLIC_URL']}/accessibility"
    sent = 0

    def both_were_asked() -> bool:
        nonlocal sent
        sent += 1
        requests.get(page, timeout=SECONDS)
        return len([*tmp_path.glob("middleground-gateway-*/counter_*.db")]) == 2

    eventually(both_were_asked)
    for _ in range(10):
        now = told(gateway)
        assert value(now, "middleground_requests_total", route="site.accessibility") == sent
        assert value(now, "middleground_request_seconds_count", route="site.accessibility") == sent
        assert value(now, "middleground_build_info") == 1
    assert value(now, "process_resident_memory_bytes") > 2 * 20 * 1024 * 1024
    gateway.stop()
    assert [*tmp_path.glob("middleground-gateway-*")] == []


def test_a_health_port_that_is_taken_is_one_sentence(city: City, another_gateway: Callable[..., Process]) -> None:
    port = city.relay.program.environment["HEALTH_PORT"]
    gateway = another_gateway(HEALTH_PORT=port)
    eventually(lambda: not gateway.alive)
    assert gateway.log == f"The gateway can't listen on HEALTH_PORT {port}: Address already in use.\n"
