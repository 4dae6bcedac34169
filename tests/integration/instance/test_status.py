"""How the city stands, as an operator is told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from deploy.broker import Broker
from services import listeners
from services.instance import commands, jobs, queries
from services.instance.tables import Binding
from shared import clock
from shared.access import OPERATOR
from shared.contracts import instance as contract
from shared.contracts.instance import LATEST_BACKUPS
from shared.database import Database
from shared.errors import Unavailable
from shared.messaging.service import Resources
from shared.settings import Settings
from shared.version import VERSION
from tests import machine
from tests.integration.conftest import Asking, an_actor

NOW = clock.now()


@pytest.fixture(scope="module")
def with_queues(
    city: Settings, rabbitmq: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    vhost = machine.unique("status")
    amqp_url = machine.create_vhost(rabbitmq, vhost)
    yield replace(city, amqp_url=amqp_url, mail_dir=tmp_path_factory.mktemp("mail") / "not" / "yet")
    Broker(rabbitmq["amqp"], rabbitmq["api"]).delete_vhost(vhost)


@pytest.fixture
def status(tx: Session, ask: Asking, with_queues: Settings) -> Any:
    def told(**changes: Any) -> dict[str, Any]:
        tx.info["settings"] = replace(with_queues, **changes)
        return ask(contract.status, queries.status, an_actor(OPERATOR))

    return told


def a_backup(days_ago: int, **more: Any) -> dict[str, Any]:
    taken_at = NOW - timedelta(days=days_ago)
    return {
        "file": f"backup-{days_ago}",
        "taken_at": taken_at,
        "checked_at": taken_at + timedelta(minutes=5),
        "version": VERSION,
        "epoch": 1,
        "size": 5_000_000_000,
        **more,
    }


def test_a_new_city_has_no_restore_and_no_backup(status: Any):
    told = status(epoch=1)
    assert (told["version"], told["epoch"], told["restored"], told["backups"]) == (VERSION, 1, None, [])


def test_the_latest_backups_come_first_and_not_all_are_told(status: Any, tx: Session):
    commands.list_backups(tx, [a_backup(days) for days in range(LATEST_BACKUPS + 3)])
    told = status()["backups"]
    assert [backup["file"] for backup in told] == [f"backup-{days}" for days in range(LATEST_BACKUPS)]
    assert told[0]["size"] == 5_000_000_000


def test_a_backup_that_is_gone_is_told_no_more(status: Any, tx: Session):
    commands.list_backups(tx, [a_backup(1), a_backup(2)])
    commands.list_backups(tx, [a_backup(1)])
    assert [backup["file"] for backup in status()["backups"]] == ["backup-1"]
    commands.list_backups(tx, [])
    assert status()["backups"] == []


def test_the_last_restore_is_told(status: Any, tx: Session):
    for epoch, taken_at in ((1, None), (2, NOW - timedelta(days=9)), (3, NOW - timedelta(days=2))):
        commands.begin_epoch(tx, epoch, taken_at)
    restored = status(epoch=3)["restored"]
    assert (restored["epoch"], restored["taken_at"]) == (3, NOW - timedelta(days=2))
    assert queries.epoch(tx) == 3


def test_the_disks_are_those_that_can_be_seen(status: Any, tmp_path: Any):
    told = {disk["what"]: disk for disk in status(backup_dir=tmp_path / "nowhere")["disks"]}
    assert set(told) == {"mail"}
    assert 0 < told["mail"]["free"] <= told["mail"]["total"]
    assert {disk["what"] for disk in status(backup_dir=tmp_path)["disks"]} == {"mail", "backups"}


def test_all_queues_of_the_city_are_told_and_those_that_are_missing_too(status: Any):
    told = {queue["name"]: (queue["messages"], queue["consumers"]) for queue in status()["queues"]}
    assert told["trainings.identity"] == (0, 0)
    assert told["dead-letters.trainings"] == (0, 0)
    assert told["rpc-trainings"] == (None, None)  # made by the service itself
    assert {name.removeprefix("rpc-") for name in told if name.startswith("rpc-")} == set(listeners())
    assert "dead-letters.instance" not in told


def test_a_broker_that_does_not_answer_is_said(status: Any):
    with pytest.raises(Unavailable):
        status(amqp_url="amqp://127.0.0.1:1/x")


def test_prometheus_is_told_when_the_last_good_backup_was_made(database: Database):
    resources = Resources(database.settings, database, frozenset(), None)  # type: ignore[arg-type]
    jobs.measure(resources)
    assert jobs.LAST_BACKUP._value.get() == 0
    with database.transaction() as tx:
        commands.list_backups(tx, [a_backup(1, checked_at=None), a_backup(2), a_backup(3)])
    jobs.measure(resources)
    assert jobs.LAST_BACKUP._value.get() == (NOW - timedelta(days=2)).timestamp()


def test_what_a_city_begins_with_has_always_been_bound_and_what_comes_later_has_not(tx: Session):
    commands.note_bindings(tx, {"trainings": ["a.v1", "b.v1"]})
    commands.note_bindings(tx, {"trainings": ["b.v1", "c.v1"], "networks": ["a.v1"]})
    commands.note_bindings(tx, {"trainings": ["b.v1", "c.v1"], "networks": ["a.v1"]})
    known = {(each.listener, each.type): each.since is None for each in tx.query(Binding)}
    assert known == {("trainings", "b.v1"): True, ("trainings", "c.v1"): False, ("networks", "a.v1"): False}
