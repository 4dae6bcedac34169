"""`./middleground doctor`: everything that a city needs is looked at, and what is wrong is said with what to do."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pika
import psycopg
import pytest
from psycopg import sql

from deploy.broker import Broker
from deploy.checks import OF_SETTINGS, OF_THE_CITY
from deploy.local.program import ROOT
from services import SERVICES
from tests import machine
from tests.city import python_process
from tests.deploy.well_kept import Kept
from tests.waiting import eventually

CHECKS = [*OF_SETTINGS, *OF_THE_CITY]


def wrong(kept: Kept, **changes: str) -> dict[str, str]:
    """What is wrong, by check."""
    told = kept.told("doctor", **changes)
    return {name: check["sentence"] for name, check in told["checks"].items() if check["state"] == "wrong"}


def test_in_a_city_in_which_all_is_well_every_check_says_so(kept: Kept) -> None:
    asked = kept.ask("doctor")
    assert asked.stderr == ""
    assert re.findall(r"^(\S+)\s\s+(\S+(?: \S+)*?)\s\s", asked.stdout, re.MULTILINE) == [
        ("ok", name) for name in CHECKS
    ]
    assert asked.returncode == 0


def test_a_policy_that_is_gone_is_missed_until_migrate_has_set_it_again(kept: Kept) -> None:
    kept.broker._call("DELETE", f"policies/{kept.vhost}/subscriptions-trainings")
    said = wrong(kept)
    assert said == {"policies": "The broker lacks policies, or has them otherwise: subscriptions-trainings."}
    assert kept.ask("migrate").returncode == 0
    assert wrong(kept) == {}


def test_a_policy_of_somebody_else_that_overrules_ours_is_found(kept: Kept) -> None:
    kept.broker.set_policies(
        kept.vhost,
        {"mine": {"pattern": "^trainings", "apply-to": "queues", "priority": 5, "definition": {"max-length": 9}}},
    )
    try:
        assert wrong(kept) == {"policies": "A policy that is not ours overrules ours: mine."}
    finally:
        kept.broker._call("DELETE", f"policies/{kept.vhost}/mine")


def test_a_service_that_does_not_run_leaves_its_queues_alone(kept: Kept, tmp_path: Path) -> None:
    others = [name for name in SERVICES if name != "feedback"]
    kept.city.services.stop()
    without = python_process("without", ("-m", "services", *others), kept.city.settings, tmp_path)
    try:
        without.start()
        with letter(kept, "dead-letters.feedback"):
            said = wrong(kept)
    finally:
        without.stop()
        kept.city.services.start()
    assert said["services"] == "feedback does not answer."
    assert re.fullmatch(r"\d queues have no consumer: rpc-feedback, feedback\.identity, .*", said["queues"])
    assert said["dead letters"] == "Dead letters wait in dead-letters.feedback (1)."
    assert set(said) == {"services", "queues", "dead letters"}


@contextmanager
def letter(kept: Kept, queue: str) -> Iterator[None]:
    with pika.BlockingConnection(pika.URLParameters(kept.environment["AMQP_URL"])) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        channel.basic_publish("", queue, b"{}", mandatory=True)
        yield
        channel.queue_purge(queue)


def test_a_queue_that_is_gone_is_named(kept: Kept) -> None:
    with pika.BlockingConnection(pika.URLParameters(kept.environment["AMQP_URL"])) as connection:
        connection.channel().queue_delete("networks.identity")
    try:
        assert wrong(kept)["queues"] == "1 queue is missing: networks.identity."
    finally:
        assert kept.ask("migrate").returncode == 0
        kept.city.services.stop()
        kept.city.services.start()
    assert wrong(kept) == {}


def test_a_frozen_relay_is_no_relay(kept: Kept) -> None:
    kept.city.relay.freeze()
    try:
        said = eventually(lambda: wrong(kept), what="the lease to run out")
    finally:
        kept.city.relay.thaw()
    assert said == {"relay": "No relay is active, so no message leaves."}


def test_a_login_that_may_do_everything_is_found(kept: Kept) -> None:
    said = wrong(kept, DATABASE_URL=machine.database_url(kept.server, kept.vhost))
    assert said["login"].startswith("The processes sign in to the database as postgres, who may do everything, make ")


def test_a_database_of_another_city_that_is_open_is_found(kept: Kept) -> None:
    other = machine.create_database(kept.server, "genk")
    with psycopg.connect(other, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA identity CREATE TABLE people (id int)")
        for what in ("USAGE ON SCHEMA identity", "SELECT ON identity.people"):
            connection.execute(f"GRANT {what} TO middleground_identity".encode())
    try:
        assert wrong(kept) == {"login": f"{kept.vhost} can read the database of another city: genk."}
        kept.administer("REVOKE CONNECT ON DATABASE genk FROM PUBLIC")
        assert wrong(kept) == {}
    finally:
        machine.drop_database(kept.server, "genk")


def test_a_database_without_our_tables_is_said_once(kept: Kept) -> None:
    url = machine.create_database(kept.server, "bare")
    kept.administer(f"GRANT CONNECT ON DATABASE bare TO {sql.Identifier(kept.vhost).as_string()}")
    bare = kept.environment["DATABASE_URL"].replace(f"/{kept.vhost}?", "/bare?")
    try:
        said = wrong(kept, DATABASE_URL=bare)
    finally:
        machine.drop_database(kept.server, "bare")
    assert url
    assert said["migrations"].startswith("The database lacks migrations in")
    assert set(said) == {"migrations", "relay", "login"} - ({"login"} - set(said))


def test_a_migration_from_the_future_is_told_from_one_that_is_missing(kept: Kept) -> None:
    [(now,)] = kept.city.sql("SELECT version_num FROM networks.version")
    kept.city.sql("UPDATE networks.version SET version_num = '9999'")
    try:
        assert wrong(kept) == {"migrations": "The database is newer than this version in networks."}
    finally:
        kept.city.sql("UPDATE networks.version SET version_num = %s", now)


@pytest.mark.parametrize(
    ("changes", "check", "sentence"),
    [
        ({"RABBITMQ_API_URL": ""}, "management", "RABBITMQ_API_URL is not set."),
        ({"RABBITMQ_API_URL": "http://127.0.0.1:1"}, "management", "http://127.0.0.1:1 can not be reached."),
        ({"SMTP_URL": "smtp://127.0.0.1:1"}, "mail server", "Mail can't leave: the mail server can't be reached."),
        (
            {"EXCHANGE_URL": "amqp://rotterdam:x@127.0.0.1:1/x"},
            "exchange",
            "The exchange between cities does not answer at 127.0.0.1:1.",
        ),
        ({"SMTP_URL": ""}, "mail server", "There is no mail server, so invitations and links wait."),
        ({"PUBLIC_URL": "http://rotterdam.example"}, "address", "Passwords travel to rotterdam.example"),
        ({"PUBLIC_URL": "https://rotterdam.example"}, "address", "but no proxy stands before the pages."),
        ({"PUBLIC_URL": "http://127.0.0.1:1"}, "ready", "Gateway is not ready."),
        ({"HEALTH_PORT": "1"}, "ready", "Services, relay and gateway are not ready."),
        ({"THEME": "pink"}, "theme", "There is no theme pink."),
        ({"TIME_ZONE": "Europe/Rotterdam"}, "languages", "There is no time zone Europe/Rotterdam."),
        ({"LANGUAGES": "nl,xx"}, "languages", "There are no pages in xx."),
        ({"EPOCH": "7"}, "epoch", "The settings say EPOCH=7, and the database is of epoch 1."),
        ({"SMTP_ULR": "smtp://mail"}, "settings", "SMTP_ULR is no setting, SMTP_URL is."),
        (
            {"BACKUP_DIR": "/proc/backups"},
            "backup folder",
            "The folder of backups, /proc/backups, can't be written to.",
        ),
    ],
)
def test_a_wrong_setting_is_found_by_the_check_that_it_is_for(
    kept: Kept, changes: dict[str, str], check: str, sentence: str
) -> None:
    said = wrong(kept, **changes)
    assert set(said) == {check}
    assert sentence in said[check]


def test_an_exchange_that_does_not_let_the_city_in_is_found(kept: Kept, rabbitmq: dict[str, str]) -> None:
    """The city was never admitted, or got another password since."""
    stranger = Broker(rabbitmq["amqp"], rabbitmq["api"]).amqp_url_of("exchange", "rotterdam", "not the password")
    assert wrong(kept, EXCHANGE_URL=stranger) == {
        "exchange": "The exchange between cities refuses the user rotterdam or their password."
    }


def test_when_everything_is_down_every_check_still_says_something(kept: Kept) -> None:
    nowhere = {
        "AMQP_URL": "amqp://127.0.0.1:1/x",
        "DATABASE_URL": "postgresql://127.0.0.1:1/x",
        "RABBITMQ_API_URL": "http://127.0.0.1:1",
        "SMTP_URL": "smtp://127.0.0.1:1",
        "PUBLIC_URL": "http://127.0.0.1:1",
    }
    asked = kept.ask("doctor", "--json", **nowhere)
    assert (asked.returncode, asked.stderr) == (1, "")
    told = json.loads(asked.stdout)
    assert list(told["checks"]) == CHECKS
    assert {name for name, check in told["checks"].items() if check["state"] == "wrong"} == {
        "database",
        "broker",
        "management",
        "ready",
        "mail server",
    }


def test_settings_that_nobody_can_read_are_said_and_nothing_else_is_asked(kept: Kept) -> None:
    told = kept.told("doctor", DATABASE_URL="")
    assert told["status"] == 2
    assert told["checks"]["settings"]["state"] == "wrong"
    assert "DATABASE_URL must start with postgresql://" in told["checks"]["settings"]["sentence"]
    assert {told["checks"][name]["state"] for name in OF_THE_CITY} == {"unknown"}


def test_the_file_of_a_city_is_read_where_it_can_be_seen(kept: Kept, tmp_path: Path, monkeypatch: Any) -> None:
    from deploy.checks import settings

    monkeypatch.setattr(settings, "CITIES", tmp_path)
    (tmp_path / "template.env").write_text((ROOT / "deploy/cities/template.env").read_text())
    (tmp_path / "rotterdam.env").write_text("CITY=rotterdam\nTHEME\n")
    for name, value in kept.environment.items():
        monkeypatch.setenv(name, value)
    finding = settings.settings(kept.environment)
    assert finding.sentence.startswith("deploy/cities/rotterdam.env: line 2 is no whole setting; ")


def test_the_table_of_the_checks_is_complete_and_in_their_order() -> None:
    text = (ROOT / "docs/operating.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([a-z ]+)` \| .+ \| .+ \|$", text, re.MULTILINE) == CHECKS
