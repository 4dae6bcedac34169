"""`./middleground status`: how a city is, in a few lines, whatever of it is down."""

import json
from collections.abc import Iterator

import psycopg
import pytest

from shared.access import COORDINATOR, OPERATOR, Actor
from shared.contracts import identity
from shared.ids import new_id
from tests.deploy.well_kept import SECRET, Kept
from tests.gateway import visiting
from tests.gateway.operation.parked import park
from tests.waiting import eventually


def first_line(kept: Kept, **changes: str) -> str:
    return kept.told("status", **changes)["sentence"]


def test_a_city_in_which_all_is_well_runs(kept: Kept) -> None:
    asked = kept.ask("status")
    assert (asked.returncode, asked.stderr) == (0, "")
    first, empty, *lines = asked.stdout.splitlines()
    assert (first, empty) == ("Rotterdam runs.", "")
    assert [line.split()[0] for line in lines] == [
        "Database",
        "Broker",
        "Services",
        "Relay",
        "Outbox",
        "Queues",
        "Parked",
        "Mail",
        "Backup",
        "Versions",
        "Epoch",
        "Disk",
    ]
    assert "A relay is active." in asked.stdout
    assert "its tables up to date, RabbitMQ" in asked.stdout


def test_a_program_gets_the_same_as_data(kept: Kept) -> None:
    asked = kept.ask("status", "--json")
    told = json.loads(asked.stdout)
    assert (asked.returncode, asked.stderr, told["status"]) == (0, "", 0)
    assert told["sentence"] == "Rotterdam runs."
    assert told["checks"]["relay"] == {"state": "ok", "sentence": "A relay is active.", "cure": ""}


def test_without_a_relay_messages_stay_and_somebody_is_needed(kept: Kept) -> None:
    kept.city.relay.stop()
    try:
        coordinator = Actor(new_id(), frozenset({COORDINATOR}))
        kept.city.ask(identity.add_person, coordinator, name="Waiting Wim", email="wim@rotterdam.example")
        asked = kept.ask("status")
    finally:
        kept.city.relay.start()
    assert asked.returncode == 1
    assert asked.stdout.startswith("Rotterdam needs you: No relay is active, so no message leaves.\n")
    assert "!  Relay" in asked.stdout
    assert "1 message waits to be sent, the oldest for" in asked.stdout
    eventually(lambda: first_line(kept) == "Rotterdam runs.", what="the relay to have sent it")


def test_a_parked_message_is_told_with_its_service(kept: Kept) -> None:
    message_id = park(kept.city)
    try:
        assert first_line(kept) == "Rotterdam needs you: 1 message is parked in trainings."
    finally:
        kept.city.sql("DELETE FROM trainings.failed WHERE message_id = %s", message_id)


def test_the_page_operation_says_the_same(kept: Kept) -> None:
    operator = visiting.sign_in(kept.city, OPERATOR, name="Otto Operator")
    assert operator.open("/operation").main.startswith("Operation Rotterdam runs This city Version")
    message_id = park(kept.city)
    try:
        page = operator.open("/operation")
    finally:
        kept.city.sql("DELETE FROM trainings.failed WHERE message_id = %s", message_id)
    assert page.main.startswith("Operation Rotterdam needs you 1 message is parked This city Version")


def test_mail_that_cannot_leave_is_told_with_its_reason(kept: Kept) -> None:
    kept.city.sql(
        "INSERT INTO notifications.mails (id, kind, person_id, state, attempts, queued_at, due_at, reason, kept) VALUES"
        " (%s, 'waiting_list', %s, 'queued', 0, now() - interval '1 hour',"
        " now() + interval '1 hour', 'mail_server_unreachable', false)",
        mail_id := new_id(),
        new_id(),
    )
    try:
        assert first_line(kept) == "Rotterdam needs you: 1 mail can't leave: the mail server can't be reached."
    finally:
        kept.city.sql("DELETE FROM notifications.mails WHERE id = %s", mail_id)


def test_a_backup_that_is_overdue_is_told(kept: Kept) -> None:
    kept.city.sql("UPDATE instance.epochs SET began_at = now() - interval '9 days'")
    try:
        assert first_line(kept) == "Rotterdam needs you: There is no backup."
    finally:
        kept.city.sql("UPDATE instance.epochs SET began_at = now()")


def test_without_services_no_queue_has_a_consumer(kept: Kept) -> None:
    kept.city.services.stop()
    try:
        asked = kept.ask("status")
    finally:
        kept.city.services.start()
    assert asked.returncode == 1
    assert asked.stdout.startswith("Rotterdam needs you: No service answers. No queue has a consumer.\n")


def test_while_the_broker_is_away_the_database_still_tells(kept: Kept) -> None:
    asked = kept.ask("status", "--json", AMQP_URL="amqp://127.0.0.1:1/x")
    assert (asked.returncode, asked.stderr) == (1, "")
    told = json.loads(asked.stdout)
    assert told["sentence"] == "Rotterdam needs you: The broker does not answer at 127.0.0.1:1."
    states = {name: check["state"] for name, check in told["checks"].items()}
    assert (states["database"], states["relay"], states["parked"]) == ("ok", "ok", "ok")
    assert (states["services"], states["queues"], states["mail"]) == ("unknown", "unknown", "unknown")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ("a wrong password", "The broker refuses the user {vhost} or their password."),
        ("a wrong vhost", "The broker has no vhost nowhere, or {vhost} may not enter it."),
    ],
)
def test_what_the_broker_refuses_is_said(kept: Kept, wrong: str, sentence: str) -> None:
    right = kept.environment["AMQP_URL"]
    password, vhost = SECRET.replace(" ", "%20").replace(",", "%2C"), kept.vhost
    url = right.replace(password, "mistyped") if "password" in wrong else right.removesuffix(vhost) + "nowhere"
    assert url != right
    assert first_line(kept, AMQP_URL=url) == f"Rotterdam needs you: {sentence.format(vhost=vhost)}"


@pytest.fixture
def by_password(kept: Kept) -> Iterator[None]:
    """The database server asks those who look after the city for their password."""
    with psycopg.connect(kept.server, autocommit=True) as connection:
        [(file,)] = connection.execute("SHOW hba_file").fetchall()
    with open(file, encoding="utf-8") as rules:
        before = rules.read()
    with open(file, "w", encoding="utf-8") as rules:
        rules.write(f"local all {kept.vhost} scram-sha-256\n{before}")
    kept.administer("SELECT pg_reload_conf()")
    yield
    with open(file, "w", encoding="utf-8") as rules:
        rules.write(before)
    kept.administer("SELECT pg_reload_conf()")


def test_a_wrong_password_of_the_database_is_said_and_the_services_still_tell(kept: Kept, by_password: None) -> None:
    right = kept.environment["DATABASE_URL"]
    wrong = right.replace(right.split(":")[2].split("@")[0], "mistyped")
    expected = f"Rotterdam needs you: The database refuses the password of {kept.vhost}."
    told = eventually(lambda: found if (found := kept.told("status", DATABASE_URL=wrong))["status"] else None)
    assert told["sentence"] == expected
    assert told["checks"]["services"]["state"] == "ok"
    assert told["checks"]["relay"]["state"] == "unknown"


def test_a_database_that_there_is_not_is_said(kept: Kept) -> None:
    url = kept.environment["DATABASE_URL"].replace(f"/{kept.vhost}?", "/nowhere?")
    assert "there is no nowhere or no" in first_line(kept, DATABASE_URL=url)


def test_when_nobody_answers_that_is_another_status(kept: Kept) -> None:
    told = kept.told("status", AMQP_URL="amqp://127.0.0.1:1/x", DATABASE_URL="postgresql://127.0.0.1:1/x")
    assert told["status"] == 2
    assert told["sentence"] == "Rotterdam can't be asked: neither its database nor its broker answers."


def test_settings_that_nobody_can_read_are_one_sentence(kept: Kept) -> None:
    asked = kept.ask("status", SECRET_KEY="short")
    assert (asked.returncode, asked.stdout) == (2, "")
    assert asked.stderr == "SECRET_KEY must have at least 32 characters, and not the same ones over and over.\n"
