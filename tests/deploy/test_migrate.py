"""`python -m deploy migrate`, the step before a city starts."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from subprocess import CompletedProcess
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from deploy.broker import Broker
from deploy.local import databases
from deploy.local.program import ROOT
from services import SERVICES
from shared.messaging import topology
from tests import machine
from tests.deploy import terminal

SECRET = "only good for tests, and long enough for that"


@pytest.fixture
def city(postgres: str, rabbitmq: dict[str, str]) -> Iterator[dict[str, str]]:
    """The settings of a city that has an empty database, an empty vhost and users who own nothing else."""
    name, broker = machine.unique("migrate"), Broker(rabbitmq["amqp"], rabbitmq["api"])
    broker.ensure_vhost(name)
    broker.ensure_user(name, SECRET, name, tags="policymaker")
    yield {
        "CITY": "rotterdam",
        "CITY_NAME": "Rotterdam",
        "DATABASE_URL": databases.ensure(postgres, name, SECRET),
        "AMQP_URL": broker.amqp_url_of(name, name, SECRET),
        "RABBITMQ_API_URL": broker.api_url_of(name, SECRET),
        "SECRET_KEY": SECRET,
        "PUBLIC_URL": "http://localhost:8001",
    }
    broker.delete_vhost(name)
    broker.delete_user(name)
    databases.drop(postgres, name)


COMMAND = ("migrate", "--wait", "1")


def migrate(settings: Mapping[str, str]) -> CompletedProcess[str]:
    return terminal.middleground(*COMMAND, environment=settings)


def started(settings: Mapping[str, str]) -> CompletedProcess[str]:
    """As a process of its own."""
    command = (sys.executable, "-m", "deploy", *COMMAND)
    return subprocess.run(command, cwd=ROOT, env=dict(settings), capture_output=True, text=True, timeout=120)


def test_it_makes_tables_queues_and_policies_and_can_be_repeated(city: dict[str, str]) -> None:
    for run in (started, migrate):
        done = run(city)
        assert (done.returncode, done.stderr) == (0, "")
    broker = Broker(city["AMQP_URL"], city["RABBITMQ_API_URL"])
    assert broker.policies(broker.vhost()) == topology.policies(SERVICES)


def test_a_vhost_that_is_missing_is_made(city: dict[str, str], rabbitmq: dict[str, str]) -> None:
    broker, name = Broker(rabbitmq["amqp"], rabbitmq["api"]), machine.unique("missing")
    try:
        done = migrate({**city, "AMQP_URL": broker.amqp_url_of(name), "RABBITMQ_API_URL": rabbitmq["api"]})
        assert (done.returncode, done.stderr) == (0, "")
        assert broker.policies(name) == topology.policies(SERVICES)
    finally:
        broker.delete_vhost(name)


def test_a_new_database_takes_its_epoch_from_the_settings_and_keeps_it(city: dict[str, str]) -> None:
    assert migrate({**city, "EPOCH": "3"}).returncode == 0
    assert migrate({**city, "EPOCH": "3"}).returncode == 0
    tried = migrate({**city, "EPOCH": "4"})
    assert (tried.returncode, tried.stderr) == (
        1,
        "EPOCH is 4, and the database is of epoch 3: after a restore that was cut off, run it again or set EPOCH=3.\n",
    )


@pytest.fixture
def login(postgres: str) -> Iterator[str]:
    """A name that nobody has before `migrate` gives it to somebody. It is given back after the city's database."""
    name = machine.unique("processes")
    yield name
    with psycopg.connect(postgres, autocommit=True) as administrator:
        administrator.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(name)))


def apart(city: dict[str, str], login: str, administrator: str) -> dict[str, str]:
    """The processes sign in as `login`, and `migrate` as an administrator of the server."""
    database = urlsplit(city["DATABASE_URL"])
    return {
        **city,
        "DATABASE_URL": city["DATABASE_URL"].replace(database.username or "", login, 1),
        "MIGRATIONS_DATABASE_URL": machine.database_url(administrator, database.path[1:]),
    }


def test_the_processes_sign_in_as_somebody_who_owns_nothing(login: str, city: dict[str, str], postgres: str) -> None:
    settings = apart(city, login, postgres)
    for _ in range(2):
        done = migrate(settings)
        assert (done.returncode, done.stderr) == (0, "")
    with psycopg.connect(settings["DATABASE_URL"], options="-crole=middleground_trainings") as connection:
        assert connection.execute("SELECT count(*) FROM trainings.groups").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DROP TABLE trainings.groups")


def test_who_may_not_make_that_login_is_told_so(login: str, city: dict[str, str]) -> None:
    tried = migrate({**apart(city, login, city["DATABASE_URL"]), "MIGRATIONS_DATABASE_URL": city["DATABASE_URL"]})
    assert tried.returncode == 1
    assert tried.stderr == (
        f"MIGRATIONS_DATABASE_URL names a user who may not make {login}, as whom the processes sign in.\n"
    )


def test_a_missing_setting_is_one_sentence(city: dict[str, str]) -> None:
    del city["DATABASE_URL"]
    tried = migrate(city)
    assert tried.returncode == 1
    assert tried.stderr.startswith("A setting is missing or wrong: ")
    assert len(tried.stderr.splitlines()) == 1


def test_without_policies_nothing_is_declared(city: dict[str, str]) -> None:
    """A queue without them would drop what a service refuses."""
    del city["RABBITMQ_API_URL"]
    tried = migrate(city)
    assert tried.returncode == 1
    assert tried.stderr.startswith("RABBITMQ_API_URL is not set. ")
    assert len(tried.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("setting", "nowhere", "sentence"),
    [
        ("DATABASE_URL", "postgresql://127.0.0.1:1/x", "The database that DATABASE_URL names does not answer."),
        ("AMQP_URL", "amqp://127.0.0.1:1/x", "The broker that AMQP_URL names does not answer."),
        (
            "RABBITMQ_API_URL",
            "http://127.0.0.1:1",
            "RabbitMQ's management API at http://127.0.0.1:1 can not be reached.",
        ),
    ],
)
def test_what_does_not_answer_is_one_sentence(city: dict[str, str], setting: str, nowhere: str, sentence: str) -> None:
    tried = migrate({**city, setting: nowhere})
    assert (tried.returncode, tried.stderr) == (1, f"{sentence}\n")


def test_a_database_of_a_city_is_closed_to_another_city(city: dict[str, str], postgres: str) -> None:
    other = machine.unique("other")
    address = databases.ensure(postgres, other, SECRET)
    intruder = urlsplit(city["DATABASE_URL"])._replace(path=urlsplit(address).path).geturl()
    try:
        with pytest.raises(psycopg.OperationalError, match="permission denied"):
            psycopg.connect(intruder)
    finally:
        databases.drop(postgres, other)


def test_a_database_that_is_not_utf8_is_one_sentence(city: dict[str, str], postgres: str) -> None:
    name = urlsplit(city["DATABASE_URL"]).path[1:]
    make = sql.SQL("CREATE DATABASE {0} OWNER {0} TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C' LOCALE_PROVIDER libc")
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
        connection.execute(make.format(sql.Identifier(name)))
    tried = migrate(city)
    assert tried.stderr == "The database keeps its text as LATIN1; Middleground needs one made with UTF8.\n"
