"""What each check of `doctor` makes of the facts."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from deploy.checks import OF_THE_CITY, SHORT
from deploy.doctor import FINE, NEEDS_SOMEBODY, NOT_ASKED, status_of
from deploy.facts import Facts
from deploy.facts.broker import Management, Queue
from deploy.facts.database import Backups, Login, Waiting
from deploy.findings import OK, UNKNOWN, WRONG, Finding, Silent
from deploy.status import overall
from services import SERVICES, listeners
from shared.messaging import topology
from tests.unit.deploy.facts import CITY, GB, NOW, database, exchange, facts, queues, services

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DOWN = Silent("It does not answer.")
WITH_MAIL = replace(CITY, smtp_url="smtp://mail.example")
POLICIES = topology.policies(listeners())


def found(check: str, **changes: Any) -> Finding:
    return OF_THE_CITY[check](facts(**changes))


def findings(given: Facts) -> dict[str, Finding]:
    return {name: check(given) for name, check in OF_THE_CITY.items()}


def test_of_a_city_in_which_all_is_well_nothing_is_wrong(tmp_path: Path) -> None:
    city = replace(WITH_MAIL, backup_dir=tmp_path)
    assert {name for name, finding in findings(facts(city=city)).items() if finding.state != OK} == set()


@pytest.mark.parametrize(
    ("check", "changes", "sentence"),
    [
        ("database", {"database": Silent("The database does not answer at db:5432.")}, "does not answer at db:5432"),
        ("database", {"database": database(supported=False, version="14.9")}, "PostgreSQL 14.9"),
        ("database", {"database": database(encoding="LATIN1")}, "keeps its text as LATIN1"),
        (
            "login",
            {"database": database(login=Login("admin", ["do everything", "make roles"], [], []))},
            "sign in to the database as admin, who may do everything and make roles",
        ),
        (
            "login",
            {"database": database(login=Login("city", [], ["middleground_relay"], []))},
            "city may not act as middleground_relay",
        ),
        (
            "login",
            {"database": database(login=Login("city", [], [], ["genk"]))},
            "city can read the database of another city: genk",
        ),
        ("migrations", {"database": database(behind=["trainings"])}, "lacks migrations in 1 part: trainings"),
        ("migrations", {"database": database(newer=["relay"])}, "newer than this version in relay"),
        ("clock", {"database": database(ahead=timedelta(minutes=-3))}, "is 3 minutes behind ours"),
        ("clock", {"database": database(ahead=timedelta(hours=1))}, "is 1 hour ahead of ours"),
        ("broker", {"queues": Silent("The broker does not answer at mq:5672.")}, "does not answer at mq:5672"),
        ("broker", {"queues": queues(version="3.9.27")}, "RabbitMQ 3.9.27"),
        ("management", {"management": Silent("RABBITMQ_API_URL is not set.")}, "RABBITMQ_API_URL is not set"),
        ("policies", {"management": Management({}, [])}, "lacks policies"),
        (
            "policies",
            {"management": Management(POLICIES | {"mine": {"priority": 9, "pattern": "^trainings"}}, [])},
            "A policy that is not ours overrules ours: mine",
        ),
        ("alarms", {"management": Management(POLICIES, ["disk", "disk"])}, "it runs out of disk"),
        ("queues", {"queues": queues(trainings_identity=None)}, "1 queue is missing: trainings.identity"),
        ("queues", {"queues": queues(trainings_identity=Queue(3, 0))}, "1 queue has no consumer: trainings.identity"),
        (
            "dead letters",
            {"queues": queues(**{"dead-letters_trainings": Queue(2, 1)})},
            "wait in dead-letters.trainings (2)",
        ),
        (
            "exchange",
            {"exchange": Silent("The exchange between cities does not answer at exchange:5671.")},
            "does not answer at exchange:5671",
        ),
        ("exchange", {"exchange": exchange(None)}, "keeps no queue for this city"),
        ("exchange", {"exchange": exchange(Queue(3, 0))}, "Nobody reads what other cities send: 3 messages wait"),
        (
            "services",
            {"services": services(messages={**services().messages, "feedback": None})},
            "feedback does not answer",
        ),
        ("services", {"services": services(messages=dict.fromkeys(SERVICES))}, "No service answers"),
        (
            "versions",
            {"services": services(messages={"feedback": {"version": "0.0.9"}})},
            "The services run Middleground 0.0.9, and this is",
        ),
        ("ready", {"ready": {"services": True, "relay": False}}, "Relay is not ready"),
        ("relay", {"database": database(relay_until=None)}, "No relay is active"),
        (
            "outbox",
            {"database": database(waiting={"trainings": Waiting(7, NOW - 2 * HOUR, 0)})},
            "7 messages wait to be sent, the oldest for 2 hours, in trainings",
        ),
        (
            "parked",
            {"database": database(waiting={"trainings": Waiting(0, None, 1), "networks": Waiting(0, None, 0)})},
            "1 message is parked in trainings",
        ),
        ("mail server", {"city": CITY}, "There is no mail server"),
        ("mail server", {"mail_server": "mail_server_refuses_sign_in"}, "refuses our user name or password"),
        ("mail server", {"mail_server": DOWN}, "does not answer"),
        (
            "mail",
            {"services": services(mails={"stuck": 4, "stuck_for": "no_mail_server", "hold": None})},
            "4 mails can't leave: no mail server is configured",
        ),
        (
            "mail",
            {"services": services(mails={"stuck": 4, "stuck_for": None, "hold": {"held_at": NOW, "waiting": 4}})},
            "Mail is held since 2026-11-03 12:00 UTC; 4 mails wait",
        ),
        ("backup", {"database": database(backups=Backups(1, NOW - 2 * DAY, None, None))}, "There is no backup"),
        (
            "backup",
            {"database": database(backups=Backups(1, NOW - 9 * DAY, NOW - HOUR, None))},
            "No backup was ever checked",
        ),
        (
            "backup",
            {"database": database(backups=Backups(1, NOW - 9 * DAY, NOW - HOUR, NOW - 3 * DAY))},
            "The last good backup was made 3 days ago",
        ),
        (
            "disk",
            {"services": services(instance={"disks": [{"what": "mail", "free": GB // 2, "total": 80 * GB}]})},
            "The disk of the mail is nearly full: 512 MB of 80 GB",
        ),
        ("epoch", {"database": database(backups=Backups(2, NOW, None, None))}, "EPOCH=1, and the database is of epoch"),
        ("languages", {"city": replace(CITY, time_zone="Europe/Rotterdam")}, "no time zone Europe/Rotterdam"),
        ("languages", {"city": replace(CITY, languages=("nl", "fy"))}, "no pages in fy"),
        ("theme", {"city": replace(CITY, theme="pink")}, "There is no theme pink"),
    ],
)
def test_what_is_wrong_is_a_sentence_and_so_is_what_to_do(check: str, changes: dict[str, Any], sentence: str) -> None:
    finding = found(check, **changes)
    assert finding.state == WRONG
    assert sentence in finding.sentence
    assert finding.sentence.endswith(".")
    assert finding.cure.endswith(".")


@pytest.mark.parametrize(
    ("check", "changes", "sentence"),
    [
        (
            "outbox",
            {"database": database(waiting={"trainings": Waiting(1, NOW - timedelta(seconds=2), 0)})},
            "1 message waits to be sent, the oldest for 2 seconds.",
        ),
        ("queues", {"queues": queues(trainings_identity=Queue(12, 1))}, "messages are in trainings.identity (12)."),
        (
            "backup",
            {"database": database(backups=Backups(1, NOW - HOUR, None, None))},
            "There is no good backup yet; one is made at 02:30.",
        ),
        (
            "backup",
            {"database": database(backups=Backups(1, NOW - DAY, NOW - HOUR, NOW - 25 * HOUR))},
            "The last good backup was made 25 hours ago; one of 1 hour ago is not checked.",
        ),
        ("backup", {"city": replace(CITY, demo=True), "database": database()}, "The demonstration needs no backup."),
        ("mail server", {"city": replace(CITY, demo=True)}, "The demonstration keeps its mail."),
        ("exchange", {"exchange": None}, "takes no part in an exchange between cities."),
        ("exchange", {"exchange": exchange(Queue(0, 1))}, "between cities answers."),
        ("epoch", {}, "Epoch 1, never restored."),
        (
            "epoch",
            {"city": replace(CITY, epoch=3), "database": database(backups=Backups(3, NOW, None, None))},
            "Epoch 3, restored 2 times.",
        ),
    ],
)
def test_what_is_no_reason_to_get_up_is_said_all_the_same(check: str, changes: dict[str, Any], sentence: str) -> None:
    finding = found(check, **changes)
    assert finding.state == OK
    assert finding.sentence.endswith(sentence)


def test_when_everything_is_down_each_check_still_says_something() -> None:
    down = facts(
        **dict.fromkeys(("database", "queues", "management", "exchange", "services", "ready", "mail_server"), DOWN)
    )
    states = {name: finding.state for name, finding in findings(down).items()}
    assert {states[name] for name in ("database", "broker", "management", "exchange", "ready", "mail server")} == {
        WRONG
    }
    assert {states[name] for name in ("relay", "outbox", "parked", "queues", "services", "backup")} == {UNKNOWN}


def test_a_database_that_is_not_migrated_is_told_by_one_check_alone() -> None:
    bare = facts(database=database(behind=[*SERVICES], waiting=None, backups=None))
    of_the_database = ("migrations", "outbox", "parked", "backup", "epoch")
    assert [OF_THE_CITY[name](bare).state for name in of_the_database] == [WRONG, *[UNKNOWN] * 4]


def short(given: Facts) -> dict[str, Finding]:
    return {name: OF_THE_CITY[name](given) for name in SHORT}


@pytest.mark.parametrize(
    ("changes", "line", "code"),
    [
        ({}, "Rotterdam runs.", FINE),
        ({"ready": {}}, "Rotterdam runs.", FINE),
        (
            {"database": database(relay_until=None, waiting={"trainings": Waiting(0, None, 3)})},
            "Rotterdam needs you: No relay is active, so no message leaves. 3 messages are parked in trainings.",
            NEEDS_SOMEBODY,
        ),
        (
            {"database": DOWN, "queues": DOWN},
            "Rotterdam can't be asked: neither its database nor its broker answers.",
            NOT_ASKED,
        ),
    ],
)
def test_the_first_line_of_status_says_it_all(changes: dict[str, Any], line: str, code: int) -> None:
    given = facts(**changes)
    assert overall(given, short(given)) == (line, code)


def test_doctor_ends_with_what_it_found() -> None:
    fine, bad, nothing = Finding(OK, ""), Finding(WRONG, "", ""), Finding(UNKNOWN, "")
    all_of = dict.fromkeys(OF_THE_CITY, fine)
    assert status_of({"settings": fine, **all_of}) == FINE
    assert status_of({"settings": fine, **all_of, "ready": nothing}) == FINE
    assert status_of({"settings": fine, **all_of, "theme": bad}) == NEEDS_SOMEBODY
    assert status_of({"settings": bad, **dict.fromkeys(OF_THE_CITY, nothing)}) == NOT_ASKED
