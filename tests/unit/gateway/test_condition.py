"""What the page Operation says of a city before anything else."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from services.gateway import condition
from services.gateway.app import create_app
from shared import clock
from shared.version import VERSION
from tests import machine

CITY = machine.city(postgres_url="postgresql://nowhere.invalid/x")
NOW = datetime(2026, 11, 3, 12, tzinfo=UTC)
WELL = {"version": VERSION, "unsent": 0, "unsent_since": None, "parked": 0}
GB = 1024**3


@pytest.fixture(scope="module")
def app() -> Flask:
    return create_app(CITY)


@pytest.fixture(autouse=True)
def english(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with app.test_request_context(headers={"Accept-Language": "en"}):
        yield


def backup(hours: float, checked: bool = True) -> dict[str, Any]:
    taken_at = NOW - timedelta(hours=hours)
    return {"taken_at": taken_at, "checked_at": taken_at if checked else None, "size": 5 * GB}


def instance(**changes: Any) -> dict[str, Any]:
    well = {
        "version": VERSION,
        "epoch": 1,
        "began_at": NOW - timedelta(days=9),
        "restored": None,
        "backups": [backup(3)],
        "disks": [{"what": "mail", "free": 40 * GB, "total": 80 * GB}],
        "queues": [{"name": "trainings.identity", "messages": 0, "consumers": 1}],
    }
    return {**well, **changes}


def troubles(
    services: dict[str, Any] | None = None, mails: dict[str, Any] | None = None, demo: bool = False, **of_instance: Any
) -> list[str]:
    told = {"trainings": WELL, **(services or {})}
    nothing_stuck = {"stuck": 0, "hold": None}
    city = replace(CITY, demo=demo)
    return condition.troubles(city, told, instance(**of_instance), {**nothing_stuck, **(mails or {})}, NOW)


def test_of_a_city_in_which_all_is_well_nothing_is_said() -> None:
    assert troubles() == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"services": {"feedback": None}}, "Feedback does not answer"),
        ({"services": {"feedback": {**WELL, "parked": 2}}}, "2 messages are parked"),
        (
            {"services": {"feedback": {**WELL, "unsent_since": NOW - timedelta(hours=2)}}},
            "Messages wait to be sent, the oldest for 2 hours: does the relay run?",
        ),
        ({"services": {"feedback": {**WELL, "version": "0.0.9"}}}, f"Not all parts run version {VERSION}"),
        ({"queues": [{"name": "a", "messages": None, "consumers": None}]}, "1 queue is missing"),
        ({"queues": [{"name": "a", "messages": 3, "consumers": 0}]}, "1 queue has no consumer"),
        ({"backups": []}, "There is no good backup"),
        ({"backups": [backup(1, checked=False)]}, "There is no good backup"),
        ({"backups": [backup(1, checked=False), backup(72)]}, "The last good backup was made 3 days ago"),
        ({"disks": [{"what": "backups", "free": 1, "total": GB}]}, "The disk of the backups is nearly full"),
        ({"mails": {"stuck": 1}}, "1 mail cannot leave"),
        ({"mails": {"stuck": 7, "hold": {"waiting": 7}}}, "Mail is held"),
    ],
)
def test_what_a_person_has_to_see_to_is_one_line(changes: dict[str, Any], said: str) -> None:
    assert troubles(**changes) == [said]


@pytest.mark.parametrize(
    "changes",
    [
        {"services": {"feedback": {**WELL, "unsent_since": NOW - timedelta(seconds=5)}}},
        {"queues": [{"name": "a", "messages": 300, "consumers": 1}]},
        {"backups": [], "began_at": NOW - timedelta(hours=2)},
        {"backups": [], "demo": True},
    ],
)
def test_what_goes_by_itself_is_not_said(changes: dict[str, Any]) -> None:
    assert troubles(**changes) == []


def test_when_nobody_tells_of_the_city_what_others_tell_is_said() -> None:
    told = {"trainings": {**WELL, "parked": 1}, "feedback": None}
    assert condition.troubles(CITY, told, None, None, NOW) == ["Feedback does not answer", "1 message is parked"]


@pytest.mark.parametrize(
    ("backups", "said"),
    [
        ([], []),
        ([backup(3)], ["3 hours ago, 5.0 GB", "Checked: it could be restored"]),
        ([backup(3, checked=False)], ["3 hours ago, 5.0 GB", "Not checked yet, and none before it"]),
        (
            [backup(3, checked=False), backup(27)],
            ["3 hours ago, 5.0 GB", "Not checked yet; the last good one was made 1 day ago"],
        ),
    ],
)
def test_the_last_backup_is_told_with_what_is_known_of_it(backups: list[Any], said: list[str]) -> None:
    assert condition.facts(instance(backups=backups))["backup"] == said


def test_a_restore_is_told_with_the_backup_that_it_came_from() -> None:
    restored = {"epoch": 2, "restored_at": NOW, "taken_at": NOW - timedelta(hours=9, minutes=30)}
    assert condition.facts(instance(restored=restored))["restored"] == (
        "Tue 3 Nov, 13:00, from the backup of Tue 3 Nov, 03:30"
    )


def test_of_the_queues_those_are_named_in_which_there_is_something() -> None:
    well = [{"name": name, "messages": 0, "consumers": 1} for name in "abc"]
    busy = [{"name": f"busy{number}", "messages": number, "consumers": 1} for number in range(1, 8)]
    alone = [{"name": "alone", "messages": 9, "consumers": 0}]
    assert condition.facts(instance(queues=well))["queues"] == ["3, all empty, each with a consumer"]
    assert condition.facts(instance(queues=[*well, *busy, *alone]))["queues"] == [
        "alone: no consumer",
        "alone: 9 messages",
        "busy7: 7 messages",
        "busy6: 6 messages",
        "busy5: 5 messages",
        "and 4 more",
    ]
