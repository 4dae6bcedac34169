"""Facts of a city in which all is well, but for what a test says."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from deploy.facts import Facts
from deploy.facts.broker import Management, Queue, Queues
from deploy.facts.database import Backups, Database, Login, Waiting
from deploy.facts.processes import Services
from services import SERVICES, listeners
from shared.messaging import exchange as between_cities
from shared.messaging import topology
from shared.version import VERSION
from tests import machine

NOW = datetime(2026, 11, 3, 12, tzinfo=UTC)
CITY = machine.city(postgres_url="postgresql://nowhere.invalid/x")
GB = 1024**3


def database(**changes: Any) -> Database:
    well = Database(
        version="17.2",
        supported=True,
        encoding="UTF8",
        now=NOW,
        ahead=timedelta(0),
        login=Login("processes", [], [], []),
        behind=[],
        newer=[],
        relay_until=NOW + timedelta(seconds=3),
        waiting={name: Waiting(0, None, 0) for name in SERVICES},
        backups=Backups(1, NOW - timedelta(days=9), NOW - timedelta(hours=3), NOW - timedelta(hours=3)),
    )
    return replace(well, **changes)


def queues(version: str = "4.0.5", **changes: Queue | None) -> Queues:
    """By names with `_` for `.`."""
    all_ = {name: Queue(0, 1) for name in topology.queue_names(listeners())}
    return Queues(version, "rotterdam-1", {**all_, **{name.replace("_", "."): each for name, each in changes.items()}})


def exchange(ours: Queue | None) -> Queues:
    """Of the exchange between cities, whose one queue is ours."""
    return Queues("4.0.5", "exchange-1", {between_cities.queue_name(CITY.city): ours})


def services(**changes: Any) -> Services:
    messages = {name: {"version": VERSION} for name in SERVICES}
    instance = {"disks": [{"what": "mail", "free": 40 * GB, "total": 80 * GB}]}
    return replace(Services(messages, instance, {"stuck": 0, "stuck_for": None, "hold": None}), **changes)


def facts(**changes: Any) -> Facts:
    well = Facts(
        city=CITY,
        environment={},
        now=NOW,
        database=database(),
        queues=queues(),
        management=Management(topology.policies(listeners()), []),
        exchange=None,
        services=services(),
        ready={"services": True, "relay": True, "gateway": True},
        mail_server=None,
    )
    return replace(well, **changes)
